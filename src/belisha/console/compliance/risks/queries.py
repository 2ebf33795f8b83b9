"""What is on the risk register of technology, what waits, what is late, and what turned up without being on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.accounts.queries.services import services_of
from belisha.console.compliance.models import Assessment, Technology
from belisha.console.compliance.models.risks import Decision
from belisha.console.compliance.risks.rules import ASSESSING, DECIDING, Asked
from belisha.console.filtering.policy.queries import NotAdoptedError
from belisha.console.filtering.policy.queries.covering import blocking, pupil_profiles, school_policy
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import OutsideService, School, User
    from belisha.console.access.roles import Role

__all__ = [
    "Waiting",
    "ai_open_for_pupils",
    "allowed_at",
    "asked_of",
    "assessment_waiting",
    "last_assessed",
    "late",
    "matrix",
    "may_assess",
    "may_decide",
    "on_register",
    "pupils_ai_allowed",
    "technology_of",
    "unregistered_services",
    "waiting_for",
    "waiting_longest",
    "wished_by",
]

AI_CATEGORY: Final = "generative-ai"


class Waiting(NamedTuple):
    """How many technologies wait for a decision, for the data officer's word, for somebody to assess them."""

    decision: int
    data: int
    assessment: int


def on_register(school: School) -> QuerySet[Technology]:
    """Everything that ever stood on a school's register: what is late first, then what waits."""
    found: QuerySet[Technology] = Technology.objects.for_school(school)
    return found.select_related("owner", "school", "wanted_by").order_by("ended_at", "review_on", "name", "pk")


def technology_of(school: School, number: int) -> Technology:
    """One of a school. Raises Http404."""
    rows = on_register(school).select_related("service")
    found = rows.prefetch_related("assessments__by", "assessments__decided_by", "assessments__data_by")
    one = found.filter(pk=number).first()
    if one is None:
        raise Http404
    return one


def assessment_waiting(technology: Technology) -> Assessment | None:
    """The assessment on which nobody has decided."""
    return Assessment.objects.filter(technology=technology, decision=Decision.WAITING).first()


def asked_of(technology: Technology, assessment: Assessment) -> Asked:
    """What a decision on an assessment rests on."""
    return Asked(
        technology.kind,
        technology.pupils,
        technology.personal,
        assessment.after,
        assessment.points,
        assessment.data_words,
    )


def wished_by(user: User, school: School) -> QuerySet[Technology]:
    """What somebody asked for, the newest first."""
    found: QuerySet[Technology] = Technology.objects.for_school(school).filter(wanted_by=user)
    return found.order_by("-entered_at", "-pk")


def late(school: School, today: date) -> QuerySet[Technology]:
    """What should have been looked at anew."""
    found: QuerySet[Technology] = Technology.objects.for_school(school).used().filter(review_on__lt=today)
    return found


def unregistered_services(school: School) -> list[OutsideService]:
    """Outside services in which people of the school have accounts and that the register does not hold."""
    held = Technology.objects.for_school(school).standing().filter(service__isnull=False).values("service")
    return list(services_of(school).exclude(pk__in=held).order_by("name", "pk"))


def ai_open_for_pupils(school: School) -> tuple[str, ...]:
    """The pupils' levels of the filter in which tools with artificial intelligence are open at some time."""
    try:
        policy, profiles = school_policy(school)
    except (NotAdoptedError, KeyError):
        return ()
    found = blocking(policy, school, AI_CATEGORY, pupil_profiles(policy, profiles))
    return () if found.locked else (*found.open_for, *found.at_times)


def matrix(rows: Iterable[Technology], *, before: bool) -> list[tuple[int, list[tuple[int, list[Technology]]]]]:
    """Technologies by likelihood (5 to 1) and harm (1 to 5), as the last assessment of each says."""
    cells: dict[tuple[int, int], list[Technology]] = {}
    for row in rows:
        last = next(iter(row.assessments.all()), None)
        if last is not None:
            after = (last.likelihood_after, last.harm_after)
            place = (last.likelihood_before, last.harm_before) if before else after
            cells.setdefault(place, []).append(row)
    return [(chance, [(harm, cells.get((chance, harm), [])) for harm in range(1, 6)]) for chance in range(5, 0, -1)]


def may_assess(user: User, school: School) -> Role | None:
    """The role by which somebody assesses."""
    return next(iter(sorted(ASSESSING & roles_at(user, school))), None)


def may_decide(user: User, school: School) -> Role | None:
    """The role by which somebody decides."""
    return next(iter(sorted(DECIDING & roles_at(user, school))), None)


def waiting_longest(school: School) -> int:
    """For how many days the oldest wish has waited for a decision; 0 where none waits."""
    rows = Technology.objects.for_school(school).standing().filter(decision=Decision.WAITING).order_by("entered_at")
    first = rows.first()
    return (timezone.now() - first.entered_at).days if first else 0


def allowed_at(school: School) -> QuerySet[Technology]:
    """What may be used at a school now, tried or for good."""
    rows: QuerySet[Technology] = Technology.objects.for_school(school).standing()
    return rows.filter(decision__in=[Decision.ALLOWED, Decision.TRIAL], review_on__gte=timezone.localdate())


def pupils_ai_allowed(school: School) -> bool:
    """Whether children may use some tool with artificial intelligence."""
    return allowed_at(school).filter(kind=Technology.Kind.AI, pupils=True).exists()


def last_assessed(technology: Technology) -> dict[str, object]:
    """The last assessment, as the form of the next one begins with it."""
    last = Assessment.objects.filter(technology=technology).first()
    if last is None:
        return {}
    names = ("risks", "measures", "likelihood_before", "harm_before", "likelihood_after", "harm_after")
    return {name: getattr(last, name) for name in names} | {f"point-{key}": said for key, said in last.points.items()}


def waiting_for(school: School, user: User) -> Waiting:
    """How much waits for whom: a decision that this person may take, the data officer's word, an assessment."""
    open_ones = Assessment.objects.filter(
        technology__school=school, technology__ended_at__isnull=True, decision=Decision.WAITING
    )
    none_yet = Technology.objects.for_school(school).standing().filter(decision=Decision.WAITING)
    mine = ~Q(by=user)
    data = Q(technology__personal=True, data_words="")
    open_now = open_ones.order_by().aggregate(mine=Count("pk", filter=mine), data=Count("pk", filter=data))
    return Waiting(
        open_now["mine"],
        open_now["data"],
        none_yet.exclude(assessments__decision=Decision.WAITING).count(),
    )
