"""What reporting proves. Sentences hold numbers alone; concerns about who may read them are not counted.

How many reports of a kind there were is rounded: governors read it, and its history would date each one.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.models import Post, User
from belisha.console.access.posts.queries import holders
from belisha.console.access.remembering import remembered
from belisha.console.access.roles import Role
from belisha.console.access.settings.queries import values_of
from belisha.console.concerns.models import Concern, Entry, Subject
from belisha.console.concerns.patterns.rules import told
from belisha.console.concerns.queries.proving import only_in_use
from belisha.console.concerns.reporting.declared import OPEN_FORMS
from belisha.console.concerns.reporting.queries.helping import directory_of
from belisha.console.concerns.reporting.queries.people import WORKS_HERE
from belisha.console.concerns.reporting.queries.whose import FIRST
from belisha.console.concerns.rules.categories import categories, category_of
from belisha.console.concerns.rules.routes import CHAIR, DATA, HEAD, TEAM
from belisha.console.concerns.working.rules.playbooks import books_for
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["late"]

YEAR: Final = timedelta(days=365)
TERM: Final = timedelta(days=90)
OFTEN: Final = 3  # notes on one child within a term
# what the policies name, by the ids of categories.yaml
NAMED: Final = {
    "concerns.categories-content": (
        *("pornography", "age-rating", "violence", "drugs", "extremism", "harmful-lifestyles", "hate"),
        "false-material",
    ),
    "concerns.categories-contact": ("grooming", "bullying", "stolen-identity", "shared-password"),
    "concerns.categories-conduct": ("privacy", "time-online", "sexual-images", "copyright"),
}


def _standing(
    school: School, state: State, reason: str, page: str = "concerns", basis: Basis = Basis.MEASURED
) -> Standing:
    return Standing(state, reason, basis, link=reverse(page, args=[school.code]))


def _ours(school: School) -> QuerySet[Concern]:
    """Concerns of the team, without those about anybody who holds a post and may read where duties stand."""
    posts = Post.objects.filter(holder=OuterRef("person__user"))
    about = Subject.objects.filter(concern=OuterRef("pk"), ended_at=None).filter(Exists(posts))
    about = about.exclude(role__in=[Subject.Role.REPORTER, Subject.Role.WITNESS])
    rows: QuerySet[Concern] = Concern.objects.for_school(school).filter(route__in=[TEAM, DATA])
    return rows.exclude(Exists(about)).order_by()


class Tally(NamedTuple):
    """How many concerns that are alike nobody has opened in time, and how many were reported within a year."""

    category: str
    origin: str
    child_protection: bool
    late: int
    in_year: int


def tallies(school: School, now: datetime, **kinds: Collection[object]) -> list[Tally]:
    """Those of some kinds: `origin=(…,)` and the like. One query for all who ask while answers are remembered."""
    every = remembered(("concerns by kind", school.pk, now), lambda: _tallies(school, now))
    return [each for each in every if all(getattr(each, name) in wanted for name, wanted in kinds.items())]


def _tallies(school: School, now: datetime) -> list[Tally]:
    new, in_year = Q(state=Concern.State.NEW), Q(reported_at__gte=now - YEAR)
    rows = _ours(school).filter(new | in_year).values_list("category", "origin", "child_protection")
    late = Count("pk", filter=new & Q(clock__acknowledge_by__lte=now))
    return [Tally(*row) for row in rows.annotate(late=late, in_year=Count("pk", filter=in_year))]


def late(school: School, now: datetime, **kinds: Collection[object]) -> int:
    """Concerns of some kinds that nobody has opened in the time that is set."""
    return sum(each.late for each in tallies(school, now, **kinds))


def _opened_in_time(school: School, now: datetime, met: str, **kinds: Collection[object]) -> Standing:
    """Met where all of some kinds were opened in time, and somebody is there to open the next."""
    if number := late(school, now, **kinds):
        reason = _("Reports that nobody has opened in time: %(n)s.") % {"n": number}
        return _standing(school, State.BREACHED, reason)
    if not holders(school, FIRST[TEAM]):
        return _standing(school, State.BREACHED, _("No safeguarding lead or deputy can sign in to read it."), "posts")
    number = sum(each.in_year for each in tallies(school, now, **kinds))
    return _standing(
        school, State.MET, _("%(met)s Such reports within a year: %(n)s.") % {"met": met, "n": told(number)}
    )


def _sorted(duty: str, school: School) -> Standing:
    known = {category.id for category in categories()}
    missing = [name for name in NAMED[duty] if name not in known or not books_for(name, category_of(name).route)]
    if missing:
        reason = _("Kinds of concern that the form or the playbooks lack: %(n)s.") % {"n": len(missing)}
        return _standing(school, State.BREACHED, reason)
    if strays := Concern.objects.for_school(school).exclude(category__in=known).count():
        reason = _("Concerns of a kind that the table does not know: %(n)s.") % {"n": strays}
        return _standing(school, State.BREACHED, reason)
    reason = _("Every report names its kind; all %(n)s that the policy names are on the form, each with a playbook.")
    return _standing(school, State.MET, reason % {"n": len(NAMED[duty])})


@proves("concerns.categories-content")
@only_in_use
def categories_content(school: School, now: datetime) -> Standing:
    """Whether concerns about content are sorted as the policy says."""
    del now
    return _sorted("concerns.categories-content", school)


@proves("concerns.categories-contact")
@only_in_use
def categories_contact(school: School, now: datetime) -> Standing:
    """Whether concerns about contact are sorted as the policy says."""
    del now
    return _sorted("concerns.categories-contact", school)


@proves("concerns.categories-conduct")
@only_in_use
def categories_conduct(school: School, now: datetime) -> Standing:
    """Whether concerns about conduct are sorted as the policy says."""
    del now
    return _sorted("concerns.categories-conduct", school)


@proves("concerns.reporting-channels")
def reporting_channels(school: School, now: datetime) -> Standing:
    """Whether everybody has a way to report, somebody reads it, and the helplines shown are in order."""
    del now
    if not holders(school, FIRST[TEAM]):
        return _standing(school, State.BREACHED, _("No safeguarding lead or deputy can sign in to read it."), "posts")
    if overdue := sum(each.overdue for each in directory_of(school)):
        reason = _("Lines of the directory of help that nobody has tried within a year: %(n)s.") % {"n": overdue}
        return _standing(school, State.BREACHED, reason, "help-directory")
    values = values_of(school)
    if shut := sum(values[setting.key] != "open" for setting in OPEN_FORMS.values()):
        reason = _("Forms that need no account and are shut: %(n)s.") % {"n": shut}
        return _standing(school, State.AT_RISK, reason, "report-posters")
    reason = _("Staff, parents, visitors and whistleblowers have a form each, with helplines that were tried in time.")
    return _standing(school, State.MET, reason, "report-posters")


@proves("concerns.signposting")
def signposting(school: School, now: datetime) -> Standing:
    """Whether the directory of help is in order, and holds help near the school."""
    del now
    listed = directory_of(school)
    if overdue := sum(each.overdue for each in listed):
        reason = _("Lines of the directory of help that nobody has tried within a year: %(n)s.") % {"n": overdue}
        return _standing(school, State.BREACHED, reason, "help-directory")
    wrong = sum(each.wrong for each in listed)
    if wrong or not any(each.local for each in listed):
        reason = _("No help near the school stands in the directory, or lines are wrong: %(n)s.") % {"n": wrong}
        return _standing(school, State.AT_RISK, reason, "help-directory")
    reason = _("%(n)s lines of help, by topic and age, were tried in time.") % {"n": len(listed)}
    return _standing(school, State.MET, reason, "help-directory", Basis.RECORDED)


@proves("concerns.staff-report-dsl")
@only_in_use
def staff_report_dsl(school: School, now: datetime) -> Standing:
    """Whether reports of staff are opened in time."""
    met = _("Every report of staff reaches the safeguarding lead and deputies at once; none waits too long.")
    return _opened_in_time(school, now, met, origin=(Concern.Origin.STAFF,))


@proves("concerns.dsl-told-child-protection")
@only_in_use
def dsl_told_child_protection(school: School, now: datetime) -> Standing:
    """Whether concerns with a child protection side are opened in time."""
    met = _("A yes to child protection marks a report urgent and tells lead and deputies; none waits too long.")
    return _opened_in_time(school, now, met, child_protection=(True,))


@proves("concerns.child-at-risk-online")
@only_in_use
def child_at_risk_online(school: School, now: datetime) -> Standing:
    """Whether reports of children who put themselves at risk are opened in time."""
    met = _("The form has this kind, and asks for the site and about the parents; no report waits too long.")
    return _opened_in_time(school, now, met, category=("risky-own-behaviour",))


@proves("concerns.offensive-communication")
@only_in_use
def offensive_communication(school: School, now: datetime) -> Standing:
    """Whether reports of offensive messages are opened in time."""
    met = _("The form has this kind and asks for the message to be kept; no report waits too long.")
    return _opened_in_time(school, now, met, category=("offensive-message",))


@proves("concerns.contact-on-personal-accounts")
@only_in_use
def contact_on_personal_accounts(school: School, now: datetime) -> Standing:
    """Whether reports of contact on private accounts are opened in time."""
    met = _("The form has this kind and enters it with the declared ties; no report waits too long.")
    return _opened_in_time(school, now, met, category=("contact-on-personal-accounts",))


@proves("concerns.official-channel-concerns")
@only_in_use
def official_channel_concerns(school: School, now: datetime) -> Standing:
    """Whether reports of posts on channels of the school are opened in time."""
    met = _("The form has this kind; no report waits too long.")
    return _opened_in_time(school, now, met, category=("official-channel",))


@proves("concerns.abusive-device-messages")
@only_in_use
def abusive_device_messages(school: School, now: datetime) -> Standing:
    """Whether reports of abuse from personal devices are opened in time, and have a playbook."""
    if not books_for("abusive-device-messages", ""):
        return _standing(school, State.BREACHED, _("Abuse from personal devices has no playbook."))
    met = _("The form has this kind, with a playbook; no report waits too long.")
    return _opened_in_time(school, now, met, category=("abusive-device-messages",))


@proves("concerns.visitor-breach")
@only_in_use
def visitor_breach(school: School, now: datetime) -> Standing:
    """Whether reports of visitors' breaches are opened in time."""
    met = _(
        "The form asks whether somebody challenged the visitor, and is tied to the visit; no report waits too long."
    )
    return _opened_in_time(school, now, met, category=("visitor-breach",))


def _misrouted(school: School) -> bool:
    """Whether a concern about an adult who works here lies open to more people than the head or the chair."""
    return remembered(("misrouted", school.pk), lambda: _is_misrouted(school))


def _is_misrouted(school: School) -> bool:
    about = Subject.objects.filter(concern=OuterRef("pk"), ended_at=None, role=Subject.Role.ALLEGED)
    about = about.filter(person__kind__in=WORKS_HERE)
    kinds = {route: [each.id for each in categories() if each.route == route] for route in (HEAD, CHAIR)}
    rows = Concern.objects.for_school(school).standing()
    return rows.filter(
        (Q(route__in=[TEAM, DATA]) & (Exists(about) | Q(category__in=kinds[HEAD])))
        | (~Q(route=CHAIR) & Q(category__in=kinds[CHAIR]))
    ).exists()


@proves("concerns.adult-behaviour")
@only_in_use
def adult_behaviour(school: School, now: datetime) -> Standing:
    """Whether every report about an adult lies with the role it belongs to alone, and that role is filled."""
    del now
    if _misrouted(school):
        return _standing(school, State.BREACHED, _("A report about an adult is open to more people than it should be."))
    if not holders(school, FIRST[HEAD]):
        return _standing(school, State.BREACHED, _("No head can sign in to read reports about adults."), "posts")
    return _standing(school, State.MET, _("Reports about adults who work here are open to the head alone."))


@proves("concerns.staff-misuse-to-head")
@only_in_use
def staff_misuse_to_head(school: School, now: datetime) -> Standing:
    """Whether complaints about staff go to the head alone, and about the head to the chair of governors."""
    del now
    if _misrouted(school):
        return _standing(school, State.BREACHED, _("A report about an adult is open to more people than it should be."))
    vacant = [role for role in (Role.HEAD, Role.CHAIR) if not holders(school, (role,))]
    if vacant:
        reason = _("No head or no chair of governors can sign in to read reports about staff and the head.")
        return _standing(school, State.BREACHED, reason, "posts")
    reason = _("Reports about staff go to the head alone, and about the head to the chair of governors alone.")
    return _standing(school, State.MET, reason)


@proves("concerns.identify-individuals")
@only_in_use
def identify_individuals(school: School, now: datetime) -> Standing:
    """Whether repeated small worries about one child were looked at."""
    notes = Subject.objects.filter(
        concern__in=_ours(school).filter(category="wellbeing", reported_at__gte=now - TERM),
        person__kind=User.Kind.PUPIL,
        ended_at=None,
    ).exclude(role__in=[Subject.Role.REPORTER, Subject.Role.WITNESS])
    rows = list(notes.values_list("person", "concern__acknowledged_at"))
    often = {person for person, number in Counter(person for person, _at in rows).items() if number >= OFTEN}
    unread = len({person for person, at in rows if person in often and at is None})
    if unread:
        reason = _("Children with repeated small worries that nobody has looked at: %(n)s.") % {"n": unread}
        return _standing(school, State.BREACHED, reason)
    met = _("Every page of staff leads to the form; repeated worries about a child were looked at.")
    return _standing(school, State.MET, met)


@proves("concerns.confidentiality")
@only_in_use
def confidentiality(school: School, now: datetime) -> Standing:
    """Whether every report of staff within a year was sent with the line of confidentiality ticked."""
    sent = Entry.objects.filter(
        concern__school=school,
        concern__draft__isnull=False,
        kind=Entry.Kind.REPORT,
        at__gte=now - YEAR,
        erased_at=None,
    )
    unticked = sent.count() - sent.filter(details__confidential=True).count()
    if unticked:
        reason = _("Reports of staff without the line of confidentiality: %(n)s.") % {"n": unticked}
        return _standing(school, State.BREACHED, reason)
    reason = _("Concerns open to the roles of their route alone, each look is on record, and every form was ticked.")
    return _standing(school, State.MET, reason)
