"""Pages of projects."""

from django.urls import path

from projects.views.registers import editing, listing

app_name = "projects"
urlpatterns = [
    path("registers/<slug:register>/", listing.register, name="register"),
    path("registers/<slug:register>/new/", editing.create, name="register-create"),
    path("registers/<slug:register>/<uuid:uuid>/", editing.entry, name="register-entry"),
    path("registers/<slug:register>/<uuid:uuid>/edit/", editing.edit, name="register-edit"),
    path("registers/<slug:register>/<uuid:uuid>/delete/", editing.delete, name="register-delete"),
]
