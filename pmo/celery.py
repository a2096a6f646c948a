"""The Celery application; workers run ``celery -A pmo worker``."""

import os
from typing import Any

from celery import Celery

from pmo.core.queue import pulse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmo.settings")

#: Seconds to wait for a broker that hangs. Publishing is a hint (pmo/core/queue/background.py), so it gives up early.
PUBLISH_TIMEOUT = 0.3


class Vigie(Celery):
    """Publishes by short timeouts and consumes by the long ones of the settings, which a blocking read needs."""

    def connection_for_write(self, url: str | None = None, **options: Any) -> Any:
        if str(self.conf.broker_write_url).startswith("redis"):
            given = options.pop("transport_options", None) or {}
            options["transport_options"] = {
                "socket_timeout": PUBLISH_TIMEOUT,
                "socket_connect_timeout": PUBLISH_TIMEOUT,
                **given,
            }
        return super().connection_for_write(url, **options)


app = Vigie("vigie")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
pulse.watch()
