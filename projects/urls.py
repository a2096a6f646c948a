"""Pages of projects."""

from django.urls import path

from projects.views import money, project
from projects.views.registers import editing, listing

app_name = "projects"
urlpatterns = [
    path("registers/<slug:register>/", listing.register, name="register"),
    path("registers/<slug:register>/new/", editing.create, name="register-create"),
    path("registers/<slug:register>/<uuid:uuid>/", editing.entry, name="register-entry"),
    path("registers/<slug:register>/<uuid:uuid>/edit/", editing.edit, name="register-edit"),
    path("registers/<slug:register>/<uuid:uuid>/delete/", editing.delete, name="register-delete"),
    path("projects/new/", project.create, name="project-create"),
    path("projects/<code:code>/edit/", project.edit, name="project-edit"),
    path("projects/<code:code>/money/", money.money, name="project-money"),
    path("projects/<code:code>/money/<slug:kind>/new/", money.add, name="money-create"),
    path("projects/<code:code>/money/<slug:kind>/<uuid:uuid>/edit/", money.edit, name="money-edit"),
    path("projects/<code:code>/money/<slug:kind>/<uuid:uuid>/delete/", money.delete, name="money-delete"),
]
