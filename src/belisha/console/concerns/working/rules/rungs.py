"""Who is told of a concern, and who next when nobody answers: by whose it is."""

from __future__ import annotations

from typing import Final

from belisha.console.access.roles import Role
from belisha.console.concerns.rules.routes import CHAIR, DATA, HEAD, TEAM

__all__ = ["RUNGS"]

# from the first who is told to the last; whoever is in a concern is left out of its rungs (queries/people.py)
RUNGS: Final[dict[str, tuple[tuple[Role, ...], ...]]] = {
    TEAM: ((Role.DSL,), (Role.DEPUTY_DSL,), (Role.HEAD, Role.EXECUTIVE_HEAD)),
    HEAD: ((Role.HEAD,), (Role.EXECUTIVE_HEAD,)),
    CHAIR: ((Role.CHAIR,),),
    DATA: ((Role.DPO,), (Role.HEAD,), (Role.EXECUTIVE_HEAD,)),
}
