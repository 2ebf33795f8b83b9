"""Consultations: which are open to whom, what was answered, who has not been heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q, Sum
from django.http import Http404
from django.utils import timezone

from belisha.console.access.authorization import holdings, place_of, schools_for
from belisha.console.access.models import Post, School, User
from belisha.console.people.models import Group, Membership
from belisha.console.policies.approving.rules import CONSULTED, TEAMS, tallied
from belisha.console.policies.models import Outcome, Response, Round, Silence

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.roles import Role
    from belisha.console.policies.approving.rules import Tally
    from belisha.console.policies.models import Version

__all__ = [
    "AudienceAnswers",
    "answers_of",
    "audience_of",
    "classes_to_ask",
    "last_round",
    "may_take_hands",
    "open_round_by_token",
    "open_rounds_for",
    "own_response",
    "own_schools",
    "response_of_class",
    "round_of",
    "silent_audiences",
    "silent_teams",
    "team_of",
]

OF_STAFF = (User.Kind.STAFF, User.Kind.VOLUNTEER, User.Kind.CONTRACTOR)


class AudienceAnswers(NamedTuple):
    """What one group answered at a school."""

    audience: str
    title: str
    heads: int  # people, hands raised in classes included
    tallies: list[Tally]
    words: list[Response]
    silence: Silence | None
    outcomes: list[Outcome]


def audience_of(user: User) -> str:
    """The group that somebody answers for; "" for governors and visitors, who are not consulted here."""
    if user.kind in OF_STAFF:
        return "staff"
    return {User.Kind.PUPIL: "pupils", User.Kind.PARENT: "parents"}.get(User.Kind(user.kind), "")


def own_schools(user: User) -> list[School]:
    """The schools that somebody belongs to: their own, and those that they work or sign in for."""
    return list(schools_for(user).select_related("federation").order_by("name", "pk"))


def team_of(user: User, school: School) -> str:
    """The team of staff that somebody is of at a school, by role; "" for leaders and others."""
    place = place_of(school)
    held = {holding.role for holding in holdings(user) if holding.reaches(place)}
    return next((role.value for role in TEAMS if role in held), "")


def round_of(school: School, pk: int) -> Round:
    """A consultation about a policy that counts at a school. Raises Http404."""
    found = Round.objects.for_school(school).filter(pk=pk)
    row = (
        found.select_related("version__policy__school", "version__policy__federation").defer("version__frozen").first()
    )
    if row is None:
        raise Http404
    return row


def last_round(version: Version) -> Round | None:
    """The newest consultation about a version."""
    found: Round | None = version.rounds.order_by("-number").first()
    return found


def open_rounds_for(school: School) -> QuerySet[Round]:
    """What people of a school can answer now."""
    found = Round.objects.for_school(school).open().filter(closes__gte=timezone.localdate())
    return found.select_related("version__policy").defer("version__frozen").order_by("closes", "pk")


def open_round_by_token(school: School, token: str) -> Round:
    """The consultation that a link is of. Raises Http404 where there is none at this school, or it is over."""
    found = open_rounds_for(school).filter(token=token).first()
    if found is None:
        raise Http404
    return found


def own_response(round_: Round, user: User, school: School) -> Response | None:
    """What somebody has answered."""
    return Response.objects.filter(round=round_, by=user, school=school).first()


def response_of_class(round_: Round, group: Group) -> Response | None:
    """What a class has answered."""
    return Response.objects.filter(round=round_, klass=group).first()


def classes_to_ask(round_: Round, school: School) -> list[tuple[Group, Response | None]]:
    """Every class of a school with its answer. Two queries."""
    today = timezone.localdate()
    given = {each.klass_id: each for each in round_.responses.filter(klass__school=school)}
    classes = Group.objects.for_school(school).classes().open_on(today).order_by("year", "name", "pk")
    return [(group, given.get(group.pk)) for group in classes]


def may_take_hands(user: User, group: Group, *, writes: bool) -> bool:
    """Whether somebody may count a class: its teachers, and whoever writes policies."""
    taught = Membership.objects.on(timezone.localdate()).filter(group=group, teaches=True, person__user=user)
    return writes or taught.exists()


def silent_audiences(round_: Round) -> list[str]:
    """The groups that have neither answered nor a reason on record why not. Two queries."""
    heard = set(round_.responses.values_list("audience", flat=True))
    heard |= set(round_.silences.values_list("audience", flat=True))
    return [audience for audience in CONSULTED if audience not in heard]


def silent_teams(round_: Round, school: School) -> list[Role]:
    """The teams of staff that have members at a school of whom nobody answered. Two queries."""
    heard = set(round_.responses.filter(school=school, audience="staff").values_list("team", flat=True))
    here = Post.objects.for_school(school).held_on(timezone.localdate()).filter(role__in=[role.value for role in TEAMS])
    held = set(here.values_list("role", flat=True))
    return [role for role in TEAMS if role.value in held - heard]


def answers_of(round_: Round, school: School) -> list[AudienceAnswers]:
    """What each group answered: those of this school, of a policy of its own all. Four queries."""
    responses = list(round_.responses.filter(school=school).select_related("klass", "by"))
    silences = {each.audience: each for each in round_.silences.all()}
    outcomes = list(round_.outcomes.all())
    found = []
    for audience, title in CONSULTED.items():
        given = [each for each in responses if each.audience == audience]
        found.append(
            AudienceAnswers(
                audience,
                str(title),
                sum(each.hands for each in given),
                tallied(audience, [each.answers for each in given]),
                [each for each in given if each.words],
                silences.get(audience),
                [each for each in outcomes if each.audience == audience],
            )
        )
    return found


def heard(round_: Round) -> dict[str, int]:
    """How many answered, by group: at all schools."""
    rows = round_.responses.order_by().values_list("audience").annotate(hands=Sum("hands", filter=Q(hands__gt=0)))
    return {audience: hands or 0 for audience, hands in rows}
