"""Addresses of resources: ``risks/`` and ``risks/<id>/``, each with the methods that the resource has."""

from rest_framework.routers import SimpleRouter


class Router(SimpleRouter):
    """Plain paths rather than regular expressions."""

    def __init__(self) -> None:
        super().__init__(use_regex_path=False)
