"""What another school wrote, as it stands here: in forms that our pages know, with where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from belisha.console.concerns.models import Concern, Entry
from belisha.console.concerns.record.rules.readable import readable
from belisha.console.concerns.rules.categories import categories, category_of, places
from belisha.console.concerns.rules.routes import GIVES, TEAM, route_for, stricter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.concerns.leaving.rules import Case, Item

__all__ = ["details_of", "facts_of", "kind_of", "words_of"]

OTHER: Final = "wellbeing"  # the category of what we know by no other
# these need rows of their own here, which stay at the school before: their words come as notes
AS_NOTE: Final = {Entry.Kind.FILE, Entry.Kind.BODY_MAP, Entry.Kind.STEP, Entry.Kind.REFERRAL}
LONGEST: Final = 4000
MOST: Final = 200


def facts_of(case: Case) -> dict[str, Any]:
    """The fields of the concern. What was closed to the team there is not opened to it here."""
    kind = category_of(case.category if case.category in {one.id for one in categories()} else OTHER)
    route = stricter(route_for(kind, ()), case.route if case.route in GIVES else TEAM)
    return {
        "route": route,
        "category": kind.id,
        "state": Concern.State.CLOSED if case.closed_at else Concern.State.NEW,
        "closed_at": case.closed_at,
        "child_protection": case.child_protection or kind.child_protection,
        "words_only": case.words_only or kind.words_only,
        "reported_at": case.reported_at,
        "reporter": "",
        "happened_at": case.happened_at,
        "happened": case.happened,
        "place": case.place if case.place in {one.id for one in places()} else "",
        "where": case.where,
    }


def kind_of(item: Item) -> str:
    """The kind of the entry."""
    return item.kind if item.kind in Entry.Kind.values and item.kind not in AS_NOTE else Entry.Kind.NOTE


def words_of(item: Item) -> str:
    """The words of the entry."""
    if item.erased:
        return _("The words were erased by law at the school before. Reason: %(why)s") % {"why": item.erased}
    return item.text


def details_of(item: Item, number: int, case: Case, school: str) -> dict[str, Any]:
    """Where the entry came from, and its facts, laid flat: whatever they were, our pages can show them."""
    source = {
        "concern": f"{case.reference}, {school}",
        "entry": number,
        "by": item.by or _("Somebody without an account"),
        "written": item.at.isoformat(),
        "seal": item.seal,
        "school": school,
    }
    return {"from": source, **_plain(item.details)}


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        name: details[name][:LONGEST] for name in ("with", "done") if isinstance(details.get(name), str)
    }
    if details.get("whose") in ("child", "parents", "other"):
        kept["whose"] = details["whose"]
    if details.get("day_only") is True:
        kept["day_only"] = True
    rest = {name: value for name, value in details.items() if name not in kept}
    if isinstance(marks := rest.get("marks"), list):
        rest["body map"] = marks
    told = {}
    for fact in readable(rest)[:MOST]:
        rows = "; ".join(", ".join(row) for row in fact.rows)
        told[fact.label[:120]] = (fact.text or rows)[:LONGEST]
    return {**kept, "came_with": told} if told else kept
