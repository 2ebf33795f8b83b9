"""What counts as a standing: never green without evidence, never older than two nights. No database."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.roles import ROLES, Role
from belisha.console.duties.catalogue import STAFF, DutyKind
from belisha.console.duties.registry import Basis, Standing, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django_stubs_ext import StrPromise

    from belisha.console.duties.catalogue import Duty

__all__ = [
    "BASES",
    "KINDS",
    "LATEST",
    "ORDERS",
    "RESTS_ON_NOTHING",
    "STATES",
    "Board",
    "Row",
    "bases_of",
    "board_of",
    "counted_by_state",
    "failed",
    "fresh",
    "in_order",
    "judged",
    "owners_of",
    "role_titles",
    "who_title",
]

# Each night asks; after two nights without an answer nobody knows.
LATEST: Final = timedelta(hours=48)
STATES: Final[dict[State, StrPromise]] = {
    State.BREACHED: gettext_lazy("Breached"),
    State.AT_RISK: gettext_lazy("At risk"),
    State.NOT_KNOWN: gettext_lazy("Not known"),
    State.MET: gettext_lazy("Met"),
    State.NOT_ADOPTED: gettext_lazy("Not adopted"),
}
BASES: Final[dict[Basis, StrPromise]] = {
    Basis.MEASURED: gettext_lazy("Measured from live data"),
    Basis.RECORDED: gettext_lazy("Recorded by a named person"),
    Basis.CLAIMED: gettext_lazy("Claimed"),
}
KINDS: Final[dict[DutyKind, StrPromise]] = {
    DutyKind.ENFORCE: gettext_lazy("Belisha makes it so"),
    DutyKind.EVIDENCE: gettext_lazy("Data prove it"),
    DutyKind.ATTEST: gettext_lazy("A named person confirms it"),
}
RESTS_ON_NOTHING: Final = frozenset({State.NOT_KNOWN, State.NOT_ADOPTED})
COLOURS: Final[dict[State, str]] = {
    State.BREACHED: "bad",
    State.AT_RISK: "risk",
    State.NOT_KNOWN: "unknown",
    State.MET: "good",
    State.NOT_ADOPTED: "neutral",
}


ORDERS: Final[dict[str, StrPromise]] = {
    "": gettext_lazy("The worst first"),
    "since": gettext_lazy("Those that have stood so longest"),
    "part": gettext_lazy("By part of the policy"),
}
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Row(NamedTuple):
    """A duty with how it stands. `asked`: when it was last looked at; None where nothing proves it yet."""

    duty: Duty
    standing: Standing
    asked: datetime | None

    @property
    def state_title(self) -> StrPromise:
        """The state in words."""
        return STATES[self.standing.state]

    @property
    def colour(self) -> str:
        """The kind of tag that the state gets; the words say the same."""
        return COLOURS[self.standing.state]

    @property
    def basis_title(self) -> str:
        """What the standing rests on, in words; empty where it rests on nothing."""
        return str(BASES[self.standing.basis]) if self.standing.state is not State.NOT_KNOWN else ""

    @property
    def who(self) -> str:
        """Who answers for it, in words."""
        return ", ".join(who_title(who) for who in self.duty.who)


class Board(NamedTuple):
    """A domain and how many of its duties are in each state, in the order of STATES."""

    domain: str
    title: str
    counts: list[int]
    total: int


def judged(standing: Standing) -> Standing:
    """What a proof said, as far as it counts: a state without a reason is not known."""
    if standing.reason.strip():
        return standing
    return standing._replace(state=State.NOT_KNOWN, reason=_("Its proof gave no reason, so nobody can tell."))


def failed(error: Exception) -> Standing:
    """What counts where a proof raised: the kind of the error alone, since its text may name people."""
    text = _("The program that looks at this failed (%(kind)s): the log says where.")
    return Standing(State.NOT_KNOWN, text % {"kind": type(error).__name__})


def fresh(standing: Standing, asked: datetime, now: datetime) -> Standing:
    """A standing as it counts now: what nobody has looked at for two nights is not known."""
    if now - asked <= LATEST:
        return standing
    when = date_format(timezone.localtime(asked), "j F Y")
    reason = _("Nobody has looked at this since %(when)s. Then: %(reason)s") % {
        "when": when,
        "reason": standing.reason,
    }
    return standing._replace(state=State.NOT_KNOWN, reason=reason)


def board_of(rows: list[Row]) -> list[Board]:
    """The domains with their counts."""
    names = sorted({row.duty.domain for row in rows})
    boards = []
    for name in names:
        states = [row.standing.state for row in rows if row.duty.domain == name]
        boards.append(Board(name, name.capitalize(), [states.count(state) for state in STATES], len(states)))
    return boards


def counted_by_state(rows: Iterable[Row]) -> list[tuple[State, int]]:
    """How many duties are in each state, in the order of STATES."""
    counted = Counter(row.standing.state for row in rows)
    return [(state, counted[state]) for state in STATES]


def in_order(rows: Iterable[Row], sort: str) -> list[Row]:
    """Rows in one of ORDERS; by the catalogue within what is alike."""
    order = list(STATES)
    if sort == "part":
        return list(rows)
    if sort == "since":
        return sorted(rows, key=lambda row: (row.standing.since is None, row.standing.since or LONG_AGO))
    return sorted(rows, key=lambda row: order.index(row.standing.state))


def bases_of(rows: Iterable[Row]) -> list[tuple[Basis, StrPromise, int]]:
    """How many duties are known by what: a claim is no measurement, and what nobody knows rests on nothing."""
    known = [row.standing.basis for row in rows if row.standing.state not in RESTS_ON_NOTHING]
    return [(basis, title, known.count(basis)) for basis, title in BASES.items()]


def who_title(who: str) -> str:
    """Whoever answers for a duty, in words."""
    return _("All staff") if who == STAFF else str(ROLES[Role(who)].title)


def owners_of(duty: Duty, names: Mapping[Role, str]) -> list[tuple[str, str]]:
    """Who answers for a duty: the role in words, and the names of those who hold it; no names for a vacancy."""
    known = {role.value: name for role, name in names.items()}
    return [(who_title(who), known.get(who, "")) for who in duty.who]


def role_titles() -> list[tuple[str, str]]:
    """All who can answer for a duty, for a choice."""
    return [(STAFF, _("All staff")), *((role.value, str(rule.title)) for role, rule in ROLES.items())]
