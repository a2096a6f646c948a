"""Who the caller is, for a program to find out what it was given."""

from typing import Any, cast

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.access import held_anywhere
from pmo.core.api.plain import Plain
from pmo.core.enums import Language
from pmo.core.models import ApiToken, TokenAccess, User
from pmo.core.roles import Permission


class TokenRow(serializers.Serializer[Any]):
    name = serializers.CharField()
    access = serializers.ChoiceField(choices=TokenAccess.choices)
    expires_at = serializers.DateTimeField(allow_null=True)


class Me(Plain):
    answers = {
        "retrieve": inline_serializer(
            "Me",
            {
                "id": serializers.UUIDField(),
                "username": serializers.CharField(),
                "name": serializers.CharField(),
                "email": serializers.CharField(),
                "language": serializers.ChoiceField(choices=Language.choices),
                "permissions": serializers.ListField(
                    child=serializers.ChoiceField(choices=[permission.value for permission in Permission]),
                    help_text="Held on some scope; what may be done to one object depends on where it is held.",
                ),
                "token": TokenRow(allow_null=True, help_text="Nothing for the session of a browser."),
            },
        )
    }
    refuses = {"retrieve": (400, 401, 403)}

    def retrieve(self, request: Request) -> Response:
        """The person, what they may do somewhere, and how far the token reaches."""
        self.refuse_unknown(request)
        person, token = cast(User, request.user), cast("ApiToken | None", request.auth)
        held = held_anywhere(person)
        return Response(
            {
                "id": person.uuid,
                "username": person.username,
                "name": str(person),
                "email": person.email,
                "language": person.language,
                "permissions": [permission.value for permission in Permission if permission in held],
                "token": token and {"name": token.name, "access": token.access, "expires_at": token.expiry},
            }
        )
