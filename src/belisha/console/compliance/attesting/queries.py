"""What people have said of the duties of a school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.models import Post
from belisha.console.access.roles import ROLES, Role
from belisha.console.compliance.attesting.rules import (
    COUNTERSIGNING,
    Confirmed,
    able,
    answers_for,
    standing_of_confirmed,
    warns_from,
)
from belisha.console.compliance.models import Attestation, AttestationFile
from belisha.console.duties.registry import PROOFS
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User
    from belisha.console.duties.catalogue import Duty
    from belisha.console.duties.registry import Standing

__all__ = [
    "attestation_of",
    "attestations_of",
    "confirmations_due",
    "confirmed_standings",
    "file_of",
    "may_confirm",
    "may_countersign",
    "running_out",
    "to_countersign",
]


def confirmed_standings(school: School, now: datetime) -> dict[str, Standing]:
    """How those duties stand of which people said something, by the duty's id. One query."""
    today = timezone.localdate(now)
    return {
        said.duty: standing_of_confirmed(_confirmed(said), today, reverse("duty", args=[school.code, said.duty]))
        for said in _counting(school)
    }


def attestations_of(school: School, duty: str) -> QuerySet[Attestation]:
    """What was said of a duty, newest first."""
    said: QuerySet[Attestation] = Attestation.objects.for_school(school).filter(duty=duty)
    return said.select_related("by", "countersigned_by").prefetch_related("files")


def attestation_of(school: School, number: int) -> Attestation:
    """One of a school. Raises Http404."""
    found: Attestation | None = Attestation.objects.for_school(school).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def file_of(school: School, number: int) -> AttestationFile:
    """A file of a confirmation of a school. Raises Http404."""
    found = AttestationFile.objects.for_school(school).select_related("attestation__school").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def may_confirm(user: User, school: School, duty: Duty) -> Role | None:
    """The role by which somebody may say how a duty is kept; None where they may not, or where data prove it."""
    if duty.id in PROOFS:
        return None
    return next(iter(sorted(able(duty) & roles_at(user, school))), None)


def may_countersign(user: User, school: School, said: Attestation) -> Role | None:
    """The role by which somebody may sign what another person said; None where they may not."""
    if said.by_id == user.pk or not said.current or said.countersigned_by_id:
        return None
    return next(iter(sorted(COUNTERSIGNING & roles_at(user, school))), None)


def running_out(user: User, school: School, today: date) -> list[Attestation]:
    """What somebody answers for that was confirmed, and has run out or soon does."""
    return [said for said, _holder in confirmations_due(school, today, user)]


def confirmations_due(school: School, today: date, of: User | None) -> list[tuple[Attestation, int | None]]:
    """Confirmations that have run out or soon do, with whoever answers for them: one person's or all. Two queries.

    That is whoever gave it, while they hold the post by which they did; else whoever holds the post now; None while it
    is vacant.
    """
    counting = Attestation.objects.for_school(school).that_count().order_by("until", "pk")
    ending = [said for said in counting if today >= warns_from(timezone.localdate(said.at), said.until)]
    if not ending:
        return []
    holders: dict[str, list[int]] = {}
    posts = Post.objects.for_school(school).held_on(today).filter(holder__closed_at__isnull=True)
    for role, holder in posts.order_by("school", "first", "pk").values_list("role", "holder"):
        holders.setdefault(role, []).append(holder)
    found = [(said, answers_for(said.by_id, holders.get(said.role, []))) for said in ending]
    return [(said, holder) for said, holder in found if of is None or holder == of.pk]


def to_countersign(user: User, school: School) -> list[Attestation]:
    """What others said that waits for a second signature, where this person may give it; oldest first."""
    if not COUNTERSIGNING & roles_at(user, school):
        return []
    waiting = Attestation.objects.for_school(school).that_count().filter(countersigned_by__isnull=True)
    return list(waiting.exclude(by=user).select_related("by").order_by("at", "pk"))


def _counting(school: School) -> QuerySet[Attestation]:
    said: QuerySet[Attestation] = Attestation.objects.for_school(school).that_count()
    clean = AttestationFile.objects.filter(attestation=OuterRef("pk"), state=AttestationFile.State.CLEAN)
    late = Q(at__gt=F("attestation__countersigned_at"))  # whoever signed second has not seen it
    in_time = Q(attestation__countersigned_at__isnull=True) | Q(at__lte=F("attestation__countersigned_at"))
    return said.annotate(
        who=F("by__name"),
        other=F("countersigned_by__name"),
        has_file=Exists(clean.filter(in_time)),
        has_late_file=Exists(clean.filter(late)),
    )


def _confirmed(said: Attestation) -> Confirmed:
    return Confirmed(
        kept=said.kept,
        words=said.words,
        evidence=said.evidence or ("file" if said.has_file else ""),  # type: ignore[attr-defined]  # annotated above
        name=said.who,  # type: ignore[attr-defined]  # annotated above
        title=str(ROLES[Role(said.role)].title),
        at=said.at,
        given=timezone.localdate(said.at),
        until=said.until,
        countersigned=said.other or "",  # type: ignore[attr-defined]
        late_file=said.has_late_file,  # type: ignore[attr-defined]
    )
