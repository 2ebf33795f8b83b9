"""A change in plain words: what it is about, how it was and how it will be, edit by edit.

An edit and the one that takes it back say both: of a draft the second comes from the policy, later from the record.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.engine.decide.sentences import title
from belisha.engine.policy.edits import (
    FIELDS,
    AddRule,
    EndRule,
    Holder,
    HolderKind,
    HoldProfile,
    LockCategories,
    SetNetwork,
    SetProfile,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from belisha.engine.policy.edits import Edit
    from belisha.engine.policy.model import CalendarRule, Network, Policy, Profile, SiteRule, TlsRules

__all__ = ["Line", "Names", "lines_of", "names_in", "records_of", "rule_words", "until_words"]

WRITTEN_OUT: Final = 200  # lines of one change in the record of who did what


class Line(NamedTuple):
    """One thing that an edit does. `edit`: its place, from 0; `first`: the first line of that edit."""

    edit: int
    what: str
    before: str
    after: str
    first: bool = True


class Names(NamedTuple):
    """What ids are called: profiles, holders by (school, kind, id), schools, and people by id."""

    profiles: Mapping[str, str]
    holders: Mapping[tuple[str, str, str], str]
    schools: Mapping[str, str]
    people: Mapping[str, str]
    federation: str

    def profile(self, name: str | None) -> str:
        """A profile by its id."""
        return f"“{self.profiles.get(name, name)}”" if name else _("what it inherits")

    def holder(self, holder: Holder) -> str:
        """Whom or what something is for."""
        school = self.schools.get(holder.school, holder.school)
        match holder.kind:
            case HolderKind.FEDERATION:
                return _("everybody at %(place)s") % {"place": self.federation}
            case HolderKind.UNKNOWN:
                return _("people who are not known at %(place)s") % {"place": school or self.federation}
            case HolderKind.SCHOOL:
                return _("everybody at %(place)s") % {"place": school}
            case HolderKind.PERSON:
                return _("%(who)s, %(place)s") % {"who": self.people.get(holder.id, holder.id), "place": school}
        name = self.holders.get((holder.school, str(holder.kind), holder.id), holder.id)
        return _("%(who)s, %(place)s") % {"who": name, "place": school}


def names_in(policy: Policy, people: Mapping[str, str]) -> Names:
    """The names that a policy gives; `people`: names by id, for the policy's document holds none."""
    holders = {
        (code, str(kind), str(key)): str(piece.name)
        for code, school in policy.schools.items()
        for kind, field in FIELDS.items()
        for key, piece in getattr(school, field).items()
    }
    schools = {code: school.name for code, school in policy.schools.items()}
    profiles = {key: profile.name for key, profile in policy.profiles.items()}
    return Names(profiles, holders, schools, people, policy.federation.name)


def lines_of(edits: Sequence[Edit], backs: Sequence[Edit | None], names: Names) -> list[Line]:
    """All that a change does. `backs`: of each edit the one that takes it back; None where it does not fit."""
    found = []
    for index, (edit, back) in enumerate(zip(edits, backs, strict=True)):
        for number, (what, before, after) in enumerate(_told(edit, back, names)):
            found.append(Line(index, what, before, after, number == 0))
    return found


def records_of(lines: Iterable[Line]) -> tuple[dict[str, str], dict[str, str]]:
    """Before and after, as the record of who did what keeps them. Of very many things the first are written out."""
    lines = list(lines)
    before = {f"{line.edit + 1}. {line.what}": line.before for line in lines[:WRITTEN_OUT]}
    after = {f"{line.edit + 1}. {line.what}": line.after for line in lines[:WRITTEN_OUT]}
    if len(lines) > WRITTEN_OUT:
        after["…"] = _("%(n)s more: the change itself holds all of them") % {"n": len(lines) - WRITTEN_OUT}
    return before, after


def _told(edit: Edit, back: Edit | None, names: Names) -> Iterator[tuple[str, str, str]]:
    match edit:
        case SetProfile():
            yield from _profile(edit, back if isinstance(back, SetProfile) else None)
        case HoldProfile(holder=holder, profile=profile):
            old = names.profile(back.profile) if isinstance(back, HoldProfile) else ""
            why = f" ({edit.reason})" if edit.reason else ""
            yield _("Profile of %(who)s") % {"who": names.holder(holder)}, old, names.profile(profile) + why
        case AddRule(holder=holder, rule=rule):
            yield _site(rule.address, holder, names), _("no rule"), rule_words(rule)
        case EndRule(id=name):
            if isinstance(back, AddRule):
                yield _site(back.rule.address, back.holder, names), rule_words(back.rule), _("no rule")
            else:
                yield _("Rule %(id)s") % {"id": name}, "", _("no rule")
        case LockCategories(school=school, categories=categories):
            where = names.schools.get(school, school) or names.federation
            old = _titles(back.categories) if isinstance(back, LockCategories) else ""
            yield _("Locked categories of %(place)s") % {"place": where}, old, _titles(categories)
        case SetNetwork(id=name, network=network):
            old = _network(back.network) if isinstance(back, SetNetwork) else ""
            yield _("Network “%(id)s”") % {"id": name}, old, _network(network)


def _site(address: str, holder: Holder, names: Names) -> str:
    return _("%(address)s for %(who)s") % {"address": address, "who": names.holder(holder)}


def rule_words(rule: SiteRule) -> str:
    """What a site rule does, until when, and why."""
    words = _("open") if rule.verdict == "allow" else _("blocked")
    if rule.until:
        words += " " + _("until %(moment)s") % {"moment": until_words(rule.until)}
    if rule.locked:
        words += " " + _("(locked)")
    return f"{words}: {rule.reason}" if rule.reason else words


def until_words(until: datetime) -> str:
    """When something ends: the day alone when it is the very end of one."""
    local = timezone.localtime(until)
    if (local.hour, local.minute) == (0, 0):
        return _("the end of %(day)s") % {"day": date_format(local - timedelta(days=1), "l j F Y")}
    return date_format(local, "H:i, l j F Y")


def _titles(categories: Iterable[str]) -> str:
    return ", ".join(title(category) for category in sorted(categories)) or _("none")


def _network(network: Network | None) -> str:
    if network is None:
        return _("none")
    parts = [network.range, network.name]
    if network.group:
        parts.append(_("counts as %(group)s") % {"group": network.group})
    if network.room:
        parts.append(_("in the room %(room)s") % {"room": network.room})
    parts.append(_("sign-in required") if network.sign_in == "required" else _("no sign-in"))
    return ", ".join(part for part in parts if part)


def _profile(edit: SetProfile, back: SetProfile | None) -> Iterator[tuple[str, str, str]]:
    old, new = back.profile if back else None, edit.profile
    known = new or old
    name = _("Profile “%(name)s”") % {"name": known.name if known else edit.id}
    if old is None or new is None:
        yield (
            name,
            _("did not exist") if old is None else _("existed"),
            _("taken away") if new is None else _("is made"),
        )
    fields = _fields()
    for field in known.__struct_fields__ if known else ():
        was, will = _value(old, field), _value(new, field)
        if was != will:
            yield f"{name}: {fields.get(field, field)}", was, will


def _fields() -> dict[str, str]:
    return {
        "name": _("name"),
        "inherits": _("inherits"),
        "page": _("page that is shown when something is blocked"),
        "block": _("blocks as well"),
        "unblock": _("does not block, of what it inherits"),
        "approved": _("sites that stay open in blocked categories"),
        "calendar": _("by time of day"),
        "tls": _("encrypted connections"),
        "unlisted": _("sites in no list"),
        "safe_search": _("safe search"),
        "youtube": _("YouTube"),
        "blocked_file_kinds": _("kinds of file that are blocked"),
        "quic": _("QUIC"),
    }


def _value(profile: Profile | None, field: str) -> str:
    if profile is None:
        return ""
    value: Any = getattr(profile, field)
    if value is None or value == {} or (value == () and field != "blocked_file_kinds"):
        return _("nothing of its own")
    match field:
        case "block" | "unblock" | "blocked_file_kinds":
            return _titles(value)
        case "approved":
            return "; ".join(f"{title(key)}: {_titles(value[key])}" for key in sorted(value))
        case "calendar":
            return "; ".join(_slot(rule) for rule in value)
        case "tls":
            return _tls(value)
        case "safe_search":
            return _("on") if value else _("off")
    return str(value)


def _slot(rule: CalendarRule) -> str:
    when = ", ".join(title(kind) for kind in rule.when)
    parts = []
    if rule.block:
        parts.append(_("blocks %(what)s") % {"what": _titles(rule.block)})
    if rule.relax:
        parts.append(_("opens %(what)s") % {"what": _titles(rule.relax)})
    return f"{when}: {', '.join(parts)}"


def _tls(rules: TlsRules) -> str:
    held = {key: value for key, value in msgspec.to_builtins(rules).items() if value not in (None, [], ())}
    return "; ".join(
        f"{title(key.replace('_', '-'))}: {_titles(value) if isinstance(value, list) else value}"
        for key, value in held.items()
    )
