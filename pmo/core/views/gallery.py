"""The gallery: every part of the interface in every state, on invented figures."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pmo.core.ui.words import HEALTH_ORDER


class SampleFilter(forms.Form):
    """What a list page filters by."""

    q = forms.CharField(label=_("Search"), required=False)
    health = forms.MultipleChoiceField(
        label=_("Health"),
        required=False,
        choices=[("green", _("Green")), ("amber", _("Amber")), ("red", _("Red"))],
        widget=forms.CheckboxSelectMultiple,
    )
    phase = forms.ChoiceField(
        label=_("Phase"),
        required=False,
        choices=[("", "—"), ("planning", _("Planning")), ("execution", _("Execution"))],
    )


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As people say it."))
    owner = forms.ChoiceField(
        label=_("Owner"),
        choices=[("", "—"), ("1", _("Sponsor")), ("2", _("Project manager")), ("3", _("Finance")), ("4", _("PMO"))],
    )
    due = forms.DateField(label=_("Due date"), required=False)
    amount = forms.DecimalField(label=_("Amount"), max_digits=12, decimal_places=2)
    shared = forms.BooleanField(label=_("Shared with everybody"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), widget=forms.RadioSelect, choices=[("threat", _("Threat")), ("opportunity", _("Opportunity"))]
    )
    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea)


def _milestones(today: dt.date) -> list[dict[str, Any]]:
    offsets = {"done": -120, "missed": -40, "late": 30, "planned": 110}
    return [
        {"name": state.title(), "state": state, "date": today + dt.timedelta(days)} for state, days in offsets.items()
    ]


def _figure() -> dict[str, Any]:
    months = [f"2026-{month:02d}-01" for month in range(1, 13)]
    planned = [20, 45, 80, 130, 200, 290, 390, 490, 580, 650, 700, 730]
    line = {"type": "scatter", "mode": "lines", "x": months}
    return {
        "data": [
            line | {"name": "PV", "y": planned, "line": {"color": "token:baseline", "dash": "dot"}},
            line | {"name": "EV", "y": [18, 40, 71, 118, 180, 262], "line": {"color": "token:series-1"}},
            line | {"name": "AC", "y": [19, 44, 80, 131, 204, 300], "line": {"color": "token:series-2"}},
        ],
        "layout": {"yaxis": {"rangemode": "tozero", "ticksuffix": " k€"}, "xaxis": {"tickformat": "%b"}},
    }


def _rows(today: dt.date) -> list[dict[str, Any]]:
    names = ["Refonte du portail", "Data centre exit", "Paie unifiée", "Field mobility"]
    return [
        {
            "name": name,
            "health": HEALTH_ORDER[index],
            "dimensions": [HEALTH_ORDER[(index + shift) % 4] for shift in range(5)],
            "progress": None if index == 3 else Decimal(index * 2 + 3) / 10,
            "expected": Decimal("0.5"),
            "budget": None if index == 3 else Decimal(412_300 + index * 1_250_000),
            "drift": Decimal("0.031") * (index - 1),
            "milestones": [] if index == 3 else _milestones(today),
        }
        for index, name in enumerate(names)
    ]


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for builders and for the accessibility tests."""
    today = request.as_of  # type: ignore[attr-defined]
    context = {
        "health": HEALTH_ORDER,
        "amounts": [Decimal("26970706944.00"), Decimal("1234500"), Decimal("-86400.5"), Decimal("950"), None],
        "sample_filter": SampleFilter(request.GET),
        "sample_form": SampleForm(),
        "wrong_form": SampleForm({"amount": "12.345", "kind": "threat"}),
        "trends": ["up", "flat", "down", "unknown"],
        "badge_tones": ["neutral", "accent", "good", "warn", "bad", "unknown"],
        "series": [4, 6, 5, None, 8, 9, 12, 11],
        "counts": {"green": 23, "amber": 11, "red": 5, "grey": 7},
        "milestones": _milestones(today),
        "cells": {(p, i): (p * i * 7) % 6 for p in range(1, 6) for i in range(1, 6)},
        "figure": _figure(),
        "rows": _rows(today),
        "columns": [
            {"key": "name", "label": _("Project"), "shown": True, "fixed": True},
            {"key": "budget", "label": _("Budget"), "shown": True},
            {"key": "eac", "label": "EAC", "shown": False},
        ],
        "views": [
            SimpleNamespace(name=_("Steering committee"), query="health=red", shared=True),
            SimpleNamespace(name=_("Mine, late"), query="health=amber", shared=False),
        ],
        "page": Paginator(range(1073), 50).get_page(request.GET.get("page")),
        "tab_items": [
            {"label": _("Overview"), "href": "#tabs", "current": True},
            {"label": _("Money"), "href": "#tabs", "current": False},
            {"label": _("Risks"), "href": "#tabs", "current": False, "count": 7},
        ],
    }
    return render(request, "core/gallery/index.html", context)
