"""What is wrong with who holds which post at a school today: flagged at once, each with its reason."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from belisha.console.access.posts.rules import MINUTED, meeting
from belisha.console.access.roles import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django_stubs_ext import StrPromise

__all__ = ["ENDING", "Absence", "Board", "Flag", "FlagKind", "Held", "StandIn", "flags_of"]

ENDING: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=60)  # how far ahead an absence without cover is looked for
URGENT: Final = timedelta(days=7)


class Held(NamedTuple):
    """A post that is held, or will be."""

    id: int
    role: Role
    holder: int
    name: str
    first: date
    last: date | None = None
    leads: bool = False
    supplier: str = ""
    minute: str = ""
    everywhere: bool = False  # for the whole federation
    closed: bool = False  # the holder's account is closed: they have left

    def on(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


class StandIn(NamedTuple):
    """Somebody who has the rights of a post for some days."""

    id: int
    post: int
    by: int
    name: str
    first: date
    last: date
    delegated: bool = False

    def on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.first <= day <= self.last


class Absence(NamedTuple):
    """Somebody is away."""

    id: int
    user: int
    first: date
    last: date

    def on(self, day: date) -> bool:
        """Whether they are away on a day."""
        return self.first <= day <= self.last


class Board(NamedTuple):
    """Who holds which post at a school, now and later, with who is away and who stands in."""

    posts: tuple[Held, ...] = ()
    covers: tuple[StandIn, ...] = ()
    aways: tuple[Absence, ...] = ()

    def now(self, role: Role, day: date) -> list[Held]:
        """The posts of a role that are held on a day."""
        return [post for post in self.posts if post.role is role and post.on(day)]

    def present(self, post: Held, day: date) -> bool:
        """Whether somebody does the work of a post on a day: its holder, or a stand-in who is here."""
        covers = [cover.by for cover in self.covers if cover.post == post.id and cover.on(day)]
        return any(not self.away(user, day) for user in (post.holder, *covers))

    def away(self, user: int, day: date) -> bool:
        """Whether somebody is away on a day."""
        return any(away.user == user and away.on(day) for away in self.aways)


class FlagKind(StrEnum):
    """What can be wrong."""

    VACANT = "vacant"
    NO_COVER = "no-cover"
    APART = "apart"
    NOT_LEADING = "not-leading"
    TOO_MANY = "too-many"
    ENDING = "ending"
    LEFT = "left"
    NO_SUPPLIER = "no-supplier"
    NO_MINUTE = "no-minute"


class Flag(NamedTuple):
    """One thing that is wrong, about which role and post. `urgent`: today, not only some time soon."""

    kind: FlagKind
    role: Role
    words: StrPromise
    named: Mapping[str, object] = {}
    post: int | None = None
    urgent: bool = True

    @property
    def text(self) -> str:
        """It in words. Made when they are read: for a trust of many schools flags are only counted."""
        told = {name: _day(value) if isinstance(value, date) else value for name, value in self.named.items()}
        return str(self.words) % told


def flags_of(board: Board, today: date) -> list[Flag]:
    """All that is wrong at a school, urgent things first, then in the order of the roles."""
    found = [
        *_vacant(board, today),
        *_no_cover(board, today),
        *_apart(board, today),
        *_not_leading(board, today),
        *_too_many(board, today),
        *_ending(board, today),
        *_of_each(board, today),
    ]
    order = list(Role)
    return sorted(found, key=lambda flag: (not flag.urgent, order.index(flag.role)))


def _vacant(board: Board, today: date) -> Iterator[Flag]:
    for role, rule in ROLES.items():
        if not rule.must_be_filled or board.now(role, today):
            continue
        coming = min((post.first for post in board.posts if post.role is role and post.first > today), default=None)
        words = _("Nobody holds this post: %(role)s.")
        if coming:
            words = _("Nobody holds this post: %(role)s. The next one begins on %(day)s.")
        yield Flag(FlagKind.VACANT, role, words, {"role": rule.title, "day": coming})


def _no_cover(board: Board, today: date) -> Iterator[Flag]:
    absent = {away.user for away in board.aways}
    concerned = {post.role for post in board.posts if post.holder in absent}
    for role, rule in ROLES.items():
        if not rule.must_be_filled or role not in concerned:
            continue
        day = _first_day_alone(board, role, today)
        if day:
            holder = board.now(role, day)[0]
            words = _("%(name)s, %(role)s, is away on %(day)s and nobody stands in.")
            named = {"name": holder.name, "role": rule.title, "day": day}
            yield Flag(FlagKind.NO_COVER, role, words, named, holder.id, urgent=day <= today + URGENT)


def _first_day_alone(board: Board, role: Role, today: date) -> date | None:
    """The first day on which everybody who holds a role is away and nobody stands in."""
    for ahead in range(AHEAD.days + 1):
        day = today + timedelta(days=ahead)
        holders = board.now(role, day)
        if holders and not any(board.present(post, day) for post in holders):
            return day
    return None


def _apart(board: Board, today: date) -> Iterator[Flag]:
    roles: dict[tuple[int, str], set[Role]] = {}
    by_id = {post.id: post for post in board.posts}
    for post in board.posts:
        if post.on(today):
            roles.setdefault((post.holder, post.name), set()).add(post.role)
    for cover in board.covers:
        if cover.on(today) and cover.post in by_id:
            roles.setdefault((cover.by, cover.name), set()).add(by_id[cover.post].role)
    several = ((name, held) for (_user, name), held in roles.items() if len(held) > 1)
    for name, held in several:
        for apart in meeting(held):
            words = _("%(name)s is both %(one)s and %(other)s, but %(why)s.")
            one, other = ROLES[apart.one].title, ROLES[apart.other].title
            yield Flag(FlagKind.APART, apart.one, words, {"name": name, "one": one, "other": other, "why": apart.why})


def _not_leading(board: Board, today: date) -> Iterator[Flag]:
    leaders = {post.holder for post in board.posts if post.on(today) and ROLES[post.role].leads}
    for post in board.now(Role.DSL, today):
        if not post.leads and post.holder not in leaders:
            words = _("%(name)s is the safeguarding lead but not on the leadership team.")
            yield Flag(FlagKind.NOT_LEADING, Role.DSL, words, {"name": post.name}, post.id)


def _too_many(board: Board, today: date) -> Iterator[Flag]:
    held = sorted((post for post in board.posts if post.on(today)), key=lambda post: (post.role, post.everywhere))
    for (role, _everywhere), posts in groupby(held, key=lambda post: (post.role, post.everywhere)):
        names = [post.name for post in posts]
        if ROLES[role].only_one and len(names) > 1:
            words = _("Only one person can be %(role)s, but these hold it: %(names)s.")
            yield Flag(FlagKind.TOO_MANY, role, words, {"role": ROLES[role].title, "names": ", ".join(names)})


def _ending(board: Board, today: date) -> Iterator[Flag]:
    for post in board.posts:
        if not post.last or not post.on(today) or post.last > today + ENDING or _followed(board, post, post.last):
            continue
        words = _("%(name)s is %(role)s only until %(day)s, and nobody follows.")
        named = {"name": post.name, "role": ROLES[post.role].title, "day": post.last}
        yield Flag(FlagKind.ENDING, post.role, words, named, post.id, urgent=post.last <= today + URGENT)


def _followed(board: Board, ending: Held, last: date) -> bool:
    """Whether somebody holds the post, or another of its kind, on the day after it ends.

    Of several computing leads or teachers only who begins on that day follows: the others have work of their own.
    """
    after = last + timedelta(days=1)
    others = [post for post in board.now(ending.role, after) if post.everywhere == ending.everywhere]
    alike = ROLES[ending.role].only_one or ROLES[ending.role].must_be_filled
    return any(alike or post.holder == ending.holder or post.first == after for post in others)


def _of_each(board: Board, today: date) -> Iterator[Flag]:
    """What one post alone can show."""
    for post in board.posts:
        if not post.on(today):
            continue
        named = {"name": post.name, "role": ROLES[post.role].title}
        if post.closed:
            words = _("%(name)s has left but still holds a post: %(role)s.")
            yield Flag(FlagKind.LEFT, post.role, words, named, post.id)
        if post.role is Role.TECHNICIAN and not (post.supplier and post.last):
            words = _("%(name)s is a technician without a supplier's name and an end date.")
            yield Flag(FlagKind.NO_SUPPLIER, post.role, words, named, post.id)
        if post.role in MINUTED and not post.minute:
            words = _("No minute is named that made %(name)s %(role)s.")
            yield Flag(FlagKind.NO_MINUTE, post.role, words, named, post.id, urgent=False)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
