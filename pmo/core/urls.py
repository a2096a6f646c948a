"""Pages of the floor."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from pmo.core.views import gallery, jobs, session

app_name = "core"
urlpatterns = [
    path("login/", login_not_required(session.SignIn.as_view()), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("preferences/", session.preferences, name="preferences"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<uuid:uuid>/", jobs.job_detail, name="job"),
]
