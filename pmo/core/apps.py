from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "pmo.core"
    label = "core"

    def ready(self) -> None:
        from pmo.core import receivers  # noqa: F401  (connects the signals of django-allauth)
        from pmo.core.queue import outgoing  # noqa: F401  (connects the outbox to the queue)
