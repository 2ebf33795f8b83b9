"""What of signing in needs somebody now: their own sign-ins, and what waits for a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.models import FactorReset, Flag, StandIn
from belisha.console.access.needs import Need, Urgency, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.queries import (
    agreed_for,
    flags_of,
    flags_of_school,
    kept_for,
    resets_of,
    stand_ins_for,
    stand_ins_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__: list[str] = []


def _told_here(user: User, school: School) -> bool:
    """What is somebody's own is told once: at their school, or for those of the federation at the first that asks."""
    first: int = user.__dict__.setdefault("_own_needs_at", user.school_id or school.pk)
    return first == school.pk


@needs(None, of_many=True)
def own_sign_ins(user: User, school: School) -> Iterator[Need]:
    """Sign-ins to look at, times that somebody stood in, and what was typed when the session locked."""
    if not _told_here(user, school):
        return
    if flags_of(user).exists():
        yield Need(_("Was this you? Look at a sign-in of your account"), reverse("own-flags"), Urgency.NOW)
    if stand_ins_for(user).exists():
        yield Need(_("Somebody used Belisha in your name: read who and why"), reverse("own-flags"), Urgency.NOW)
    if kept_for(user, timezone.now()):
        yield Need(_("You had typed something that was not sent"), reverse("kept-form"), Urgency.NOW)


@needs(Permission.ASK_STAND_IN)
def agreed_stand_ins(user: User, school: School) -> Iterator[Need]:
    """What two people agreed to, for whoever asked."""
    for stand_in in agreed_for(user, school, timezone.now()):
        text = _("Two people agreed: you can stand in for %(whom)s now") % {"whom": stand_in.user.name}
        yield Need(text, reverse("stand-in", args=[school.code, stand_in.pk]), Urgency.NOW)


@needs(Permission.APPROVE_STAND_IN)
def answers_wanted(user: User, school: School) -> Iterator[Need]:
    """Requests that wait for a second person, or for two, and have not been answered by this one."""
    resets = resets_of(school).filter(state=FactorReset.State.ASKED).exclude(asked_by=user).exclude(user=user)
    for number, name in resets.values_list("pk", "user__name"):
        text = _("A second person must agree: lost second factor of %(name)s") % {"name": name}
        yield Need(text, reverse("factor-reset", args=[school.code, number]), Urgency.NOW)
    asked = stand_ins_of(school).prefetch_related(None).filter(state=StandIn.State.ASKED).exclude(answers__by=user)
    for number, who, whom in asked.exclude(by=user).exclude(user=user).values_list("pk", "by__name", "user__name"):
        text = _("%(who)s asks to stand in for %(whom)s") % {"who": who, "whom": whom}
        yield Need(text, reverse("stand-in", args=[school.code, number]), Urgency.NOW)


@needs(Permission.CHANGE_ACCOUNTS)
def flags_to_look_into(user: User, school: School) -> Iterator[Need]:
    """Sign-ins that their owners say were not them."""
    flags = flags_of_school(school).filter(kind=Flag.Kind.NOT_OWNER, cleared_at__isnull=True).exclude(user=user)
    count = flags.count()
    if count:
        text = ngettext(
            "%(n)s sign-in that its owner does not know: find out who it was",
            "%(n)s sign-ins that their owners do not know: find out who it was",
            count,
        )
        yield Need(text % {"n": count}, reverse("sign-in-flags", args=[school.code]), Urgency.NOW)
