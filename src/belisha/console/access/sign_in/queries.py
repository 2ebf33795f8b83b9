"""Questions about signing in: whose session, which second factors, who shares an account, who waits for an answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q

from belisha.console.access.authorization import holdings
from belisha.console.access.models import (
    FactorReset,
    Federation,
    Flag,
    KeptForm,
    School,
    Session,
    StandIn,
    StandInAnswer,
    User,
)
from belisha.console.access.settings.queries import setting_of, value_of
from belisha.console.access.sign_in import rules
from belisha.console.access.sign_in.declared import IDLE_PUPILS, IDLE_STAFF, LEAVING, LOG_OFF

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.settings.registry import Setting

__all__ = [
    "Reach",
    "account_by_username",
    "account_for_address",
    "accounts_for_reset",
    "agreed_for",
    "chain_of",
    "factors_of",
    "flags_of",
    "flags_of_school",
    "habits",
    "has_factor",
    "idle_minutes_for",
    "kept_for",
    "needs_factor",
    "own_stand_ins",
    "reach_of",
    "resets_of",
    "session_of",
    "sessions_of",
    "signs_out_when_idle",
    "stand_in_of",
    "stand_ins_for",
    "stand_ins_of",
]


def chain_of(user: User) -> School | Federation:
    """Where what concerns an account is put on record: at its school, or at the federation for those without one."""
    return user.school or user.federation


def session_of(key: str | None) -> Session | None:
    """The session that a key opens, or None."""
    return Session.objects.going_on().filter(key=key).first() if key else None


def sessions_of(user: User) -> QuerySet[Session]:
    """Somebody's sessions that go on, the one used last first."""
    return Session.objects.going_on().filter(user=user).order_by("-last_seen", "-pk")


def idle_minutes_for(user: User) -> int:
    """After how many idle minutes somebody's session locks, as their school has set it. One query."""
    return int(_set_for(user, IDLE_PUPILS if user.kind == User.Kind.PUPIL else IDLE_STAFF))


def signs_out_when_idle(user: User) -> bool:
    """Whether an idle session of somebody ends, where their school has chosen that, or locks. One query."""
    return bool(_set_for(user, LEAVING) == LOG_OFF)


def _set_for(user: User, which: Setting[Any]) -> Any:
    if user.school:
        return value_of(user.school, which)
    return setting_of(user.federation, which.key).state.value


def factors_of(user: User) -> list[Authenticator]:
    """Somebody's second factors and recovery codes, oldest first."""
    return list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk"))


def has_factor(user: User) -> bool:
    """Whether somebody can be asked for a second factor; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def needs_factor(user: User) -> bool:
    """Whether somebody must set up a second factor before anything else."""
    return rules.must_have_factor(holding.role for holding in holdings(user)) and not has_factor(user)


def account_for_address(address: str) -> User | None:
    """The one open account with an e-mail address; None where there is none, or more than one."""
    found = list(
        User.objects.filter(email__iexact=address, opened_at__isnull=False, closed_at__isnull=True).order_by("pk")[:2]
    )
    return found[0] if len(found) == 1 else None


class Reach(NamedTuple):
    """Whom a sign-in elsewhere lets in: open accounts with an address of their own in its domains, and addresses that
    several accounts have, which lets none of them in."""

    fitting: int
    shared: list[str]


def reach_of(domains: Iterable[str]) -> Reach:
    """Whom the addresses of some domains let in. One query."""
    wanted = Q()
    for domain in domains:
        wanted |= Q(email__iendswith=f"@{domain}")
    open_now = User.objects.filter(wanted, opened_at__isnull=False, closed_at__isnull=True)
    held = Counter(email.lower() for email in open_now.values_list("email", flat=True))
    return Reach(
        sum(count == 1 for count in held.values()), sorted(email for email, count in held.items() if count > 1)
    )


def account_by_username(name: str) -> User | None:
    """The account with a user name, open or not."""
    return User.objects.filter(username=name.strip().lower()).first() if name.strip() else None


def accounts_for_reset(address: str) -> list[User]:
    """Open accounts that a link for a new password may go to. Pupils ask their teacher."""
    return list(
        User.objects.filter(email__iexact=address, opened_at__isnull=False, closed_at__isnull=True)
        .exclude(kind=User.Kind.PUPIL)
        .exclude(username__isnull=True)
        .order_by("pk")
    )


def kept_for(user: User, now: datetime) -> KeptForm | None:
    """What somebody had typed last when their session locked, if it is not older than a day."""
    return KeptForm.objects.filter(user=user, at__gt=now - rules.KEEP_FORM_FOR).order_by("-at", "-pk").first()


def flags_of(user: User) -> QuerySet[Flag]:
    """Sign-ins of somebody that they have not looked at yet."""
    return (
        Flag.objects.filter(user=user, cleared_at__isnull=True)
        .exclude(kind=Flag.Kind.NOT_OWNER)
        .select_related("session", "other")
        .order_by("at", "pk")
    )


def flags_of_school(school: School) -> QuerySet[Flag]:
    """All flagged sign-ins of a school, open ones first, then the newest."""
    return (
        Flag.objects.filter(user__school=school)
        .select_related("user", "session", "other", "cleared_by")
        .order_by("cleared_at", "-at", "-pk")
    )


def habits(school: School, since: datetime) -> list[rules.Habit]:
    """How the sessions of each member of staff have ended since an instant, by name."""
    ended = (
        Session.objects.for_school(school)
        .filter(user__kind=User.Kind.STAFF, ended_at__gte=since)
        .order_by("user__name", "user_id")
        .values_list("user_id", "user__name", "ending")
    )
    by_person: dict[tuple[int, str], list[str]] = {}
    for pk, name, ending in ended:
        by_person.setdefault((pk, name), []).append(ending)
    return [rules.habit(name, endings) for (_, name), endings in by_person.items()]


def resets_of(school: School) -> QuerySet[FactorReset]:
    """Requests to take off a second factor, open ones first."""
    return (
        FactorReset.objects.filter(school=school)
        .select_related("user", "asked_by", "decided_by")
        .order_by("decided_at", "-asked_at", "-pk")
    )


def stand_ins_of(school: School) -> QuerySet[StandIn]:
    """Requests to stand in at a school with their answers, the newest first."""
    answers = Prefetch("answers", StandInAnswer.objects.select_related("by").order_by("at", "pk"))
    return (
        StandIn.objects.filter(school=school)
        .select_related("by", "user", "school")
        .prefetch_related(answers)
        .order_by("-asked_at", "-pk")
    )


def agreed_for(user: User, school: School, now: datetime) -> QuerySet[StandIn]:
    """What somebody asked for at a school, both have agreed to, and can still begin."""
    return StandIn.objects.filter(
        by=user, school=school, state=StandIn.State.AGREED, asked_at__gte=now - rules.BEGIN_WITHIN
    ).select_related("user")


def stand_ins_for(user: User) -> QuerySet[StandIn]:
    """Times that somebody else used the console as this person, of which they have not read yet."""
    return (
        StandIn.objects.filter(user=user, began_at__isnull=False, seen_at__isnull=True)
        .select_related("by")
        .order_by("began_at", "pk")
    )


def own_stand_ins(user: User) -> QuerySet[StandIn]:
    """Every time that somebody else used the console as this person, the newest first."""
    return StandIn.objects.filter(user=user, began_at__isnull=False).select_related("by").order_by("-began_at", "-pk")


def stand_in_of(session: Session) -> StandIn | None:
    """The stand-in that goes on in a session, whether or not its time is over."""
    return (
        StandIn.objects.filter(session=session, state=StandIn.State.BEGUN)
        .select_related("user__school", "user__federation", "by", "school")
        .first()
    )
