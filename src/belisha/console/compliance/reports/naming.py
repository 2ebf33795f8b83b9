"""Names out of texts: for papers that tell how a school stands and not of whom."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from belisha.console.access.models import Post, User
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School

__all__ = ["NAMELESS", "nameless"]

NAMELESS: Final = "[…]"
MAIL: Final = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
TITLES: Final = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam)\.?"
SHORTEST: Final = 3


def nameless(school: School) -> Callable[[str], str]:
    """A function that takes names out of a text: of everybody on the register, in posts, with an account; addresses.

    "Ruth Borowski", "Mrs Borowski" and "r.borowski@…" go; a bare first name stays: it may be a word of the language.
    """
    people = Person.objects.for_school(school).values_list("given", "family", "known_as")
    whole = {f"{known or given} {family}".strip() for given, family, known in people}
    whole |= {f"{given} {family}".strip() for given, family, _known in people}
    holders = Post.objects.for_school(school).values("holder")
    whole |= set(User.objects.filter(Q(pk__in=holders) | Q(school=school)).values_list("name", flat=True))
    wanted = sorted({name for name in whole if len(name) >= SHORTEST}, key=len, reverse=True)  # the longest first
    families = sorted({name.rpartition(" ")[2] for name in wanted if " " in name}, key=len, reverse=True)
    parts = [MAIL]
    if wanted:
        parts.append(rf"\b(?:{'|'.join(map(re.escape, wanted))})(?!\w)")
    if families:
        parts.append(rf"\b{TITLES} (?:{'|'.join(map(re.escape, families))})(?!\w)")
    pattern = re.compile("|".join(parts))
    # a year of history says the same sentences again and again
    return cache(lambda text: pattern.sub(NAMELESS, text))
