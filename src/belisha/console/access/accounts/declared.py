"""The settings of accounts: user names, passwords by kind of person, and how the youngest sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from belisha.console.access.accounts.rules.passwords import DEFAULTS
from belisha.console.access.settings.registry import Subject

if TYPE_CHECKING:
    from belisha.console.access.settings.registry import Setting

__all__ = ["INSIDE", "KEPT_YEARS", "LENGTHS", "MONTHS", "PATTERNS", "SCORES", "YOUNG_UNTIL", "YOUNG_WAY"]

setting = Subject(_("Accounts and signing in"))

# the least that a school may set: pupils' figures are low because they type them at five
_FLOORS: Final = {"pupil": (6, 1), "visitor": (8, 1), "parent": (8, 2)}
_KINDS: Final = {
    "staff": _("staff"),
    "pupil": _("pupils"),
    "parent": _("parents and carers"),
    "governor": _("governors"),
    "visitor": _("visitors"),
    "volunteer": _("volunteers"),
    "contractor": _("contractors"),
}
_PATTERNS: Final = tuple(
    (pattern, f"{pattern}: {example}")
    for pattern, example in (
        ("{given}.{family}", "amy.hill"),
        ("{initial}.{family}", "a.hill"),
        ("{initial}{family}", "ahill"),
        ("{family}.{given}", "hill.amy"),
        ("{family}{initial}", "hilla"),
        ("{given}.{family}{year}", "amy.hill26"),
        ("{initial}{family}{year}", "ahill26"),
        ("{given}{year}", "amy26"),
    )
)
_DEFAULT_PATTERNS: Final = {"pupil": "{initial}{family}{year}"}

PATTERNS: Final[dict[str, Setting[str]]] = {
    kind: setting(
        f"user-names-{kind}",
        default=_DEFAULT_PATTERNS.get(kind, "{given}.{family}"),
        kind=str,
        title=format_lazy(_("User names of {whom}"), whom=words),
        help=_("Made of the name on the register; a number is added where a name is taken. Holds for new accounts."),
        choices=_PATTERNS,
    )
    for kind, words in _KINDS.items()
}
KEPT_YEARS: Final = setting(
    "user-names-kept-years",
    default=5,
    kind=int,
    title=_("Years until a user name may be given to somebody else"),
    help=_("So that nobody gets the messages or the history of whoever had it before."),
    limits=(1, 25),
    unit=_("years"),
    unit_of_one=_("year"),
)
LENGTHS: Final[dict[str, Setting[int]]] = {
    kind: setting(
        f"password-length-{kind}",
        default=DEFAULTS[kind].length,
        kind=int,
        title=format_lazy(_("Shortest password of {whom}"), whom=words),
        limits=(_FLOORS.get(kind, (10, 2))[0], 64),
        unit=_("characters"),
    )
    for kind, words in _KINDS.items()
}
SCORES: Final[dict[str, Setting[int]]] = {
    kind: setting(
        f"password-score-{kind}",
        default=DEFAULTS[kind].score,
        kind=int,
        title=format_lazy(_("How hard to guess the passwords of {whom} must be"), whom=words),
        help=_("From 0, found at once, to 4, found by nobody (zxcvbn's score)."),
        unit=_("of 4"),
        limits=(_FLOORS.get(kind, (10, 2))[1], 4),
    )
    for kind, words in _KINDS.items()
}
MONTHS: Final[dict[str, Setting[int]]] = {
    kind: setting(
        f"password-months-{kind}",
        default=DEFAULTS[kind].months,
        kind=int,
        title=format_lazy(_("Months after which {whom} choose a new password"), whom=words),
        help=_("0 means never. Twice a year, as many policies ask of staff, is 6."),
        # a policy asks for twice a year or is silent: less often than it asks is no choice
        limits=(0, 6) if kind == "staff" else (0, 24),
        unit=_("months"),
        unit_of_one=_("month"),
    )
    for kind, words in _KINDS.items()
}
YOUNG_UNTIL: Final = setting(
    "young-sign-in-until",
    default="none",
    kind=str,
    title=_("Oldest year group that may sign in with a card or pictures"),
    help=_(
        "An exception from passwords for the youngest. It works inside the school only; the accounts page lists them."
        " Two more settings belong to it: how the youngest sign in, and the addresses inside the school."
    ),
    choices=(
        ("none", _("Nobody: all use a password")),
        ("nursery", _("Nursery")),
        ("reception", _("Reception")),
        ("year-1", _("Year 1")),
        ("year-2", _("Year 2")),
    ),
)
YOUNG_WAY: Final = setting(
    "young-sign-in-way",
    default="card",
    kind=str,
    title=_("How the youngest sign in"),
    choices=(
        ("card", _("With a card")),
        ("pictures", _("With three pictures")),
        ("both", _("With a card or with three pictures")),
    ),
)
INSIDE: Final = setting(
    "addresses-inside",
    default="",
    kind=str,
    title=_("Addresses inside the school"),
    help=_("As the console sees them, with commas: 10.20.0.0/16, 192.168.4.0/24. Sign-in for the youngest needs them."),
)
