"""``manage.py send_webhooks``: send what waits, once; for a site without workers, from cron."""

from typing import Any

from django.core.management.base import BaseCommand

from pmo.core.tasks import sweep_deliveries


class Command(BaseCommand):
    help = "Send the webhook deliveries that are due. With workers and beat nobody needs to."

    def handle(self, *args: Any, **options: Any) -> None:
        sweep_deliveries()
