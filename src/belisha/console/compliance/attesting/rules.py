"""What a confirmation is worth, how long it counts, and who may give one. No database.

Words alone are weak: the duty is at risk. With a place where the evidence lies and a second person's signature it
counts as recorded. Once it has run out the duty is breached, whatever it said.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES, Role
from belisha.console.duties.catalogue import Cadence
from belisha.console.duties.registry import Basis, Standing, State

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from belisha.console.duties.catalogue import Duty

__all__ = [
    "COUNTERSIGNING",
    "LEAST_WORDS",
    "Confirmed",
    "able",
    "answers_for",
    "counts_until",
    "standing_of_confirmed",
    "standing_of_none",
    "warns_from",
]

# for how many days a confirmation counts: nobody confirms each morning what is due each day
DAYS: Final = {
    Cadence.DAILY: 31,
    Cadence.WEEKLY: 31,
    Cadence.MONTHLY: 31,
    Cadence.HALF_TERMLY: 56,
    Cadence.TERMLY: 122,
    Cadence.TWICE_YEARLY: 183,
    Cadence.YEARLY: 365,
}
LONGEST_WARNING: Final = 30
LEAST_WORDS: Final = 20  # characters: a sentence, not a tick
LEADERS: Final = frozenset({Role.HEAD, Role.EXECUTIVE_HEAD})
# for a duty whose keepers have no page of duties: pupils, parents, all staff
FOR_OTHERS: Final = frozenset({Role.DSL, Role.SLT})
COUNTERSIGNING: Final = frozenset(
    {Role.HEAD, Role.EXECUTIVE_HEAD, Role.SLT, Role.DSL, Role.CHAIR, Role.SAFEGUARDING_GOVERNOR, Role.GOVERNOR}
)


class Confirmed(NamedTuple):
    """A confirmation as it is judged. `name`, `title`: who gave it and as what."""

    kept: bool
    words: str
    evidence: str
    name: str
    title: str
    at: datetime
    given: date
    until: date
    countersigned: str = ""  # by whom
    late_file: bool = False  # whether a file came after that


def able(duty: Duty) -> frozenset[Role]:
    """The roles that may confirm a duty: those who answer for it and see duties, and the head."""
    known = {each.value for each in Role}
    answering = {
        Role(who) for who in duty.who if who in known and Permission.SEE_DUTIES in ROLES[Role(who)].permissions
    }
    return LEADERS | (answering or FOR_OTHERS)


def answers_for(gave: int, holders: list[int]) -> int | None:
    """Who answers for a confirmation: who gave it while they hold the post, else who holds it first, else nobody."""
    return gave if gave in holders else next(iter(holders), None)


def counts_until(duty: Duty, given: date) -> date:
    """The last day on which a confirmation of a day counts."""
    return given + timedelta(DAYS[duty.cadence or Cadence.YEARLY])


def warns_from(given: date, until: date) -> date:
    """The day from which it is said that a confirmation runs out: a quarter of its time before, a month at most."""
    return until - timedelta(min((until - given).days // 4, LONGEST_WARNING))


def standing_of_none(duty: Duty, link: str) -> Standing:
    """How a duty stands of which nobody has said anything."""
    who = ", ".join(sorted(str(ROLES[role].title) for role in able(duty)))
    reason = _("Nobody has confirmed this yet. These can: %(who)s.") % {"who": who}
    return Standing(State.NOT_KNOWN, reason, Basis.CLAIMED, link=link)


def standing_of_confirmed(said: Confirmed, today: date, link: str) -> Standing:
    """How a duty stands by what somebody said of it."""
    who = {"who": f"{said.name} ({said.title})", "on": date_format(said.given), "until": date_format(said.until)}
    if today > said.until:
        reason = _("What %(who)s confirmed on %(on)s ran out on %(until)s.") % who
        return Standing(State.BREACHED, reason, _basis(said), link=link)
    if not said.kept:
        reason = _("%(who)s says on %(on)s that it is not kept.") % who
        return Standing(State.BREACHED, reason, _basis(said), said.at, link)
    weak = _weakness(said, today)
    reason = " ".join([_("%(who)s confirmed it on %(on)s, until %(until)s.") % who, *weak])
    return Standing(State.AT_RISK if weak else State.MET, reason, _basis(said), said.at, link)


def _weakness(said: Confirmed, today: date) -> list[str]:
    """What keeps a confirmation from counting for all that it says."""
    found = []
    if not said.evidence and said.late_file:
        found.append(_("Its file came after the second signature: confirm it anew, so that both have seen it."))
    elif not said.evidence:
        found.append(_("It does not say where the evidence lies."))
    if not said.countersigned:
        found.append(_("Nobody else has signed it yet."))
    if today >= warns_from(said.given, said.until):
        found.append(_("It runs out soon."))
    return found


def _basis(said: Confirmed) -> Basis:
    return Basis.RECORDED if said.evidence and said.countersigned else Basis.CLAIMED


def same_words(words: str, others: Collection[str]) -> bool:
    """Whether these very words stand with another duty: then they were not written about this one."""
    return _folded(words) in {_folded(each) for each in others}


def _folded(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())
