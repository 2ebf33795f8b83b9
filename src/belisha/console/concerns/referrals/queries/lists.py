"""Lists of referrals and contacts, as whoever asks may see them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.remembering import remembered
from belisha.console.concerns.models import Concern, Contact, Entry, Referral
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.referrals.queries.standing import OPEN, standings_of
from belisha.console.concerns.referrals.rules.agencies import Agency, agencies

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.models.concerns import ConcernQuerySet
    from belisha.console.concerns.models.referrals import ReferralQuerySet
    from belisha.console.concerns.referrals.queries.standing import Standing

__all__ = [
    "YEAR",
    "Body",
    "contact_of",
    "contacts_for",
    "directory_of",
    "entries_of",
    "late_for",
    "open_standings",
    "referral_of",
    "referrals_for",
    "worked_by",
]

YEAR: Final = timedelta(days=365)


def worked_by(by: By, school: School) -> ConcernQuerySet:
    """The concerns of a school that somebody answers for: who was only let in sees no referrals."""
    return visible(by, school).filter(route__in=routes_of(by, school))


def referrals_for(by: By, school: School) -> ReferralQuerySet:
    """Every referral of concerns that somebody answers for."""
    found: ReferralQuerySet = Referral.objects.filter(concern__in=worked_by(by, school))
    return found.select_related("concern__school", "sent_by")


def referral_of(concern: Concern, key: str) -> Referral:
    """A referral of a concern. Raises Http404."""
    found = Referral.objects.filter(concern=concern, key=key).select_related("concern__school", "sent_by", "began_by")
    referral: Referral | None = found.first()
    if referral is None:
        raise Http404
    return referral


def entries_of(referral: Referral) -> QuerySet[Entry]:
    """What was written of a referral, as it happened, in its concern or in one that was put into that."""
    here = Q(concern=referral.concern_id) | Q(concern__merged_into=referral.concern_id)
    rows = Entry.objects.filter(here, details__referral=referral.key)
    return rows.select_related("by").order_by("at", "pk")


def open_standings(concerns: ConcernQuerySet, now: datetime) -> list[Standing]:
    """Where the open ones of some concerns stand. Three queries."""
    return standings_of(concerns.filter(state__in=OPEN).order_by("pk"), now)


class Late(NamedTuple):
    """How much is overdue, of what somebody answers for."""

    questions: int
    referrals: int
    chases: int


def late_for(by: By, school: School, now: datetime) -> Late:
    """What is overdue at a school, of what somebody answers for. Three queries."""
    standings, today = open_standings(worked_by(by, school), now), timezone.localdate(now)
    referrals = [each for standing in standings for each in standing.referrals]
    return Late(
        sum(line.late for standing in standings for line in standing.lines),
        sum(each.state == Referral.State.TO_SEND and each.due_at <= now for each in referrals),
        sum(each.state == Referral.State.SENT and (each.chase_on or date.max) <= today for each in referrals),
    )


class Body(NamedTuple):
    """A body with how it is reached: from the school's directory, or the same everywhere."""

    agency: Agency
    contacts: tuple[Contact, ...]
    stale: bool  # an entry that nobody has checked within a year

    @property
    def missing(self) -> bool:
        """Whether each area has its own, and none is entered."""
        return self.agency.area and not self.contacts


def directory_of(school: School, now: datetime) -> list[Body]:
    """Every body, with the contacts that the school has entered. One query, once for a page."""
    rows = Contact.objects.filter(school=school, ended_at=None).select_related("checked_by", "school")
    kept = remembered(("safeguarding contacts", school.pk), lambda: list(rows))
    return [_body(agency, kept, now) for agency in agencies()]


def contacts_for(school: School, names: tuple[str, ...] | list[str], now: datetime) -> list[Body]:
    """How some bodies are reached, by their ids. One query."""
    wanted = {*names}
    kept = list(Contact.objects.filter(school=school, agency__in=wanted, ended_at=None).select_related("checked_by"))
    return [_body(agency, kept, now) for agency in agencies() if agency.id in wanted]


def _body(agency: Agency, kept: list[Contact], now: datetime) -> Body:
    own = tuple(contact for contact in kept if contact.agency == agency.id)
    return Body(agency, own, any(contact.checked_at < now - YEAR for contact in own))


def contact_of(school: School, number: int) -> Contact:
    """A contact that is in the directory. Raises Http404."""
    contact = Contact.objects.filter(Q(ended_at=None), school=school, pk=number).select_related("school").first()
    if contact is None:
        raise Http404
    return contact
