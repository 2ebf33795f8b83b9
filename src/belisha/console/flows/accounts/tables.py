"""The lists of accounts: all of a school, and who can reach what."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from belisha.console.access.accounts.queries.accounts import state_of
from belisha.console.access.models import Post, Stray, User
from belisha.console.access.roles import Role, rule_of
from belisha.console.design.tables import Choice, Column, Table
from belisha.console.flows.accounts.queries import STATES, those_of_class, those_with_state
from belisha.console.people.queries.groups import class_choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from belisha.console.access.models import School

__all__ = [
    "STATE_WORDS",
    "accounts_table",
    "advice_table",
    "exceptions_table",
    "register_table",
    "role_words",
    "state_words",
]

STATE_WORDS: Final[dict[str, StrPromise]] = {
    "open": _("Open"),
    "closed": _("Closed"),
    "none": _("No account yet"),
    "first-password": _("Must choose a password"),
    "overdue": _("Password too old"),
    "generic": _("Nobody's own"),
    "youngest": _("Card or pictures"),
}


def accounts_table(school: School) -> Table:
    """Everybody of a school and their account."""
    return Table(
        f"accounts-{school.code}",
        (
            Column(
                "name", _("Name"), lambda user: user.name, order=("name",), link=lambda user: _account(school, user)
            ),
            Column("username", _("User name"), lambda user: user.username or "", order=("username",)),
            Column("kind", _("Kind"), lambda user: user.get_kind_display(), order=("kind", "name")),
            Column("class", _("Class"), lambda user: user.class_name or "", order=("class_name", "name")),
            Column("state", _("State"), state_words, order=("closed_at", "opened_at", "name")),
            Column("used", _("Signed in last"), lambda user: user.last_login, order=("last_login", "name")),
        ),
        search=("name", "username"),
        choices=(
            Choice("kind", _("Kind"), User.Kind.choices, "kind"),
            Choice("class", _("Class"), class_choices(school), those_of_class),
            Choice("state", _("State"), tuple((state, STATE_WORDS[state]) for state in STATES), those_with_state),
        ),
        hint=_("Part of a name or user name."),
    )


def state_words(user: User) -> str:
    """The state of an account as the list shows it."""
    state = state_of(user)
    if state == "open" and user.must_change_password:
        return f"{STATE_WORDS['open']}, {_now('must choose a password')}"
    if state == "open" and user.password_overdue:
        return f"{STATE_WORDS['open']}, {_now('password too old')}"
    return str(STATE_WORDS[state])


def register_table(school: School) -> Table:
    """Who can reach what, since when, by whose leave, and what does not fit."""
    return Table(
        f"access-{school.code}",
        (
            Column(
                "name", _("Name"), lambda user: user.name, order=("name",), link=lambda user: _account(school, user)
            ),
            Column("kind", _("Kind"), lambda user: user.get_kind_display(), order=("kind", "name")),
            Column("account", _("Account"), _account_words, order=("opened_at", "name")),
            Column("leave", _("By whose leave"), _leave_words, order=("opened_by__name", "name")),
            Column("posts", _("Posts and covers"), lambda user: "; ".join(role_words(user))),
            Column("factor", _("Second factor"), _factor_words),
            Column("devices", _("Devices"), _device_words),
            Column("services", _("Outside services"), _service_words),
            Column("strays", _("Does not fit"), _stray_words),
        ),
        search=("name", "username"),
        choices=(
            Choice("kind", _("Kind"), User.Kind.choices, "kind"),
            Choice("role", _("Post"), tuple((role.value, rule_of(role).title) for role in Role), _with_role),
            Choice("stray", _("Does not fit"), (("any", _("Anything")), *Stray.Kind.choices), _with_stray),
        ),
        hint=_("Part of a name or user name."),
    )


def _account(school: School, user: User) -> str:
    """Where the account is; those of another school, who hold a post for all, have no page here."""
    return reverse("account", args=[school.code, user.pk]) if user.school_id == school.pk else ""


def _account_words(user: User) -> str:
    if not user.is_active:
        return str(STATE_WORDS[state_of(user)])
    return f"{user.username or ''}, {_now('since %(day)s') % {'day': _day(user.opened_at)}}"


def _leave_words(user: User) -> str:
    if user.opened_at is None:
        return ""
    return user.opened_by.name if user.opened_by else _now("The system")


def role_words(user: User) -> Iterator[str]:
    """The posts and covers of somebody with the days since when, as `register_rows` fetched them."""
    for post in user.posts_now:  # type: ignore[attr-defined]  # fetched with the row
        yield f"{rule_of(post.role).title} ({_now('since %(day)s') % {'day': _day(post.first)}})"
    for cover in user.covers_now:  # type: ignore[attr-defined]  # fetched with the row
        yield _now("%(role)s, standing in until %(day)s") % {
            "role": rule_of(cover.post.role).title,
            "day": _day(cover.last),
        }


def _factor_words(user: User) -> str:
    kinds = {factor.type for factor in user.authenticator_set.all()} - {"recovery_codes"}  # type: ignore[attr-defined]  # of the library
    return _now("Set up") if kinds else _now("None")


def _device_words(user: User) -> str:
    person = getattr(user, "person", None)
    return ", ".join(device.name for device in person.devices_now) if person else ""


def _service_words(user: User) -> str:
    words = [
        _now("%(service)s: to be closed") % {"service": access.service.name}
        if access.must_close_since
        else access.service.name
        for access in user.services_now  # type: ignore[attr-defined]  # fetched with the row
    ]
    return ", ".join(words)


def _stray_words(user: User) -> str:
    strays = user.strays_now  # type: ignore[attr-defined]  # fetched with the row
    return "; ".join(f"{stray.get_kind_display()} ({_day(stray.since)})" for stray in strays)


def _with_role(users: QuerySet[User], role: str) -> QuerySet[User]:
    return users.filter(pk__in=Post.objects.held_on(timezone.localdate()).filter(role=role).values("holder"))


def _with_stray(users: QuerySet[User], kind: str) -> QuerySet[User]:
    strays = Stray.objects.filter(gone_at__isnull=True)
    return users.filter(pk__in=(strays if kind == "any" else strays.filter(kind=kind)).values("user"))


def _day(value: date | None) -> str:
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, "j M Y") if value else ""


def exceptions_table(school: School) -> Table:
    """Who signs in with a card or pictures."""
    return Table(
        f"card-or-pictures-{school.code}",
        (
            Column(
                "name", _("Name"), lambda user: user.name, order=("name",), link=lambda user: _account(school, user)
            ),
            Column(
                "year", _("Year group"), lambda user: user.person.get_year_display(), order=("person__year", "name")
            ),
            Column("card", _("Card"), lambda user: user.has_card),
            Column("pictures", _("Pictures"), lambda user: user.has_pictures),
        ),
        search=("name",),
    )


def advice_table(school: School) -> Table:
    """Who has read the advice this term."""
    return Table(
        f"advice-{school.code}",
        (
            Column(
                "name", _("Name"), lambda user: user.name, order=("name",), link=lambda user: _account(school, user)
            ),
            Column("kind", _("Kind"), lambda user: user.get_kind_display(), order=("kind", "name")),
            Column("read", _("Read this term"), lambda user: user.advised, order=("advised", "name")),
        ),
        search=("name",),
        choices=(
            Choice("kind", _("Kind"), User.Kind.choices, "kind"),
            Choice(
                "read",
                _("Read this term"),
                (("yes", _("Yes")), ("no", _("No"))),
                lambda users, value: users.filter(advised=value == "yes"),
            ),
        ),
    )
