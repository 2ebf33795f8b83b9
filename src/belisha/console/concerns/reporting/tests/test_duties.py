"""Every duty that reporting proves, met and breached."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, ReportDraft, Subject
from belisha.console.concerns.reporting.actions.drafts import keep, new_token, send
from belisha.console.concerns.reporting.actions.helping import add_help, review_help
from belisha.console.concerns.reporting.queries.helping import line_of
from belisha.console.duties.registry import PROOFS, State
from cast import a_person, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 24, 10, tzinfo=UTC)
SYSTEM = By(None, system="test")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school() -> School:
    """With somebody in each post that reads reports."""
    here = a_school()
    for role, kind in ((Role.HEAD, "staff"), (Role.DSL, "staff"), (Role.CHAIR, "governor")):
        a_person(here, kind, user=somebody(here, role))
    return here


def told(school: School, category: str, *subjects: NewSubject, **given: object) -> Concern:
    return report(
        by=SYSTEM,
        school=school,
        category=category,
        words="It happened.",
        subjects=subjects,
        told=Told(**{"origin": Concern.Origin.STAFF} | given),
    )


def stands(duty: str, school: School, *, after: timedelta = timedelta()) -> State:
    with time_machine.travel(NOW + after, tick=False):
        found = PROOFS[f"concerns.{duty}"].ask(school, timezone.now())
    assert found.link
    return found.state


BY_KIND = {
    "staff-report-dsl": ("bullying", {}),
    "dsl-told-child-protection": ("grooming", {"origin": Concern.Origin.PARENT}),
    "child-at-risk-online": ("risky-own-behaviour", {}),
    "offensive-communication": ("offensive-message", {}),
    "contact-on-personal-accounts": ("contact-on-personal-accounts", {}),
    "official-channel-concerns": ("official-channel", {}),
    "abusive-device-messages": ("abusive-device-messages", {}),
    "visitor-breach": ("visitor-breach", {}),
}


def met_and_late(school: School, duty: str) -> tuple[State, State, State]:
    """Where a duty stands with a report that is new, that waits for days, and that somebody has opened."""
    category, given = BY_KIND[duty]
    concern = told(school, category, **given)
    fresh, waiting = stands(duty, school), stands(duty, school, after=timedelta(days=5))
    Concern.objects.filter(pk=concern.pk).update(state="open", acknowledged_at=NOW)
    return fresh, waiting, stands(duty, school, after=timedelta(days=5))


def meets(school: School, duty: str) -> None:
    fresh, _waiting, opened = met_and_late(school, duty)
    assert (fresh, opened) == (State.MET, State.MET)


def breaches(school: School, duty: str) -> None:
    """Somebody waits too long; or nobody is there to read."""
    assert met_and_late(school, duty)[1] == State.BREACHED
    Post.objects.filter(role__in=["dsl", "deputy-dsl"]).delete()
    assert stands(duty, school) == State.BREACHED


def test_concerns_staff_report_dsl_is_met_when_reports_are_opened_in_time(school: School) -> None:
    meets(school, "staff-report-dsl")


def test_how_many_reports_of_a_kind_there_were_is_rounded_since_governors_read_it_day_by_day(school: School) -> None:
    told(school, "risky-own-behaviour")
    with time_machine.travel(NOW, tick=False):
        reason = PROOFS["concerns.child-at-risk-online"].ask(school, timezone.now()).reason
    assert reason.endswith("within a year: fewer than 5.")


def test_concerns_staff_report_dsl_is_breached_while_one_waits_too_long(school: School) -> None:
    breaches(school, "staff-report-dsl")


def test_concerns_dsl_told_child_protection_is_met_when_reports_are_opened_in_time(school: School) -> None:
    meets(school, "dsl-told-child-protection")


def test_concerns_dsl_told_child_protection_is_breached_while_one_waits_too_long(school: School) -> None:
    breaches(school, "dsl-told-child-protection")


def test_concerns_child_at_risk_online_is_met_when_reports_are_opened_in_time(school: School) -> None:
    meets(school, "child-at-risk-online")


def test_concerns_child_at_risk_online_is_breached_while_one_waits_too_long(school: School) -> None:
    breaches(school, "child-at-risk-online")


def test_concerns_offensive_communication_is_met_when_reports_are_opened_in_time(school: School) -> None:
    meets(school, "offensive-communication")


def test_concerns_offensive_communication_is_breached_while_one_waits_too_long(school: School) -> None:
    breaches(school, "offensive-communication")


def test_concerns_contact_on_personal_accounts_is_met_when_reports_are_opened_in_time(school: School) -> None:
    meets(school, "contact-on-personal-accounts")


def test_concerns_contact_on_personal_accounts_is_breached_while_one_waits_too_long(school: School) -> None:
    breaches(school, "contact-on-personal-accounts")


def test_concerns_official_channel_concerns_is_met_when_reports_are_opened_in_time(school: School) -> None:
    meets(school, "official-channel-concerns")


def test_concerns_official_channel_concerns_is_breached_while_one_waits_too_long(school: School) -> None:
    breaches(school, "official-channel-concerns")


def test_concerns_abusive_device_messages_is_met_when_reports_are_opened_in_time(school: School) -> None:
    meets(school, "abusive-device-messages")


def test_concerns_abusive_device_messages_is_breached_while_one_waits_too_long(school: School) -> None:
    breaches(school, "abusive-device-messages")


def test_concerns_visitor_breach_is_met_when_reports_are_opened_in_time(school: School) -> None:
    meets(school, "visitor-breach")


def test_concerns_visitor_breach_is_breached_while_one_waits_too_long(school: School) -> None:
    breaches(school, "visitor-breach")


def test_concerns_categories_content_is_met_by_the_form_and_its_playbooks(school: School) -> None:
    told(school, "bullying")
    assert stands("categories-content", school) == State.MET


def test_concerns_categories_content_is_breached_by_a_kind_that_nobody_knows(school: School) -> None:
    Concern.objects.filter(pk=told(school, "bullying").pk).update(category="from-elsewhere")
    assert stands("categories-content", school) == State.BREACHED


def test_concerns_categories_contact_is_met_by_the_form_and_its_playbooks(school: School) -> None:
    told(school, "bullying")
    assert stands("categories-contact", school) == State.MET


def test_concerns_categories_contact_is_breached_by_a_kind_that_nobody_knows(school: School) -> None:
    Concern.objects.filter(pk=told(school, "bullying").pk).update(category="from-elsewhere")
    assert stands("categories-contact", school) == State.BREACHED


def test_concerns_categories_conduct_is_met_by_the_form_and_its_playbooks(school: School) -> None:
    told(school, "bullying")
    assert stands("categories-conduct", school) == State.MET


def test_concerns_categories_conduct_is_breached_by_a_kind_that_nobody_knows(school: School) -> None:
    Concern.objects.filter(pk=told(school, "bullying").pk).update(category="from-elsewhere")
    assert stands("categories-conduct", school) == State.BREACHED


def test_concerns_reporting_channels_is_met_with_forms_readers_and_helplines(school: School) -> None:
    assert stands("reporting-channels", school) == State.MET
    change_setting(SYSTEM, at=school, key="report-form-visitors", value="shut")
    assert stands("reporting-channels", school) == State.AT_RISK


def test_concerns_reporting_channels_is_breached_by_helplines_that_nobody_tried(school: School) -> None:
    assert stands("reporting-channels", school, after=timedelta(days=500)) == State.BREACHED
    Post.objects.filter(role="dsl").delete()
    assert stands("reporting-channels", school) == State.BREACHED


def help_near(school: School) -> None:
    facts = {"title": "Family hub", "about": "Advice", "phone": "01632 960100", "site": "", "hours": ""}
    add_help(by=SYSTEM, school=school, topics=["family"], audience=["parent"], **facts)


def test_concerns_signposting_is_met_by_a_directory_with_help_near_the_school(school: School) -> None:
    assert stands("signposting", school) == State.AT_RISK
    help_near(school)
    assert stands("signposting", school) == State.MET
    listed = line_of(school, "frank")
    assert listed
    review_help(by=SYSTEM, school=school, listed=listed, found="wrong")
    assert stands("signposting", school) == State.AT_RISK


def test_concerns_signposting_is_breached_by_a_line_that_nobody_tried_within_a_year(school: School) -> None:
    help_near(school)
    assert stands("signposting", school, after=timedelta(days=500)) == State.BREACHED


def a_colleague(school: School) -> Person:
    return a_teacher(school, "Carl Cole")


def test_concerns_adult_behaviour_is_met_while_reports_lie_with_the_head(school: School) -> None:
    told(school, "bullying", NewSubject(Subject.Role.ALLEGED, a_colleague(school)))
    told(school, "adult-conduct")
    assert stands("adult-behaviour", school) == State.NOT_KNOWN, "reports about adults alone say nothing here"
    told(school, "wellbeing")
    assert stands("adult-behaviour", school) == State.MET


def test_concerns_adult_behaviour_is_breached_by_a_report_that_others_can_read(school: School) -> None:
    concern = told(school, "bullying", NewSubject(Subject.Role.ALLEGED, a_colleague(school)))
    Concern.objects.filter(pk=concern.pk).update(route="team")
    assert stands("adult-behaviour", school) == State.BREACHED
    Concern.objects.filter(pk=concern.pk).update(route="head")
    Post.objects.filter(role="head").delete()
    assert stands("adult-behaviour", school) == State.BREACHED


def test_concerns_staff_misuse_to_head_is_met_while_each_has_somebody_to_read_it(school: School) -> None:
    told(school, "adult-conduct")
    told(school, "head-conduct")
    told(school, "wellbeing")
    assert stands("staff-misuse-to-head", school) == State.MET


def test_concerns_staff_misuse_to_head_is_breached_where_the_head_could_read_about_themselves(school: School) -> None:
    concern = told(school, "head-conduct")
    Concern.objects.filter(pk=concern.pk).update(route="head")
    assert stands("staff-misuse-to-head", school) == State.BREACHED
    Concern.objects.filter(pk=concern.pk).update(route="chair")
    Post.objects.filter(role="chair").delete()
    assert stands("staff-misuse-to-head", school) == State.BREACHED


def worries(school: School) -> list[Concern]:
    child = a_pupil(school, "Amy Hill")
    return [told(school, "wellbeing", NewSubject(Subject.Role.HARMED, child)) for _time in range(3)]


def test_concerns_identify_individuals_is_met_once_repeated_worries_were_looked_at(school: School) -> None:
    told(school, "wellbeing", NewSubject(Subject.Role.HARMED, a_pupil(school)))
    assert stands("identify-individuals", school) == State.MET
    for concern in worries(school):
        Concern.objects.filter(pk=concern.pk).update(acknowledged_at=NOW)
    assert stands("identify-individuals", school) == State.MET


def test_concerns_identify_individuals_is_breached_by_three_worries_that_nobody_looked_at(school: School) -> None:
    worries(school)
    assert stands("identify-individuals", school) == State.BREACHED


def sent_by_form(school: School, **details: object) -> None:
    teacher = somebody(school, Role.TEACHER)
    draft = keep(by=By(teacher), school=school, token=new_token(), typed={"words": "x"})
    told_ = Told(Concern.Origin.STAFF, details=details)
    send(by=By(teacher), draft=draft, category="bullying", words="It happened.", subjects=(), told=told_)
    assert ReportDraft.objects.get(pk=draft.pk).concern


def test_concerns_confidentiality_is_met_by_forms_that_were_ticked(school: School) -> None:
    sent_by_form(school, confidential=True)
    assert stands("confidentiality", school) == State.MET


def test_concerns_confidentiality_is_breached_by_a_form_without_the_line(school: School) -> None:
    sent_by_form(school)
    assert stands("confidentiality", school) == State.BREACHED


def test_nobody_counts_concerns_about_themselves_where_duties_stand(school: School) -> None:
    dsl = Post.objects.get(role="dsl").holder
    told(school, "grooming", NewSubject(Subject.Role.HARMED, dsl.person))
    told(school, "wellbeing")
    assert stands("dsl-told-child-protection", school, after=timedelta(days=5)) == State.MET
