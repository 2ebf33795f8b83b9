"""What referrals prove. A standing is read by many: it says no number, and counts nothing about the head.

Concerns about the head are the chair's alone, who is told of what is late by their own home page; the head, who reads
standings, must not learn from one that there is such a concern.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.models import Concern, Referral
from belisha.console.concerns.queries.proving import only_in_use
from belisha.console.concerns.referrals.queries.lists import contacts_for, open_standings
from belisha.console.concerns.referrals.queries.standing import wants
from belisha.console.concerns.referrals.rules.procedures import due
from belisha.console.concerns.rules.routes import CHAIR, HEAD
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.concerns.referrals.queries.standing import Line
    from belisha.console.concerns.referrals.queries.standing import Standing as OfConcern

__all__: list[str] = []

NUMBER: Final = timedelta(days=1)  # within which a number, or advice, is entered once a referral was made
POLICE: Final = frozenset({"police-101", "police-999"})


class Looked(NamedTuple):
    """What was found of one duty: something late, something that is wanted and not late yet."""

    late: bool
    waits: bool


def _looked(
    school: School, now: datetime, names: set[str], bodies: frozenset[str] | None = None, within: str = ""
) -> Looked:
    """Some procedures at a school. `bodies`: only referrals to these count. `within`: an answer may take so long."""
    concerns = Concern.objects.for_school(school).exclude(route=CHAIR)
    late = waits = False
    for standing in open_standings(concerns, now):
        for line in standing.lines:
            if line.procedure.id not in names:
                continue
            for is_late in _each(standing, line, now, bodies, within):
                # of an allegation that came in nobody reads here, least of all whom it is about: only that one is late
                late, waits = late or is_late, waits or standing.concern.route != HEAD
    return Looked(late, waits)


def _each(standing: OfConcern, line: Line, now: datetime, bodies: frozenset[str] | None, within: str) -> Iterator[bool]:
    """Of everything that a line still wants, whether it is late."""
    if line.answer is None:
        zone = timezone.get_default_timezone()
        by_when = due(within, standing.concern.reported_at, zone) if within else line.due
        yield by_when <= now
    for referral in line.referrals:
        if bodies is not None and referral.agency not in bodies:
            continue
        if referral.state == Referral.State.TO_SEND:
            yield referral.due_at <= now
        elif wants(referral) and referral.sent_at is not None:
            yield referral.sent_at + NUMBER <= now


def _standing(school: School, now: datetime, looked: Looked, *bodies: str) -> Standing:
    link = reverse("referrals", args=[school.code])
    if looked.late:
        reason = _("A decision or a referral is late: whoever answers for it finds it under “Referrals”.")
        return Standing(State.BREACHED, reason, Basis.RECORDED, link=link)
    if any(body.missing for body in contacts_for(school, bodies, now)):
        reason = _("How a body of the area is reached has not been entered among the safeguarding contacts.")
        link = reverse("safeguarding-contacts", args=[school.code])
        return Standing(State.AT_RISK, reason, Basis.RECORDED, link=link)
    if looked.waits:
        reason = _("A decision or a referral waits, with time left: whoever answers for it finds it under “Referrals”.")
        return Standing(State.AT_RISK, reason, Basis.RECORDED, link=link)
    reason = _("Whatever had to be told outside is on record with its number, or the reason why it was not told.")
    return Standing(State.MET, reason, Basis.RECORDED, link=link)


@proves("concerns.lado-discussion")
@only_in_use
def lado_discussion(school: School, now: datetime) -> Standing:
    """Whether each allegation was talked over with the LADO within a working day, with name, time and advice."""
    return _standing(school, now, _looked(school, now, {"allegation"}), "lado")


@proves("concerns.staff-device-allegations")
@only_in_use
def staff_device_allegations(school: School, now: datetime) -> Standing:
    """Whether each concern about an adult of the school was judged by the allegations procedure in time."""
    return _standing(school, now, _looked(school, now, {"allegation", "staff-crime"}), "lado")


@proves("concerns.illegal-to-police-lado")
@only_in_use
def illegal_to_police_lado(school: School, now: datetime) -> Standing:
    """Whether material thought to be illegal was told to police and LADO the same day."""
    looked = _looked(school, now, {"illegal"}, POLICE | {"lado"}, within="today")
    return _standing(school, now, looked, "lado")


@proves("concerns.illegal-to-agencies")
@only_in_use
def illegal_to_agencies(school: School, now: datetime) -> Standing:
    """Whether material thought to be illegal was told to the body that answers for it within the hour."""
    return _standing(school, now, _looked(school, now, {"illegal"}, POLICE | {"iwf", "ceop", "prevent"}))


@proves("concerns.criminal-activity")
@only_in_use
def criminal_activity(school: School, now: datetime) -> Standing:
    """Whether crime, and danger now, were told to the police or the education safeguarding team."""
    return _standing(school, now, _looked(school, now, {"danger", "crime"}), "education-safeguarding")


@proves("concerns.police-devices")
@only_in_use
def police_devices(school: School, now: datetime) -> Standing:
    """Whether the police were told where an adult is thought to have illegal content or to have committed a crime."""
    return _standing(school, now, _looked(school, now, {"staff-crime"}))


@proves("concerns.computer-misuse-crime")
@only_in_use
def computer_misuse_crime(school: School, now: datetime) -> Standing:
    """Whether it was decided within two days if misuse of systems goes to the police, with the reason."""
    return _standing(school, now, _looked(school, now, {"computer-misuse"}))


@proves("concerns.disturbing-email-police")
@only_in_use
def disturbing_email_police(school: School, now: datetime) -> Standing:
    """Whether deeply disturbing or unlawful messages went to the police, or it says why not."""
    return _standing(school, now, _looked(school, now, {"disturbing-message"}))


@proves("concerns.threat-to-police")
@only_in_use
def threat_to_police(school: School, now: datetime) -> Standing:
    """Whether somebody of the safeguarding team decided of each threat if the police are told, with the reason."""
    return _standing(school, now, _looked(school, now, {"threat"}))


@proves("concerns.technical-report-authority")
@only_in_use
def technical_report_authority(school: School, now: datetime) -> Standing:
    """Whether technical breaches were told to a body outside, with its number, or it says why not."""
    return _standing(school, now, _looked(school, now, {"technical"}), "technical-body")


@proves("concerns.beyond-school")
@only_in_use
def beyond_school(school: School, now: datetime) -> Standing:
    """Whether what other schools need to know went, without names, to the education safeguarding team."""
    return _standing(school, now, _looked(school, now, {"beyond-school"}), "education-safeguarding")
