"""An entry of the record as people read it: a sentence, what was before and after, and whether it was shredded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.roles import ROLES, Role
from belisha.console.audit.events import EVENTS, EventKind
from belisha.console.audit.rules import Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from belisha.console.audit.models import Check, Link

__all__ = ["Difference", "Entry", "Shredded", "differences", "entry_of", "mentions", "role_title", "state_of"]

ROLE_VALUES = frozenset(role.value for role in Role)


CHECKED_LATELY: Final = timedelta(days=2)


class Difference(NamedTuple):
    """One thing that a change changed, in words."""

    what: str
    before: str
    after: str


class Shredded(NamedTuple):
    """What an entry said is gone: since when, by whom, why."""

    at: datetime
    by: str
    reason: str


class Entry(NamedTuple):
    """One entry. `actor` and `about` are ids to filter by; names are empty once they were shredded."""

    number: int
    at: datetime
    code: str
    sentence: str
    actor: str
    actor_name: str
    role: str
    about: str
    about_name: str
    address: str
    reason: str
    differences: list[Difference]
    shredded: Shredded | None


class CheckState(NamedTuple):
    """Whether a record is whole, as the last check found. `kind`: good, bad, or unknown when none was made lately."""

    kind: str
    says: str


def state_of(check: Check | None, now: datetime) -> CheckState:
    """What the last check of a record says now."""
    if check is None:
        return CheckState("unknown", _("This record has not been checked yet. It is checked each night."))
    when = date_format(timezone.localtime(check.at), "j F Y, H:i")
    if check.fault:
        fault = Fault(check.number, FaultKind(check.fault), check.seen)
        return CheckState(
            "bad", _("Checked %(when)s: this record is broken. %(fault)s") % {"when": when, "fault": fault}
        )
    if now - check.at > CHECKED_LATELY:
        return CheckState("unknown", _("This record was last checked %(when)s: too long ago.") % {"when": when})
    text = ngettext("the one entry is whole.", "all %(count)s entries are whole.", check.length)
    return CheckState("good", _("Checked %(when)s:") % {"when": when} + " " + text % {"count": check.length})


def entry_of(link: Link) -> Entry:
    """A link with its body, or what is left of it."""
    said: dict[str, Any] = link.body.content if hasattr(link, "body") else {}
    actor, about = str(said.get("actor", "")), str(said.get("about", ""))
    role = role_title(str(said.get("role", "")))
    return Entry(
        number=link.number,
        at=link.at,
        code=link.event,
        sentence=_sentence(link, actor, role, about),
        actor=link.actor,
        actor_name=actor,
        role=role,
        about=link.about,
        about_name=about,
        address=str(said.get("address", "")),
        reason=str(said.get("reason", "")),
        differences=differences(said.get("before") or {}, said.get("after") or {}),
        shredded=_shredding(link),
    )


def role_title(value: str) -> str:
    """A role in words; a word that is no role any more stays as it was written."""
    return str(ROLES[Role(value)].title) if value in ROLE_VALUES else value


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What changed, in the order of its names; what stayed the same is left out."""
    names = sorted({*before, *after})
    return [
        Difference(_title(name), _words(old), _words(new))
        for name in names
        if (old := before.get(name)) != (new := after.get(name))
    ]


def mentions(link: Link, words: list[str]) -> bool:
    """Whether what a link says holds every one of some lower-case words, in its values and not in their names."""
    said = " ".join(_texts(link.body.content)).lower() if hasattr(link, "body") else ""
    return all(word in said for word in words)


def _sentence(link: Link, actor: str, role: str, about: str) -> str:
    kind = EVENTS.get(link.event) or EventKind(link.event, link.event)
    who = _doer(link, actor, role)
    whom = about or link.about
    if kind.by_actor:
        who += "," if role and link.actor != "system" else ""
        return _("%(who)s %(did)s: %(whom)s.") % {"who": who, "did": _(kind.title), "whom": whom}
    did = _("%(whom)s %(did)s.") % {"whom": whom, "did": _(kind.title)}
    if actor and actor == about:
        return did
    return did + " " + _("Done by %(who)s.") % {"who": who}


def _doer(link: Link, actor: str, role: str) -> str:
    if link.actor == "system":
        return _("Belisha itself (%(what)s)") % {"what": actor} if actor else _("Belisha itself")
    name = actor or link.actor
    return f"{name}, {role}" if role else name


def _shredding(link: Link) -> Shredded | None:
    if hasattr(link, "body") or not hasattr(link, "tombstone"):
        return None
    stone = link.tombstone.by
    said: dict[str, Any] = stone.body.content if hasattr(stone, "body") else {}
    return Shredded(stone.at, str(said.get("actor") or stone.actor), str(said.get("reason", "")))


def _title(name: str) -> str:
    """The name of a field in words; an id ("accounts.idle-lock") stays as it is."""
    return name if "." in name else name.replace("_", " ").replace("-", " ").capitalize()


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(_words(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(each)}" for key, each in value.items())
    return str(value)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [] if value is None else [str(value)]
