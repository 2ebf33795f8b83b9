"""What the pages of signing in take, for the tests that visit every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from belisha.console.access.models import FactorReset, Flag, Session, StandIn
from belisha.console.access.sign_in.sealing import sealed
from cast import SECRET, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User


def a_session(_school: School, member: User) -> dict[str, Any]:
    now = timezone.now()
    about = {"user": member, "way": "password", "began": now, "last_seen": now}
    made, _ = Session.objects.get_or_create(key=f"example{member.pk}", defaults=about)
    return {"number": made.pk}


def an_own_flag(school: School, member: User) -> dict[str, Any]:
    session = a_session(school, member)["number"]
    made = Flag.objects.create(user=member, kind=Flag.Kind.TWO_DEVICES, session_id=session, at=timezone.now())
    return {"number": made.pk}


def a_flag(school: School, _member: User) -> dict[str, Any]:
    return an_own_flag(school, somebody(school))


def a_factor(_school: School, member: User) -> dict[str, Any]:
    kept = Authenticator.objects.filter(user=member).first()
    made = kept or Authenticator.objects.create(user=member, type="totp", data={"secret": sealed(SECRET)})
    return {"number": made.pk}


def a_passkey(_school: School, member: User) -> dict[str, Any]:
    made = Authenticator.objects.create(user=member, type="webauthn", data={"name": "key", "credential": {}})
    return {"number": made.pk}


def a_reset(school: School, _member: User) -> dict[str, Any]:
    now = timezone.now()
    made = FactorReset.objects.create(
        school=school, user=somebody(school), reason="Lost phone", asked_by=somebody(school), asked_at=now
    )
    return {"number": made.pk}


def a_stand_in(school: School, _member: User) -> dict[str, Any]:
    made = StandIn.objects.create(
        school=school,
        by=somebody(school),
        user=somebody(school),
        reason="Marks due",
        minutes=20,
        asked_at=timezone.now(),
    )
    return {"number": made.pk}


SIGN_IN: dict[str, Callable[[School, User], dict[str, Any]]] = {
    "own-session-end": a_session,
    "own-flag-answer": an_own_flag,
    "second-factor-rename": a_passkey,
    "second-factor-remove": a_factor,
    "factor-reset": a_reset,
    "sign-in-flag": a_flag,
    "stand-in": a_stand_in,
    "stand-in-begin": a_stand_in,
}
