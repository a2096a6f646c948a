"""Administration of people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.people import create_person, edit_person, reset_password, set_active
from pmo.core.errors import DomainError
from pmo.core.forms.people import NewPersonForm, PasswordForm, PersonFilter, PersonForm
from pmo.core.models import User
from pmo.core.queries.api_tokens import tokens_of
from pmo.core.queries.audit import person_activity
from pmo.core.queries.grants import grants_held_in_sight
from pmo.core.queries.people import people_like
from pmo.core.queries.second_factors import factors_of
from pmo.core.queries.see_as import may_see_as
from pmo.core.queries.sessions import sessions_of
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import anywhere, everywhere
from pmo.core.views.saving import saved


@anywhere(Permission.MANAGE_GRANTS)
def person_list(request: HttpRequest) -> HttpResponse:
    form = PersonFilter(request.GET)
    criteria = form.cleaned_data if form.is_valid() else {}
    people = people_like(criteria.get("q", ""), criteria.get("active", ""))
    page = Paginator(people, 50).get_page(request.GET.get("page"))
    return render(request, "core/admin/people.html", _context(request) | {"form": form, "page": page})


@everywhere(Permission.ADMINISTER)
def person_create(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    user: Any = request.user

    def create() -> User:
        values = dict(form.cleaned_data)
        return create_person(password=values.pop("password"), values=values, by=user, at=timezone.now())

    person = saved(form, create)
    if person is not None:
        messages.success(request, _("Account created. Grant a role next: without one they see nothing."))
        return redirect("core:admin-person", person.uuid)
    return render(request, "core/admin/person_new.html", _context(request) | {"form": form})


@anywhere(Permission.MANAGE_GRANTS)
def person_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A person's account, grants and activity; only administrators change the account."""
    person = get_object_or_404(User, uuid=uuid)
    context = _context(request)
    form = PersonForm(request.POST or None, instance=get_object_or_404(User, uuid=uuid))
    user: Any = request.user
    edited = saved(form, lambda: edit_person(person=person, values=form.cleaned_data, by=user, at=timezone.now()))
    if edited is not None:
        messages.success(request, _("Saved."))
        return redirect("core:admin-person", uuid)
    context |= {
        "person": person,
        "form": form,
        "password_form": PasswordForm(),
        "factors": factors_of(person),
        "devices": sessions_of(person),
        "tokens": tokens_of(person),
        "now": timezone.now(),
        "may_see_as": may_see_as(user, person),
        "grants": grants_held_in_sight(request.user, person),  # type: ignore[arg-type]
        "activity": person_activity(request.user, person)[:50],  # type: ignore[arg-type]
    }
    return render(request, "core/admin/person.html", context)


@require_POST
@everywhere(Permission.ADMINISTER)
def person_active(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Deactivate or reactivate the account."""
    person = get_object_or_404(User, uuid=uuid)
    active = request.POST.get("active") == "yes"
    try:
        set_active(person=person, active=active, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The account is active again.") if active else _("The account is closed."))
    return redirect("core:admin-person", uuid)


@require_POST
@everywhere(Permission.ADMINISTER)
def person_password(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(User, uuid=uuid)
    try:
        password = request.POST.get("password", "")
        reset_password(person=person, password=password, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The password is changed; open sessions of this person have ended."))
    return redirect("core:admin-person", uuid)


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "tabs": admin_tabs(request),
        "may_edit_people": can_everywhere(request.user, Permission.ADMINISTER),  # type: ignore[arg-type]
    }
