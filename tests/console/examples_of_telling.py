"""What the addresses of pages take on which children tell us something, and adults answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from belisha.console.concerns.telling.actions import tell
from cast import a_pupil, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.concerns.models import Telling

OF_PUPILS = ("tell", "told", "tell-talks", "tell-talk", "tell-code", "tell-with-code")


def a_telling(school: School, member: User) -> Telling:
    """Something that a child told: the member, where they are one."""
    is_pupil = member.kind == "pupil"
    pupil = member.person if is_pupil else a_pupil(school, user=somebody(school, kind="pupil"))
    return tell(pupil=pupil, picture="mean", words="He took it.", named=True, for_friend=False, chosen=None)[0]


def of_answer(school: School, member: User) -> dict[str, Any]:
    telling = a_telling(school, member)
    return {"reference": telling.concern.reference, "key": telling.key}


TELLING = {
    "tell-talk": lambda school, member: {"key": a_telling(school, member).key},
    "concern-answer": of_answer,
}
