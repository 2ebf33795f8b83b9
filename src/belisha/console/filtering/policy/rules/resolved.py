"""What a profile comes to, and where each part of it comes from: said by itself, or inherited from which profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from belisha.console.filtering.policy.rules.words import title_of
from belisha.engine.policy.inherit import effective, lineage
from belisha.engine.policy.model import SlotKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

    from belisha.engine.policy.model import Profile

__all__ = [
    "FILE_KINDS",
    "PAGES",
    "QUIC",
    "SAFE_SEARCH",
    "SLOTS",
    "TLS",
    "UNLISTED",
    "YOUTUBE",
    "Blocked",
    "Part",
    "SlotRow",
    "approved_of",
    "blocked_by",
    "blocked_of",
    "parts_of",
    "slots_of",
    "tls_of",
]

PAGES: Final[dict[str, StrPromise]] = {
    "infants": __("The page for infants"),
    "juniors": __("The page for juniors"),
    "staff": __("The page for adults"),
}
UNLISTED: Final[dict[str, StrPromise]] = {
    "allow": __("Open"),
    "mark": __("Open, and marked in the record"),
    "block": __("Blocked"),
}
YOUTUBE: Final[dict[str, StrPromise]] = {
    "strict": __("Strict: few videos, none that nobody has checked"),
    "moderate": __("Moderate: most videos, without those for adults"),
    "off": __("As YouTube shows it"),
}
SAFE_SEARCH: Final[dict[str, StrPromise]] = {"yes": __("On"), "no": __("Off")}
QUIC: Final[dict[str, StrPromise]] = {
    "block": __("Blocked, so that browsers use what can be filtered"),
    "allow": __("Allowed: such traffic goes round the filter"),
}
TLS: Final[dict[str, StrPromise]] = {
    "inspect": __("Read whole: pages, searches and files"),
    "name-only": __("Name of the site only"),
    "alone": __("Left alone"),
}
FILE_KINDS: Final[dict[str, StrPromise]] = {
    "programs": __("Programs"),
    "installers": __("Installers"),
    "scripts": __("Scripts"),
}
SLOTS: Final[dict[SlotKind, StrPromise]] = {
    SlotKind.LESSON: __("In lessons"),
    SlotKind.BREAK: __("At break"),
    SlotKind.AFTER_SCHOOL: __("Outside lessons on a school day"),
    SlotKind.HOLIDAY: __("On days without school"),
}


class Part(NamedTuple):
    """One setting: its name, how it is, and the profile that says so ("" where nobody does: the strictest then)."""

    name: str
    value: str
    by: str


class Blocked(NamedTuple):
    """A blocked category and the profile that blocks it."""

    category: str
    by: str


class SlotRow(NamedTuple):
    """A category that is not the same at all times: how it is in each slot, and whether the calendar makes it so."""

    category: str
    blocked: tuple[bool, ...]


def blocked_by(profile: str, profiles: Mapping[str, Profile]) -> dict[str, str]:
    """Blocked categories with the profile of the lineage that blocks each, apart from the calendar."""
    found: dict[str, str] = {}
    for ancestor in reversed(lineage(profile, profiles)):
        own = profiles[ancestor]
        for category in own.unblock:
            found.pop(category, None)
        for category in own.block:
            found.setdefault(category, ancestor)
    return found


def blocked_of(profile: str, profiles: Mapping[str, Profile]) -> list[Blocked]:
    """The same in the order of screens."""
    found = blocked_by(profile, profiles)
    return [Blocked(category, found[category]) for category in sorted(found, key=title_of)]


def _says(profile: str, profiles: Mapping[str, Profile], field: str) -> str:
    """The nearest profile of a lineage that says a field; "" where none does."""
    return next((one for one in lineage(profile, profiles) if getattr(profiles[one], field) is not None), "")


def parts_of(profile: str, profiles: Mapping[str, Profile]) -> list[Part]:
    """The settings of a profile other than categories."""
    settled = effective(profile, profiles)
    kinds = ", ".join(str(FILE_KINDS.get(kind, kind)) for kind in sorted(settled.blocked_file_kinds))
    told: list[tuple[str, str, object]] = [
        ("page", _("Page when something is blocked"), PAGES[settled.page]),
        ("unlisted", _("Sites in no list"), UNLISTED[settled.unlisted]),
        ("safe_search", _("Safe search"), SAFE_SEARCH["yes" if settled.safe_search else "no"]),
        ("youtube", _("YouTube"), YOUTUBE[settled.youtube]),
        ("blocked_file_kinds", _("Files that are not let in"), kinds or _("None")),
        ("quic", _("QUIC, the browsers' fast lane"), QUIC["allow" if settled.quic else "block"]),
    ]
    return [Part(name, str(value), _says(profile, profiles, field)) for field, name, value in told]


def approved_of(profile: str, profiles: Mapping[str, Profile]) -> list[tuple[str, tuple[str, ...], str]]:
    """Blocked categories of which some sites stay open: the category, the lists that keep them open, who says so."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for ancestor in reversed(lineage(profile, profiles)):
        for category, open_ones in profiles[ancestor].approved.items():
            found[category] = (open_ones, ancestor)
    return [(category, *found[category]) for category in sorted(found, key=title_of) if found[category][0]]


def slots_of(profile: str, profiles: Mapping[str, Profile]) -> list[SlotRow]:
    """Categories that the calendar opens or blocks, with how each is in every slot."""
    settled = effective(profile, profiles)
    by_slot = [settled.blocked_in(slot) for slot in SLOTS]
    differing = frozenset().union(*by_slot) - frozenset(by_slot[0]).intersection(*by_slot[1:])
    return [
        SlotRow(category, tuple(category in blocked for blocked in by_slot))
        for category in sorted(differing, key=title_of)
    ]


def tls_of(profile: str, profiles: Mapping[str, Profile]) -> list[Part]:
    """How encrypted connections are read: by default, and by category."""
    line = lineage(profile, profiles)
    settled = effective(profile, profiles).tls

    def says(field: str) -> str:
        rules: list[tuple[str, Any]] = [(one, profiles[one].tls) for one in line]
        return next((one for one, tls in rules if tls is not None and getattr(tls, field) is not None), "")

    trust = _("Yes") if settled.trusted else _("No: a blocked site closes without a page")
    found = [
        Part(_("By default"), str(TLS[settled.default.value]), says("default")),
        Part(_("The devices trust the school's certificate"), trust, says("our_certificate")),
    ]
    for category in sorted(settled.by_category, key=title_of):
        by = next(one for one in line if _names(profiles[one], category))
        found.append(Part(title_of(category), str(TLS[settled.by_category[category].value]), by))
    return found


def _names(profile: Profile, category: str) -> bool:
    tls = profile.tls
    return tls is not None and category in (*tls.inspect, *tls.name_only, *tls.alone)
