"""Calls of the API as a program makes them: JSON in and out, versions in headers."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from pmo.core.models import User

ROOT = "/api/v1/"


class Api:
    """The API as one person calls it."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def get(self, path: str, headers: Any = None, **asked: Any) -> HttpResponse:
        return self.client.get(ROOT + path, asked, headers=headers or {})

    def post(self, path: str, data: Any = None, key: str = "", version: int | None = None) -> HttpResponse:
        return self._send("post", path, {} if data is None else data, {"Idempotency-Key": key} if key else {}, version)

    def patch(self, path: str, data: Any, version: int | None) -> HttpResponse:
        return self._send("patch", path, data, {}, version)

    def delete(self, path: str, version: int | None) -> HttpResponse:
        return self._send("delete", path, None, {}, version)

    def rows(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """The results of a list."""
        answer = self.get(path, **asked)
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["results"]
        return found

    def _send(self, method: str, path: str, data: Any, headers: dict[str, str], version: int | None) -> HttpResponse:
        if version is not None:
            headers = {**headers, "If-Match": f'"{version}"'}
        call = getattr(self.client, method)
        found: HttpResponse = call(ROOT + path, data, content_type="application/json", headers=headers)
        return found


def refusal(answer: HttpResponse) -> tuple[int, str, list[str]]:
    """Status, code and the fields named, of a refusal in the one shape that all have."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    told = answer.json()  # type: ignore[attr-defined]
    assert told["status"] == answer.status_code
    assert told["type"] == f"urn:vigie:problem:{told['code']}"
    assert told["title"]
    assert told["detail"]
    return answer.status_code, told["code"], [error["field"] for error in told.get("errors", [])]


def told_of(row: Any) -> dict[str, Any]:
    """What every record tells of itself, and the server alone decides."""

    def instant(at: Any) -> str:
        return str(at.isoformat().replace("+00:00", "Z"))

    return {
        "id": str(row.uuid),
        "version": row.version,
        "created_at": instant(row.created_at),
        "updated_at": instant(row.updated_at),
        "source": row.source,
        "external_id": row.external_id,
    }
