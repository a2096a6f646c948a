"""What django-allauth writes by itself, and the entry it leaves in the trail.

Rows, not allauth's own news: that is sent after commit, too late to stand in the same transaction.
"""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from pmo.core.actions.second_factors import record_factor
from pmo.core.models import User


@receiver(post_save, sender=Authenticator)
def factor_saved(instance: Authenticator, created: bool, **kwargs: Any) -> None:
    """Later saves keep when it was used, and which codes are: a sign-in has its own entry."""
    if created and (by := _owner_at_work(instance)):
        record_factor(verb="second factor added", factor=instance, by=by, at=timezone.now())


@receiver(post_delete, sender=Authenticator)
def factor_deleted(instance: Authenticator, **kwargs: Any) -> None:
    if by := _owner_at_work(instance):
        record_factor(verb="second factor removed", factor=instance, by=by, at=timezone.now())


@receiver(authenticator_used)
def factor_used(authenticator: Authenticator, **kwargs: Any) -> None:
    """A recovery code is gone once it is used."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES and (by := _owner_at_work(authenticator)):
        record_factor(verb="recovery code used", factor=authenticator, by=by, at=timezone.now())


def _owner_at_work(factor: Authenticator) -> User | None:
    """The owner, on pages of their own. Whatever anybody else does to a factor is an action, which says so itself."""
    request = context.request
    if request is None:
        return None
    user: Any = getattr(request, "real_user", None) or request.user
    if user.is_authenticated and user.pk != factor.user_id:
        return None
    return factor.user
