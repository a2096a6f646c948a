"""Who may look at the pages as whom."""

from pmo.core.access import Permission, can_everywhere
from pmo.core.models import User


def may_see_as(viewer: User, person: User) -> bool:
    """Administrators of the organisation, as anybody active but themselves; as a superuser only superusers."""
    if not person.is_active or person.pk == viewer.pk or (person.is_superuser and not viewer.is_superuser):
        return False
    return can_everywhere(viewer, Permission.ADMINISTER)


def person_to_see(viewer: User, uuid: str) -> User | None:
    """The person by their public id, while the viewer may see as them; rights are asked for at every request."""
    person = User.objects.filter(uuid=uuid).first()
    return person if person is not None and may_see_as(viewer, person) else None
