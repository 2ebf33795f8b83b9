"""Why accounts stay shut: every gate is asked once for a whole list of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.access.accounts.gates import GATES
from belisha.console.access.models import GateWaiver, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from belisha.console.access.accounts.gates import Gate
    from belisha.console.access.models import School

__all__ = ["GateOfSchool", "gates_of", "reasons_against", "waivers_in_force"]


class GateOfSchool(NamedTuple):
    """A gate for a kind of person at a school, and the waiver that holds it open, if there is one."""

    gate: Gate
    kind: str
    waiver: GateWaiver | None

    @property
    def kind_words(self) -> str:
        """The kind of person as people read it."""
        return str(User.Kind(self.kind).label)


def waivers_in_force(school: School) -> QuerySet[GateWaiver]:
    """The waivers that hold at a school now."""
    waivers = GateWaiver.objects.filter(school=school, ended_at__isnull=True)
    return waivers.select_related("by", "school").order_by("gate", "kind")


def gates_of(school: School) -> list[GateOfSchool]:
    """Every gate for every kind of person that it concerns."""
    waived = {(waiver.gate, waiver.kind): waiver for waiver in waivers_in_force(school)}
    return [
        GateOfSchool(gate, kind, waived.get((gate.code, kind)))
        for gate in sorted(GATES.values(), key=lambda gate: gate.code)
        for kind in User.Kind.values
        if kind in gate.kinds
    ]


def reasons_against(users: Iterable[User], school: School) -> dict[int, list[str]]:
    """Why accounts of some people must stay shut, by their number; those who may have one are left out."""
    everybody = list(users)
    waived = {(waiver.gate, waiver.kind) for waiver in waivers_in_force(school)}
    found: dict[int, list[str]] = {}
    for gate in sorted(GATES.values(), key=lambda gate: gate.code):
        concerned = [user for user in everybody if user.kind in gate.kinds and _stands(gate, user, waived)]
        for pk, reason in _asked(gate, concerned, school):
            found.setdefault(pk, []).append(reason)
    return found


def _stands(gate: Gate, user: User, waived: set[tuple[str, str]]) -> bool:
    return gate.firm or (gate.code, user.kind) not in waived


def _asked(gate: Gate, users: Sequence[User], school: School) -> Iterable[tuple[int, str]]:
    return gate.ask(users, school).items() if users else ()
