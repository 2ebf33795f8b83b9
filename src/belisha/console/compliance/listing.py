"""Every duty of the catalogue with what shows where it stands, as a page for engineers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.console.access.roles import ROLES
from belisha.console.compliance.attesting.rules import able
from belisha.console.duties.catalogue import domains
from belisha.console.duties.registry import PROOFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.duties.catalogue import Duty

__all__ = ["as_markdown"]

HOUSE: Final = "belisha.console."
HEAD: Final = """# Every duty and what shows where it stands

`python -m belisha.console duty_list > docs/develop/all-duties.md` makes this page from the code; a test says when it
is old. [duties.md](duties.md) tells how a proof is written. A duty that no function proves is confirmed by a person and
signed by another.
"""


def as_markdown() -> str:
    """The page."""
    return "\n".join([HEAD, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    every = [duty for domain in domains() for duty in domain.duties]
    proved = sum(duty.id in PROOFS for duty in every)
    yield f"{len(every)} duties: {proved} have a proof, {len(every) - proved} are confirmed by people."
    for domain in domains():
        yield f"\n## {domain.domain.capitalize()}\n"
        yield "| duty | shown by |"
        yield "| --- | --- |"
        for duty in domain.duties:
            yield f"| `{duty.id}` | {_shown(duty)} |"


def _shown(duty: Duty) -> str:
    """The function that proves a duty, by its module; else who may confirm it."""
    if duty.id in PROOFS:
        return f"`{PROOFS[duty.id].ask.__module__.removeprefix(HOUSE)}`"
    roles = sorted(str(ROLES[role].title) for role in able(duty))
    return f"confirmed by: {', '.join(roles)}"
