"""What the addresses of duties take: something said of one, something planned about one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.attesting.actions import confirm
from belisha.console.compliance.attesting.rules import able
from belisha.console.compliance.meetings.actions import add_item, call
from belisha.console.compliance.models import AttestationFile, KeptReport, Meeting, MeetingItem, TaskTold
from belisha.console.compliance.planner.actions import make_feed
from belisha.console.compliance.plans.actions import plan
from belisha.console.compliance.risks.actions import Described, Rated, assess, enter
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS
from cast import somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User


def unproved() -> str:
    """A duty that no data prove and the safeguarding lead answers for."""
    return next(each.id for each in catalogue().values() if each.id not in PROOFS and Role.DSL in able(each))


def a_duty(_school: School, _member: User) -> dict[str, Any]:
    return {"duty": "accounts.idle-lock"}


def an_unproved_duty(_school: School, _member: User) -> dict[str, Any]:
    return {"duty": unproved()}


def something_said(school: School, _member: User) -> dict[str, Any]:
    said = confirm(
        by=By(somebody(school, Role.DSL)),
        school=school,
        duty=unproved(),
        kept=True,
        words="We went through it in the staff meeting of the first week.",
    )
    return {"number": said.pk}


def a_calendar(_school: School, member: User) -> dict[str, Any]:
    return {"secret": make_feed(by=By(member))}


def something_planned(school: School, member: User) -> dict[str, Any]:
    due = timezone.localdate() + timedelta(7)
    by = By(somebody(school, Role.SLT))
    made = plan(by=by, school=school, duty="accounts.leavers", words="Close them.", owner=member, due=due)
    return {"number": made.pk}


def a_technology(school: School, _member: User) -> dict[str, Any]:
    """One that is assessed and waits for a decision."""
    what = Described("Word Maker", "ai", "Spelling", "Year 5", pupils=True, personal=True, data="Names")
    lead = By(somebody(school, Role.COMPUTING_LEAD))
    made = enter(by=lead, school=school, what=what)
    assess(by=lead, technology=made, rated=Rated("Adverts", (4, 4), "Blocked", (2, 2)))
    return {"number": made.pk}


def a_post_that_goes_over(school: School, member: User) -> dict[str, Any]:
    """Of a computing lead who has a plan and leaves next week; nobody follows."""
    lead = somebody(school, Role.COMPUTING_LEAD)
    something_planned(school, lead)
    post = lead.posts.get()
    post.last = timezone.localdate() + timedelta(7)
    post.save()
    something_planned(school, member)
    return {"number": post.pk}


def whoever_has_work(school: School, member: User) -> dict[str, Any]:
    """Something of one's own, and something that nobody has any more."""
    lead = somebody(school, Role.COMPUTING_LEAD)
    something_planned(school, lead)
    lead.posts.update(last=timezone.localdate() - timedelta(1))
    something_planned(school, member)
    something_told(school, member)
    return {}


def something_told(school: School, member: User) -> None:
    TaskTold.objects.create(
        school=school,
        source="plans",
        key="plan-1",
        due=timezone.localdate(),
        stage="late",
        to=member,
        at=timezone.now(),
    )


def an_aspect(_school: School, _member: User) -> dict[str, Any]:
    return {"aspect": "S13"}


def a_meeting(school: School, _member: User) -> dict[str, Any]:
    by = By(somebody(school, Role.COMPUTING_LEAD))
    made = Meeting.objects.filter(school=school).first() or call(by=by, school=school, held=timezone.localdate())
    add_item(by=by, meeting=made, title="Phones")
    return {"number": made.pk}


def on_the_table(school: School, member: User) -> dict[str, Any]:
    return {"number": MeetingItem.objects.filter(meeting=a_meeting(school, member)["number"]).latest("pk").pk}


def a_kept_report(school: School, _member: User) -> dict[str, Any]:
    day = timezone.localdate().replace(day=1)
    made = KeptReport.objects.create(
        federation=school.federation,
        school=school,
        kind="month",
        first=day,
        last=day,
        made_at=timezone.now(),
        paper=b"%PDF-1.7",
        sha256="0" * 64,
        sent_to="Ruth Borowski",
    )
    return {"number": made.pk}


def a_kept_comparison(school: School, member: User) -> dict[str, Any]:
    number = a_kept_report(school, member)
    KeptReport.objects.filter(pk=number["number"]).update(school=None, kind="schools")
    return number


def a_file(school: School, member: User) -> dict[str, Any]:
    """One that waits for the scanner: asked for, it leads back to its duty."""
    said = something_said(school, member)["number"]
    made = AttestationFile.objects.create(
        attestation_id=said, key="0" * 32, name="Minutes", kind="pdf", size=9, sha256="0" * 64, lock="x",
        locked_key="x", at=timezone.now(), by=member,
    )  # fmt: skip
    return {"number": made.pk}


def seen(make: Callable[[School, User], dict[str, Any]]) -> Callable[[School, User], dict[str, Any]]:
    """The same for a page whose address takes nothing."""

    def made(school: School, member: User) -> dict[str, Any]:
        make(school, member)
        return {}

    return made


DUTIES = {
    "duties-kept": seen(a_kept_report),
    "duties-kept-paper": a_kept_report,
    "federation-kept": seen(a_kept_comparison),
    "federation-kept-paper": a_kept_comparison,
    "duty-attach": something_said,
    "duty-file": a_file,
    "meetings": a_meeting,
    "meeting": a_meeting,
    "meeting-paper": a_meeting,
    "meeting-add": a_meeting,
    "meeting-close": a_meeting,
    "meeting-write": on_the_table,
    "meeting-follow": on_the_table,
    "to-do": whoever_has_work,
    "school-to-do": whoever_has_work,
    "school-to-do-told": whoever_has_work,
    "hand-overs": whoever_has_work,
    "hand-over": a_post_that_goes_over,
    "hand-over-note": a_post_that_goes_over,
    "hand-over-accept": a_post_that_goes_over,
    "duty-plan-take": something_planned,
    "risks": a_technology,
    "risks-matrix": a_technology,
    "risk": a_technology,
    "risk-change": a_technology,
    "risk-assess": a_technology,
    "risk-data": a_technology,
    "risk-decide": a_technology,
    "risk-end": a_technology,
    "calendar-feed": a_calendar,
    "duty-standard": lambda _school, _member: {"standard": "kcsie"},
    "self-review-file": lambda _school, _member: {"form": "csv"},
    "self-review-aspect": an_aspect,
    "self-review-judge": an_aspect,
    "self-review-paper": an_aspect,
    "duty-standard-edition": lambda _school, _member: {"standard": "filtering-monitoring"},
    "duty": a_duty,
    "duty-plan": a_duty,
    "duty-risk": a_duty,
    "duty-confirm": an_unproved_duty,
    "duty-countersign": something_said,
    "duty-take-back": something_said,
    "duty-plan-end": something_planned,
    "duties-mine": something_said,
}
"""Pages of duties that take something, and those that show something."""
OF_LEADERS = (
    "start-levels",
    "duties-term-shown",
    "duty-attach",
    "school-to-do",
    "hand-over",
    "hand-over-note",
    "hand-over-accept",
    "duty-plan-take",
    "duty-plan",
    "duty-risk",
    "duty-confirm",
    "duty-countersign",
    "duty-take-back",
    "duty-plan-end",
    "meeting-call",
    "meeting-add",
    "meeting-close",
    "meeting-write",
    "meeting-follow",
    "risk-add",
    "self-review-judge",
    "risk-change",
    "risk-assess",
    "risk-decide",
    "risk-end",
)
OF_OTHERS = {"risk-data": "dpo"}
