"""Names of events, signatures, and when to try again."""

from datetime import timedelta

import pytest

from pmo.core.engine.webhooks import (
    delay_after,
    event_name,
    is_pattern,
    listens,
    rest_after,
    signature,
    signature_header,
)


@pytest.mark.parametrize(
    ("class_name", "verb", "event"),
    [
        ("Risk", "edited", "risk.edited"),
        ("BudgetLine", "created", "budget_line.created"),
        ("User", "password reset", "user.password_reset"),
    ],
)
def test_an_event_is_named_for_its_object_and_verb(class_name: str, verb: str, event: str) -> None:
    assert event_name(class_name, verb) == event


@pytest.mark.parametrize("text", ["*", "risk.*", "risk.edited", "budget_line.password_reset"])
def test_patterns_name_all_one_kind_or_one_event(text: str) -> None:
    assert is_pattern(text)


@pytest.mark.parametrize(
    "text", ["", "risk", "*.edited", "risk.", ".edited", "Risk.edited", "risk.ed*", "a.b.c", "*\n"]
)
def test_anything_else_is_no_pattern(text: str) -> None:
    assert not is_pattern(text)


@pytest.mark.parametrize(
    ("patterns", "heard"),
    [
        (["*"], True),
        (["risk.*"], True),
        (["issue.*", "risk.edited"], True),
        (["risk.created"], False),
        (["project.*"], False),
        (["ris.*"], False),
        ([], False),
    ],
)
def test_who_listens_to_an_edited_risk(patterns: list[str], heard: bool) -> None:
    assert listens(patterns, "risk.edited") is heard


def test_the_signature_is_that_of_the_second_and_the_body() -> None:
    # Checked with: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
    expected = "49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686"
    assert signature("secret", 1700000000, b'{"a":1}') == expected
    assert signature("secret", 1700000000, b'{"a":1}') != signature("secret", 1700000001, b'{"a":1}')
    assert signature("secret", 1700000000, b'{"a":1}') != signature("other", 1700000000, b'{"a":1}')


def test_two_secrets_sign_side_by_side() -> None:
    new, old = signature("new", 5, b"{}"), signature("old", 5, b"{}")
    assert signature_header(["new", "old"], 5, b"{}") == f"t=5,v1={new},v1={old}"


def test_waits_grow_threefold_from_ten_seconds_to_twelve_hours_and_end_after_ten_attempts() -> None:
    waits = [delay_after(attempt, 0.5) for attempt in range(1, 12)]
    seconds = [wait.total_seconds() if wait else None for wait in waits]
    assert seconds == [10, 30, 90, 270, 810, 2430, 7290, 21870, 43200, None, None]


def test_a_wait_is_a_fifth_shorter_or_longer_by_chance() -> None:
    assert delay_after(1, 0.0) == timedelta(seconds=8)
    assert delay_after(1, 1.0) == timedelta(seconds=12)


def test_a_silent_receiver_is_left_alone_for_half_its_silence_within_bounds() -> None:
    silences = [timedelta(0), timedelta(minutes=2), timedelta(days=1)]
    assert [rest_after(silence).total_seconds() for silence in silences] == [10, 60, 600]
