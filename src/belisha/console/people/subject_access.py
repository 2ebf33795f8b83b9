"""What is held of somebody: each app says what it has, for a request to see it (UK GDPR, article 15).

@holds("asks", _("Requests for pages"))
def asks(person: Person) -> Iterator[Held]: …  # all of it, whoever asks; who may read which piece, `opens` says

An app's functions stand in a module subject_holdings.py of its own, which its apps.py imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["HOLDERS", "Held", "Holder", "Other", "holds"]


class Other(NamedTuple):
    """Somebody else in a piece. `what`: "subject", "reporter", "family", "child" or "staff" in the course of work."""

    name: str
    what: str


class Held(NamedTuple):
    """One piece of what is held. `key` names it within its app, the same each time; `text` is what would be given.

    `guard` is handed back to `opens` of its holder; "": open to all who prepare packs. `file`: the name of a file that
    `content` of its holder gives. `abuse`: whether it tells of abuse of a child, or of the risk of it.
    """

    key: str
    title: str
    at: datetime | None = None
    text: str = ""
    guard: str = ""
    others: tuple[Other, ...] = ()
    file: str = ""
    abuse: bool = False


Finds = Callable[["Person"], Iterable[Held]]
Opens = Callable[["By", "School", set[str]], set[str]]
Content = Callable[["By", "Person", str], bytes]


class Holder(NamedTuple):
    """An app's answer. `content` raises ValidationError for a file that cannot be given."""

    code: str
    title: StrOrPromise
    find: Finds
    opens: Opens | None
    content: Content | None


HOLDERS: Final[dict[str, Holder]] = {}


def holds(
    code: str, title: StrOrPromise, *, opens: Opens | None = None, content: Content | None = None
) -> Callable[[Finds], Finds]:
    """Declare what an app holds of people. Raises ValueError where two use one code."""

    def declare(find: Finds) -> Finds:
        if code in HOLDERS:
            message = f"two hold {code}"
            raise ValueError(message)
        HOLDERS[code] = Holder(code, title, find, opens, content)
        return find

    return declare
