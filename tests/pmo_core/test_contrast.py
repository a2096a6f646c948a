"""Every pair of tokens that meets on screen has the contrast WCAG asks for, in both themes."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
SINGLE = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")

HEAT = ("heat-low", "heat-medium", "heat-high", "heat-critical")
TEXT_ON = {  # 4.5:1
    "text": ("page", "surface", "surface-2", "accent-soft", "good-soft", "warn-soft", "bad-soft", *HEAT),
    "text-muted": ("page", "surface", "surface-2"),
    "accent": ("page", "surface", "surface-2", "accent-soft"),
    "good": ("surface", "surface-2", "good-soft"),
    "warn": ("surface", "surface-2", "warn-soft"),
    "bad": ("surface", "surface-2", "bad-soft"),
    "on-accent": ("accent",),
    "nav-text": ("nav",),
    "nav-on-active": ("nav-active",),
}
MARK_ON = {  # 3:1
    **dict.fromkeys(("unknown", "warn-mark", "baseline", "critical", "control-line"), ("surface", "surface-2")),
    **{f"series-{place}": ("surface",) for place in range(1, 6)},
    "focus": ("page", "surface", "surface-2"),
    "on-mark": ("good", "warn-mark", "bad"),
}


def tokens(theme: int) -> dict[str, str]:
    css = CSS.read_text(encoding="utf-8")
    found = dict(SINGLE.findall(css))
    found.update({name: sides[theme] for name, *sides in PAIR.findall(css)})
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_ON, 4.5), (MARK_ON, 3.0)], ids=["text", "marks"])
def test_tokens_that_meet_are_readable(theme: int, pairs: dict[str, tuple[str, ...]], least: float) -> None:
    values = tokens(theme)
    weak = [
        f"{front} on {back}: {contrast(values[front], values[back]):.2f}"
        for front, backs in pairs.items()
        for back in backs
        if contrast(values[front], values[back]) < least
    ]
    assert not weak
