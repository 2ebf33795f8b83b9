"""The lists of the proof."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.filtering.models import HandTest, Outcome, ProbeResult, ProbeRun

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import QuerySet

__all__ = ["CHECKS", "COMPARISONS", "DISAGREEMENTS", "EVIDENCE", "HAND_TESTS", "ON_PAGE", "RUNS", "STATES"]


def _run_link(run: ProbeRun) -> str:
    return reverse("filter-proof-run", args=[run.school.code, run.pk])


RUNS: Final = Table(
    "filter-tests",
    (
        Column("asked", _("When"), lambda run: run.started_at or run.asked_at, order=("asked_at",), link=_run_link),
        Column("kind", _("What"), lambda run: run.get_kind_display(), order=("kind", "asked_at")),
        Column("why", _("Why"), lambda run: run.get_why_display(), order=("why", "asked_at")),
        Column("state", _("How far"), lambda run: run.get_state_display(), order=("state", "asked_at")),
        Column("made", _("Tests"), lambda run: run.made, order=("made",), numeric=True),
        Column("passed", _("Came through"), lambda run: run.passed, order=("passed",), numeric=True),
        Column("shut", _("Shut for nothing"), lambda run: run.shut, order=("shut",), numeric=True),
        Column("unseen", _("Cannot be seen"), lambda run: run.unseen, order=("unseen",), numeric=True),
        Column("unknown", _("Not known"), lambda run: run.unknown, order=("unknown",), numeric=True),
    ),
    choices=(
        Choice("kind", _("What"), ProbeRun.Kind.choices, "kind"),
        Choice("why", _("Why"), ProbeRun.Why.choices, "why"),
        Choice("state", _("How far"), ProbeRun.State.choices, "state"),
    ),
)


def _what(row: Any) -> str:
    parts = (row.get_kind_display(), row.category, row.name)
    return ": ".join(part for part in parts if part)


def _of_outcome(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.exclude(outcome=Outcome.WELL) if value == "not-well" else rows.filter(outcome=value)


_OUTCOMES: Final = Choice("outcome", _("Result"), (("not-well", _("all but well")), *Outcome.choices), _of_outcome)
_KINDS: Final = Choice("kind", _("Kind of test"), ProbeResult.Kind.choices, "kind")
_TLS: Final = Choice("tls", _("Connection"), (("http", "http"), ("https", "https")), "tls")
_SHARED: Final = (
    Column("what", _("What was tested"), _what, order=("kind", "category", "name")),
    Column("profile", _("Profile"), lambda row: row.profile, order=("profile",)),
    Column("network", _("Network"), lambda row: row.network or _("the gateway's own"), order=("network",)),
    Column("tls", _("Connection"), lambda row: row.tls, order=("tls",)),
    Column("wanted", _("Expected"), lambda row: row.wanted, order=("wanted",)),
    Column("said", _("What the gateway did"), lambda row: row.said, order=("said",)),
    Column("outcome", _("Result"), lambda row: row.get_outcome_display(), order=("outcome",)),
    Column("at", _("When"), lambda row: row.at, order=("at",)),
)


def _breakable(row: Any) -> Markup:
    """An address that may be broken behind its dots and slashes, so that it fits beside the other columns."""
    return Markup(re.sub(r"([./?&=])(?=.)", r"\1<wbr>", str(escape(row.address))))  # noqa: S704 - escaped, then marked


EVIDENCE: Final = Table(
    "filter-evidence",
    (
        *_SHARED,
        Column("address", _("Address"), lambda row: row.address, order=("address",)),
        Column("policy", _("Policy"), lambda row: row.policy),
        Column("lists", _("Lists"), lambda row: row.lists),
        Column("took", _("Milliseconds"), lambda row: row.milliseconds, order=("milliseconds",), numeric=True),
    ),
    search=("address", "profile", "category", "name", "said"),
    choices=(_OUTCOMES, _KINDS, _TLS),
    hint=_("Address, category, profile, or what the gateway did"),
)
ON_PAGE: Final = EVIDENCE._replace(
    columns=(
        *(column for column in _SHARED if column.key not in {"network", "wanted"}),
        Column("address", _("Address"), _breakable, order=("address",)),
    )
)
STATES: Final = Table(
    "filter-proof-now",
    (*_SHARED, Column("since", _("So since"), lambda row: row.since, order=("since",))),
    search=("profile", "network", "category", "name", "said"),
    choices=(_OUTCOMES, _KINDS, _TLS),
    hint=_("Category, profile, network"),
)


def _check_link(check: Any) -> str:
    return reverse("filter-check", args=[check.school.code, check.pk])


CHECKS: Final = Table(
    "filter-checks",
    (
        Column("at", _("Signed"), lambda check: check.at, order=("at",), link=_check_link),
        Column("by", _("By"), lambda check: check.by.name, order=("by__name",)),
        Column("suits", _("Suits our pupils"), lambda check: check.suits, order=("suits", "at")),
        Column("words", _("What was looked at"), lambda check: check.words),
        Column("action", _("To be done"), lambda check: check.action),
    ),
    search=("by__name", "words", "action"),
)


def _came_through(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    opened = Q(child_abuse="open") | Q(terrorism="open") | Q(adult="open")
    return rows.filter(opened) if value == "open" else rows.exclude(opened)


_RESULTS: Final = (("open", _("something came through")), ("well", _("all blocked")))
HAND_TESTS: Final = Table(
    "filter-tests-by-hand",
    (
        Column("day", _("When"), lambda test: test.day, order=("day",)),
        Column("users", _("Signed in as"), lambda test: test.get_users_display(), order=("users", "day")),
        Column("device", _("Device"), lambda test: test.device, order=("device",)),
        Column("place", _("Where"), lambda test: test.place, order=("place",)),
        Column("child_abuse", _("Child sexual abuse"), lambda test: test.get_child_abuse_display()),
        Column("terrorism", _("Terrorist content"), lambda test: test.get_terrorism_display()),
        Column("adult", _("Adult content"), lambda test: test.get_adult_display()),
        Column("language", _("Offensive language"), lambda test: test.get_language_display()),
        Column("action", _("What was done"), lambda test: test.action),
        Column("by", _("By"), lambda test: test.by.name, order=("by__name",)),
    ),
    search=("device", "place", "action", "by__name"),
    choices=(
        Choice("users", _("Signed in as"), HandTest.Users.choices, "users"),
        Choice(
            "result", _("Result"), (("open", _("something came through")), ("well", _("all blocked"))), _came_through
        ),
    ),
)
COMPARISONS: Final = Table(
    "filter-compared",
    (
        Column(
            "day",
            _("Requests of"),
            lambda one: one.day,
            order=("day",),
            link=lambda one: reverse("filter-comparison", args=[one.school.code, one.pk]),
        ),
        Column("requests", _("Requests"), lambda one: one.requests, order=("requests",), numeric=True),
        Column("distinct", _("Different ones"), lambda one: one.distinct, order=("distinct",), numeric=True),
        Column("compared", _("Compared"), lambda one: one.compared, order=("compared",), numeric=True),
        Column("found", _("Disagreements"), lambda one: one.disagreements, order=("disagreements",), numeric=True),
        Column(
            "took", _("Seconds"), lambda one: round(one.milliseconds / 1000, 1), order=("milliseconds",), numeric=True
        ),
        Column("trouble", _("Trouble"), lambda one: one.trouble),
    ),
)
DISAGREEMENTS: Final = Table(
    "filter-disagreements",
    (
        Column("address", _("Address"), lambda one: one.address, order=("address",)),
        Column("at", _("First"), lambda one: one.at, order=("at",)),
        Column("times", _("Times"), lambda one: one.times, order=("times",), numeric=True),
        Column("profile", _("Profile"), lambda one: one.profile, order=("profile",)),
        Column("group", _("Group"), lambda one: one.group, order=("group",)),
        Column("gateway", _("What the gateway decided"), lambda one: one.gateway),
        Column("console", _("What the console says"), lambda one: one.console),
    ),
    search=("address", "profile", "gateway", "console"),
)
