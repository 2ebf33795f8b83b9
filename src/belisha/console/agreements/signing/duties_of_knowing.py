"""What signatures prove of what people know and were told: duties of other domains that rest on what was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.signing.duties import visitor_devices
from belisha.console.agreements.signing.queries.proving import held_by, restricted, without_checks, without_clause
from belisha.console.agreements.signing.queries.standing import here, standings
from belisha.console.agreements.signing.rules import State as Where
from belisha.console.agreements.signing.rules import grace_ends
from belisha.console.agreements.texts.declared import GRACE_DAYS
from belisha.console.agreements.texts.queries import in_force
from belisha.console.agreements.texts.rules import kind_of
from belisha.console.duties.registry import Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from belisha.console.access.models import School
    from belisha.console.agreements.signing.queries.standing import Line

__all__: list[str] = []

PUPILS: Final = ("pupil-ks1", "pupil-ks2")
EVERYBODY: Final = ("staff", "volunteer", "governor", "parent", *PUPILS)
TESTED: Final = ("incident-guidance", "policy-read")  # signed only by whoever answers its questions rightly


def _standing(school: School, state: State, reason: str, page: str = "agreements-unsigned") -> Standing:
    return Standing(state, reason, link=reverse(page, args=[school.code]))


def _titles(asked: Sequence[str]) -> str:
    return get_text_list([f"“{kind_of(kind).title}”" for kind in asked], _("and"))


def _unissued(school: School, asked: Sequence[str]) -> Standing | None:
    """How a duty stands while what it rests on is not issued; None when all of it is."""
    there = in_force(school)
    if missing := [kind for kind in asked if kind not in there]:
        reason = _("Not issued, so nobody signs it: %(titles)s.") % {"titles": _titles(missing)}
        return _standing(school, State.BREACHED, reason, "agreements")
    return None


def _signed(school: School, asked: Sequence[str], today: date, met: str) -> Standing:
    """Whether all whom some kinds are for have signed: breached by those whose days of grace are over."""
    lines = [line for kind in asked for line in held_by(school, kind, today)]
    if not lines:
        return _standing(school, State.NOT_KNOWN, _("Nobody here is asked for %(what)s.") % {"what": _titles(asked)})
    left = [line for line in lines if not line.is_done]
    days = value_of(school, GRACE_DAYS)
    late = [line for line in left if grace_ends(line.since, days, at_once=line.at_once) <= today]
    about = {"all": len(lines), "left": len(left), "late": len(late)}
    if late:
        reason = _("%(late)d of %(all)d signatures that this rests on are late.") % about
        return _standing(school, State.BREACHED, reason)
    if left:
        reason = _("%(left)d of %(all)d signatures that this rests on are still to come, in time.") % about
        return _standing(school, State.AT_RISK, reason)
    return _standing(school, State.MET, met % about)


@proves("social.expectations-all")
def social_expectations(school: School, now: datetime) -> Standing:
    """The clause on social media stands in what staff, governors, parents and pupils sign, and all have signed it."""
    there = in_force(school)
    asked: list[str] = [kind for kind in EVERYBODY if kind in there]
    wanted = [*asked, *({"staff", "parent"} - there.keys())]
    if unissued := _unissued(school, sorted(wanted)):
        return unissued
    if lacking := without_clause(school, "social-media", asked):
        reason = _("Nothing is said of social media in: %(titles)s.") % {"titles": _titles(lacking)}
        return _standing(school, State.BREACHED, reason, "agreements")
    met = _("What is expected on social media stands in every agreement, and all %(all)d signatures are there.")
    return _signed(school, asked, timezone.localdate(now), met)


@proves("concerns.staff-know-procedure")
def staff_know_procedure(school: School, now: datetime) -> Standing:
    """All staff answered this school year what they do when something happens, and rightly: else nobody can sign."""
    if unissued := _unissued(school, TESTED):
        return unissued
    if lacking := without_checks(school, TESTED):
        reason = _("Signed without any question that must be answered rightly: %(titles)s.")
        return _standing(school, State.BREACHED, reason % {"titles": _titles(lacking)}, "agreements")
    met = _("All staff answered this year what they do when something happens online, and signed it (%(all)d times).")
    return _signed(school, TESTED, timezone.localdate(now), met)


@proves("data.breach-known")
def breach_known(school: School, now: datetime) -> Standing:
    """All staff signed this school year that they report lost or misdirected data at once."""
    if unissued := _unissued(school, ["incident-guidance"]):
        return unissued
    if without_clause(school, "breach", ["incident-guidance"]):
        reason = _("The guidance that staff sign says nothing of lost data: issue it with that clause.")
        return _standing(school, State.BREACHED, reason, "agreements")
    met = _("All %(all)d staff signed this year that they report lost or misdirected data at once.")
    return _signed(school, ["incident-guidance"], timezone.localdate(now), met)


@proves("devices.visitor-photos")
def visitor_photos(school: School, now: datetime) -> Standing:
    """What visitors and parents sign says who may take pictures, and nobody got a badge who had not signed it."""
    asked = ["visitor", "parent"]
    if unissued := _unissued(school, asked):
        return unissued
    if lacking := without_clause(school, "phones", asked):
        reason = _("Nothing is said of pictures in: %(titles)s.") % {"titles": _titles(lacking)}
        return _standing(school, State.BREACHED, reason, "agreements")
    found = visitor_devices(school, now)
    if found.state is not State.MET:
        return found
    return found._replace(reason=_("Visitors sign that they take no pictures. %(visits)s") % {"visits": found.reason})


def _online(school: School, today: date) -> list[Line]:
    """What pupils are asked for whose account is open and whom nothing holds back."""
    held = restricted(school)
    people = [one for one in here(school, today, User.Kind.PUPIL) if one.user.is_active and one.pk not in held]
    found = standings(school, people, today)
    return [line for one in people for line in found[one.pk] if line.kind.id in PUPILS]


@proves("curriculum.before-access")
def before_access(school: School, now: datetime) -> Standing:
    """No pupil has an open account who has not gone through this year's rules: with the class, or by answering rightly.

    Days of grace make it a risk: whoever has just come may be online while the class goes through them.
    """
    today, there = timezone.localdate(now), in_force(school)
    if not set(PUPILS) & there.keys():
        return _standing(school, State.BREACHED, _("Nothing is issued that pupils go through."), "agreements")
    online = _online(school, today)
    if not online:
        return _standing(school, State.NOT_KNOWN, _("No pupil has an account that is open."))
    left = [line for line in online if line.state is not Where.SIGNED]
    days = value_of(school, GRACE_DAYS)
    late = [line for line in left if grace_ends(line.since, days, at_once=line.at_once) <= today]
    about = {"all": len(online), "left": len(left), "late": len(late)}
    if late:
        reason = _("%(late)d of %(all)d pupils can go online who have not gone through the rules of this year.") % about
        return _standing(school, State.BREACHED, reason, "agreements-classes")
    if left:
        reason = _("%(left)d of %(all)d pupils who can go online have still to go through this year's rules.") % about
        return _standing(school, State.AT_RISK, reason, "agreements-classes")
    reason = _("All %(all)d pupils who can go online have gone through this year's rules.") % about
    return _standing(school, State.MET, reason, "agreements-classes")
