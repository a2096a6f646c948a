"""Pages of the floor."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from pmo.core.views import (
    account,
    api_tokens,
    audit,
    gallery,
    grants,
    groups,
    health,
    help,
    jobs,
    organisation,
    people,
    person_security,
    reach,
    see_as,
    session,
    webhooks,
)

app_name = "core"
HOOK = "admin/webhooks/<uuid:uuid>/"
DELIVERY = f"{HOOK}deliveries/<uuid:delivery_uuid>/"
urlpatterns = [
    path("login/", session.SignIn.as_view(), name="login"),
    path("login/cancel/", session.cancel_sign_in, name="login-cancel"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/", account.profile, name="account-profile"),
    path("account/sessions/", account.sessions, name="account-sessions"),
    path("account/sessions/end/", account.sessions_end, name="account-sessions-end"),
    path("account/tokens/", api_tokens.token_list, name="account-tokens"),
    path("account/tokens/<uuid:uuid>/revoke/", api_tokens.token_revoke, name="account-token-revoke"),
    path("preferences/", session.preferences, name="preferences"),
    path("health/live", login_not_required(health.live), name="health-live"),
    path("health/ready", login_not_required(health.ready), name="health-ready"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<uuid:uuid>/", jobs.job_detail, name="job"),
    path("help/", help.help_page, name="help"),
    path("admin/people/", people.person_list, name="admin-people"),
    path("admin/people/new/", people.person_create, name="admin-person-new"),
    path("admin/people/<uuid:uuid>/", people.person_detail, name="admin-person"),
    path("admin/people/<uuid:uuid>/active/", people.person_active, name="admin-person-active"),
    path("admin/people/<uuid:uuid>/password/", people.person_password, name="admin-person-password"),
    path("admin/people/<uuid:uuid>/rights/", reach.person_rights, name="admin-person-rights"),
    path(
        "admin/people/<uuid:uuid>/sessions/end/", person_security.person_sessions_end, name="admin-person-sessions-end"
    ),
    path(
        "admin/people/<uuid:uuid>/factors/reset/",
        person_security.person_factors_reset,
        name="admin-person-factors-reset",
    ),
    path("admin/people/<uuid:uuid>/see-as/", see_as.start, name="see-as"),
    path("see-as/stop/", see_as.stop, name="see-as-stop"),
    path("admin/groups/", groups.group_list, name="admin-groups"),
    path("admin/groups/new/", groups.group_create, name="admin-group-new"),
    path("admin/groups/<int:pk>/", groups.group_detail, name="admin-group"),
    path("admin/groups/<int:pk>/members/", groups.group_members, name="admin-group-members"),
    path("admin/groups/<int:pk>/delete/", groups.group_delete, name="admin-group-delete"),
    path("admin/grants/", grants.grant_list, name="admin-grants"),
    path("admin/grants/new/", grants.grant_create, name="admin-grant-new"),
    path("admin/grants/revoke/", grants.grants_revoke, name="admin-grants-revoke"),
    path("admin/grants/<uuid:uuid>/revoke/", grants.grant_revoke, name="admin-grant-revoke"),
    path("admin/reach/", reach.reach, name="admin-reach"),
    path("admin/audit/", audit.audit_list, name="admin-audit"),
    path("admin/organisation/", organisation.settings, name="admin-organisation"),
    path("admin/rates/", organisation.rates, name="admin-rates"),
    path("admin/rates/<int:pk>/remove/", organisation.rate_remove, name="admin-rate-remove"),
    path("admin/webhooks/", webhooks.webhook_list, name="admin-webhooks"),
    path("admin/webhooks/new/", webhooks.webhook_create, name="admin-webhook-new"),
    path(HOOK, webhooks.webhook_detail, name="admin-webhook"),
    path(f"{HOOK}edit/", webhooks.webhook_edit, name="admin-webhook-edit"),
    path(f"{HOOK}active/", webhooks.webhook_active, name="admin-webhook-active"),
    path(f"{HOOK}secret/", webhooks.webhook_rotate, name="admin-webhook-rotate"),
    path(f"{HOOK}test/", webhooks.webhook_ping, name="admin-webhook-ping"),
    path(f"{HOOK}delete/", webhooks.webhook_delete, name="admin-webhook-delete"),
    path(DELIVERY, webhooks.delivery_detail, name="admin-delivery"),
    path(f"{DELIVERY}again/", webhooks.delivery_again, name="admin-delivery-again"),
]
