"""Tables of the floor: people, grants, audit, jobs, saved views, rates."""

from pmo.core.models.api_token import ApiToken, TokenAccess
from pmo.core.models.audit import AuditEntry
from pmo.core.models.exchange_rate import ExchangeRate
from pmo.core.models.grant import Grant
from pmo.core.models.idempotency_key import IdempotencyKey
from pmo.core.models.job import JobRun
from pmo.core.models.organisation import Organisation
from pmo.core.models.record import Amount, Record, amount_is_number_or_reason
from pmo.core.models.saved_view import SavedView
from pmo.core.models.user import User
from pmo.core.models.webhook import Webhook, WebhookDelivery

__all__ = [
    "Amount",
    "ApiToken",
    "AuditEntry",
    "ExchangeRate",
    "Grant",
    "IdempotencyKey",
    "JobRun",
    "Organisation",
    "Record",
    "SavedView",
    "TokenAccess",
    "User",
    "Webhook",
    "WebhookDelivery",
    "amount_is_number_or_reason",
]
