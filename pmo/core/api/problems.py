"""What a refusal looks like, for the description of the API."""

from django.utils.translation import gettext_lazy
from rest_framework import serializers

PROBLEMS = {
    400: gettext_lazy("The request cannot be understood"),
    401: gettext_lazy("Sign in first"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Not possible here"),
    406: gettext_lazy("No such format"),
    409: gettext_lazy("In the way of something else"),
    412: gettext_lazy("Changed meanwhile"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("Format not read"),
    422: gettext_lazy("Not accepted"),
    428: gettext_lazy("Say which version you saw"),
    429: gettext_lazy("Too many requests"),
}


class FieldProblem(serializers.Serializer[None]):
    field = serializers.CharField(help_text="The path of the field, such as items.3.title.")
    message = serializers.CharField()


class Problem(serializers.Serializer[None]):
    """application/problem+json (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="The kind of refusal, for programs.")
    detail = serializers.CharField(help_text="The refusal in words, for people.")
    errors = FieldProblem(many=True, required=False)
    theirs = serializers.DictField(required=False, help_text="After a conflict: the contested fields as stored now.")
