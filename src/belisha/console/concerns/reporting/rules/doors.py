"""The forms that are open to everybody: parents, visitors, and whoever blows the whistle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["DOORS", "SAME_OF_HEAD", "About", "Door"]


class About(NamedTuple):
    """What a report through an open form may be about, and the category that it gets."""

    words: StrOrPromise
    category: str


class Door(NamedTuple):
    """An open form. `anonymous`: the name is never wanted; `origin`: as a concern keeps it."""

    title: StrOrPromise
    lead: StrOrPromise
    origin: str
    sender: StrOrPromise  # how the record calls who came this way
    about: dict[str, About]
    anonymous: bool = False


_ADULT: Final = About(_("An adult who works or helps at the school"), "adult-conduct")
_HEAD: Final = About(_("The head"), "head-conduct")
DOORS: Final[dict[str, Door]] = {
    "parents": Door(
        _("Tell the school about a worry"),
        _("For parents, carers and families. You need no account, and may leave your name out."),
        "parent",
        _("form for parents"),
        {
            "child": About(_("A child who may be hurt, neglected or unsafe"), "abuse-neglect"),
            "bullying": About(_("Bullying"), "bullying"),
            "online": About(_("Something else online"), "other-online"),
            "page": About(_("A page that was open at school"), "unsuitable-page"),
            "adult": _ADULT,
            "head": _HEAD,
            "complaint": About(_("A complaint"), "complaint"),
            "other": About(_("Something else"), "wellbeing"),
        },
    ),
    "visitors": Door(
        _("Tell the school what you saw"),
        _("For visitors. You need no account, and may leave your name out."),
        "visitor",
        _("form for visitors"),
        {
            "child": About(_("A child who may be hurt or unsafe"), "abuse-neglect"),
            "visitor": About(_("Another visitor"), "visitor-breach"),
            "online": About(_("Something on a screen"), "other-online"),
            "adult": _ADULT,
            "head": _HEAD,
            "other": About(_("Something else"), "wellbeing"),
        },
    ),
    "whistleblowing": Door(
        _("Something is wrong and nobody acts"),
        _("For everybody who works or helps here. Nobody asks who you are, and where you write from is not kept."),
        "staff",
        _("whistleblowing form"),
        {
            "school": About(_("The school or somebody who works here: the head alone reads it"), "whistleblowing"),
            "head": About(_("The head: the chair of governors alone reads it"), "whistleblowing-head"),
        },
        anonymous=True,
    ),
}
# where the head is named in a report about an adult, it is the chair's
SAME_OF_HEAD: Final = {"adult-conduct": "head-conduct", "whistleblowing": "whistleblowing-head"}
