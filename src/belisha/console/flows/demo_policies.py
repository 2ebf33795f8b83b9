"""The sample's policies: one for both schools, each one's own upon it, a change in consultation, a shelf."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post, School, User
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.filtering.changes.actions import give_right
from belisha.console.filtering.changes.queries.steps import manager_rights
from belisha.console.filtering.policy.queries import current
from belisha.console.people.models import Group
from belisha.console.policies.approving.actions.consulting import (
    close,
    note_outcome,
    open_round,
    respond,
    respond_by_link,
    respond_class,
)
from belisha.console.policies.approving.actions.deciding import Votes, approve, comment_technically, pass_on, sign
from belisha.console.policies.approving.rules import questions
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.shelf.actions import add_edition
from belisha.console.policies.writing.actions import add_own, begin, note_wellbeing, own_words, set_details
from belisha.sample.community import SUPPLIER

if TYPE_CHECKING:
    from belisha.console.access.models import Federation
    from belisha.console.policies.models import Round, Version

__all__ = ["sample_policies"]

SYSTEM: Final = By(None, system="demo")
WELLBEING: Final = (
    "Children gain most: whom to tell is said in one sentence, and nobody is punished for telling. Staff are asked to"
    " lock screens and to keep phones away, which costs them little and is explained at induction. Pupils who use"
    " assistive technology keep it: the rules for devices say so. We looked at children in care and young carers, who"
    " may need a phone to be reached, and leave room for that."
)
# kind, days since it was adopted, its text: the second is past its date
SHELF: Final = (
    ("child-protection", 75, "We act on every worry about a child on the day that we hear of it."),
    ("behaviour", 410, "We expect children to be ready, respectful and safe.\n\nThe same is expected online."),
    ("anti-bullying", 200, "Nobody has to put up with bullying, in the playground or on a screen."),
    ("data-protection", 120, "We keep personal data only as long as we need them, and say what for."),
    ("images", 90, "A picture of a child is taken and shown only as its family permits."),
    ("staff-conduct", 80, "Adults here keep their private and their working lives apart, online as well."),
    ("complaints", 300, "Whoever is not content with us tells us, and has an answer within ten school days."),
    ("whistleblowing", 260, "Whoever sees wrong being done can say so without fear."),
)


# what the text names and no other part of the sample enters
NAMED: Final = {
    "filter-supplier": f"{SUPPLIER}, 01632 960180",
    "remote-access-systems": "Wold Council's remote desktop, the supplier's support tool",
}
RIGHT: Final = timedelta(days=120)
SHARED: Final = (
    "The schools of {federation} share one vision for online safety. Leaders write it together, after asking people"
    " across the schools, and own it. Online safety is part of safeguarding, and everybody here treats it so. The"
    " vision follows local and national advice, and leaders see that everybody hears of it."
)
NEXT: Final = (
    "In the summer term Years 5 and 6 learn how pictures, voices and films are made by computers, how to tell, and why"
    " nobody makes one of another person without being asked to."
)


OUTCOMES: Final = (
    (
        "pupils",
        "We do not know who to tell when our teacher is away.",
        "Every classroom now shows the names of two people who listen.",
    ),
    ("parents", "Tell us earlier about new apps.", "Families hear of a new app a week before it is used."),
)


def sample_policies(federation: Federation) -> None:
    """A policy in force for both, each one's own upon it, a shelf at each; and a change that people are asked about."""
    schools = list(federation.schools.order_by("pk"))
    for school in schools:
        _enter_what_is_named(school)
    lead = By(_holder(schools[0], Role.EXECUTIVE_HEAD))
    own_words(
        by=lead, version=(shared := begin(by=lead, place=federation, kind=ONLINE_SAFETY)), clause="vision", words=SHARED
    )
    _to_force(shared, lead, schools, head=lead)
    for school in schools:
        lead, head = (By(_holder(school, role)) for role in (Role.DSL, Role.HEAD))
        version = begin(by=lead, place=school, kind=ONLINE_SAFETY)
        add_own(by=lead, version=version, section="aims", words=_own(school))
        _to_force(version, lead, [school], head=head)
        _shelf(school)
    _asked_about(federation, schools)


def _enter_what_is_named(school: School) -> None:
    """Supplier, systems and filter managers: a text that governors approve has no gaps."""
    for key, value in NAMED.items():
        change_setting(SYSTEM, at=school, key=key, value=value, reason="As in the contract")
    technician, today = _holder(school, Role.TECHNICIAN), timezone.localdate()
    if current(school.federation) and not manager_rights(school).on(today).exists():
        give_right(
            by=By(_holder(school, Role.HEAD)),
            place=school,
            user=technician,
            first=today,
            last=today + RIGHT,
            reason="Looks after the machines of both schools",
        )


def _holder(school: School, role: Role) -> User:
    found = Post.objects.for_school(school).held_on(timezone.localdate()).filter(role=role.value)
    return found.select_related("holder").order_by("school_id", "pk")[0].holder


def _to_force(version: Version, lead: By, schools: list[School], *, head: By) -> None:
    """A draft on its whole way: asked of everybody, commented on, approved, signed."""
    school, chair = schools[0], By(_holder(schools[0], Role.CHAIR))
    set_details(
        by=lead, version=version, template="Woldwater local authority, 2026", advice="The federation's technicians"
        " on networks; the data protection officer on data.", reviewer=Role.DSL.value,
    )  # fmt: skip
    note_wellbeing(by=lead, version=version, words=WELLBEING)
    round_ = open_round(by=lead, version=version, closes=timezone.localdate() + timedelta(days=14))
    for each in schools:
        _answers(round_, each)
    close(by=lead, round_=round_)
    for audience, said, did in OUTCOMES:
        note_outcome(by=lead, round_=round_, audience=audience, said=said, did=did)
    words = "All of this can be done with what we have. Encrypted sticks are to be bought for the office."
    comment_technically(by=By(_holder(school, Role.NETWORK_MANAGER)), version=version, school=school, words=words)
    version.refresh_from_db()
    pass_on(by=lead, version=version, school=school, words="Leaders recommend it. Two paragraphs are new.")
    version.refresh_from_db()
    minute = "Full governing body, autumn term, item 9"
    approve(by=chair, version=version, met_on=timezone.localdate(), minute=minute, votes=Votes(10, 0, 1))
    version.refresh_from_db()
    sign(by=head, version=version)
    sign(by=chair, version=version)


def _own(school: School) -> str:
    return f"{school.name} lies by the water. Each spring one week joins what we teach of rivers and of screens."


def _answers(round_: Round, school: School) -> None:
    """Teams of staff, two families and every second class."""
    yes = {one.id: "yes" for one in questions("parents")}
    for role in (Role.TEACHER, Role.SUPPORT_STAFF, Role.OFFICE):
        if Post.objects.for_school(school).filter(role=role.value).exists():
            user = _holder(school, role)
            respond(by=By(user), round_=round_, school=school, answers=yes, words="")
    for number, words in enumerate(("Please say more about games with chat.", "")):
        respond_by_link(
            round_=round_,
            school=school,
            answers=yes | {"clear": "unsure"},
            words=words,
            address="",
            mark=f"{school.code}{number}",
        )
    classes = Group.objects.for_school(school).classes().order_by("pk")
    for place, group in enumerate(classes):
        if place % 2 == 0:
            hands = {
                one.id: {"yes": 18 - number, "unsure": 5, "no": number}
                for number, one in enumerate(questions("pupils"))
            }
            respond_class(by=SYSTEM, round_=round_, school=school, group=group, hands=hands, words="")


def _shelf(school: School) -> None:
    today = timezone.localdate()
    by = By(_holder(school, Role.DSL))
    for kind, days, words in SHELF:
        add_edition(by=by, place=school, kind=kind, adopted=today - timedelta(days=days), words=words)


def _asked_about(federation: Federation, schools: list[School]) -> None:
    """The executive head wants a paragraph more for both schools; some have answered already."""
    by = By(_holder(schools[0], Role.EXECUTIVE_HEAD))
    version = begin(by=by, place=federation, kind=ONLINE_SAFETY)
    add_own(by=by, version=version, section="curriculum", words=NEXT)
    closes = timezone.localdate() + timedelta(days=12)
    asks = "A paragraph on pictures and voices that computers make (section 19): is it right for our children?"
    round_ = open_round(by=by, version=version, closes=closes, asks=asks)
    for school in schools:
        user = _holder(school, Role.TEACHER)
        answers = {"clear": "yes", "fair": "yes", "safe": "unsure"}
        respond(by=By(user), round_=round_, school=school, answers=answers, words="Year 4 should learn this as well.")
