"""What a parent does at the pages: permits, takes back, reads, talks, sends the form. Every page can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Decision, User
from belisha.console.access.roles import Role
from belisha.console.agreements.consents.actions.showing import Entry, publish
from belisha.console.agreements.consents.queries.permitting import may_use
from belisha.console.agreements.consents.tests.scene import Family, a_family
from belisha.console.agreements.home.actions.programme import send_notice
from belisha.console.agreements.home.declared import SEE_USE
from belisha.console.agreements.home.rules import tips, units
from belisha.console.agreements.models import Agreement, ConsentAnswer, FamilyStep, NoticeRead, Signature, TakeDown
from belisha.console.agreements.texts.actions import issue
from belisha.console.audit.models import Link
from cast import somebody
from console.markup import faults
from console.visitors import sign_in, words_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    family = a_family()
    User.objects.update(opened_at=timezone.now())
    return family


@pytest.fixture
def mother(family: Family) -> Client:
    return sign_in(Client(), User.objects.get(pk=family.mother.user_id))


def at(name: str, family: Family, *rest: object) -> str:
    return reverse(name, args=[family.child.pk, *rest])


def issued(family: Family, kind: str) -> Agreement:
    head = By(somebody(family.school, Role.HEAD))
    return issue(by=head, school=family.school, kind=kind, reason="The first", asks_again=True)


def kinds() -> set[str]:
    return set(FamilyStep.objects.values_list("kind", flat=True))


def test_every_page_of_a_family_is_well_made(mother: Client, family: Family) -> None:
    Decision.objects.create(
        school=family.school,
        federation=family.school.federation,
        key=SEE_USE.key,
        value="yes",
        since=timezone.now(),
    )
    plain = ("tips", "signs", "help", "learn", "pledge", "safety", "notices", "events")
    addresses = ["/family/", *(reverse(f"family-{name}") for name in plain)]
    addresses += [reverse("family-unit", args=[unit.id]) for unit in units()]
    addresses += [at(f"family-{name}", family) for name in ("child", "consents", "together", "home-school", "use")]
    for address in addresses:
        answer = mother.get(address)
        assert answer.status_code == 200, address
        assert faults(words_of(answer)) == [], address
        assert answer.headers["Cache-Control"].find("no-store") >= 0, address


def test_answers_are_kept_and_taken_back_in_one_tap(mother: Client, family: Family) -> None:
    mother.post(at("family-consents", family), {"website": "yes", "social": "yes", "newspaper": "no"})
    today = timezone.localdate()
    assert may_use(family.child, "website", today).allowed
    assert {row.way for row in ConsentAnswer.objects.all()} == {"portal"}
    teacher = User.objects.get(pk=family.teacher.pk)
    entry = Entry("website", "At the pond", "/news/pond", today, teacher)
    publish(by=By(teacher), school=family.school, entry=entry, children=[family.child])
    answer = mother.post(at("family-no", family, "website"), follow=True)
    assert "You said no: Picture on our website" in words_of(answer)
    assert not may_use(family.child, "website", today).allowed
    assert may_use(family.child, "social", today).allowed
    assert TakeDown.objects.get().owner == teacher
    assert mother.post(at("family-no", family, "nothing-of-this-kind")).status_code == 404


def test_hostile_input_gets_a_sentence(mother: Client, family: Family) -> None:
    for value in ("maybe", "<script>", "\x00", "yes" * 999):
        answer = mother.post(at("family-consents", family), {"website": value})
        assert answer.status_code == 200
        assert "There is a problem" in words_of(answer)
    assert not ConsentAnswer.objects.exists()


def test_a_parent_signs_for_a_child_in_their_pages(mother: Client, family: Family) -> None:
    agreement = issued(family, "parent")
    assert "Online safety agreement" in words_of(mother.get("/family/"))
    address = at("family-sign", family, agreement.pk)
    answer = mother.get(address)
    assert faults(words_of(answer)) == []
    mother.post(address, {"form": "plain", "promise": "on"})
    signature = Signature.objects.get()
    assert (signature.person, signature.child) == (family.mother, family.child)
    assert "Signed" in words_of(mother.get(at("family-child", family)))
    assert mother.get(at("family-sign", family, agreement.pk + 1)).status_code == 404


def test_the_home_school_form_waits_for_the_online_safety_page(mother: Client, family: Family) -> None:
    address = at("family-home-school", family)
    refused = mother.post(address, {"agreed": "on"})
    assert "Open and read the online safety page first" in words_of(refused)
    assert not kinds()
    mother.get(reverse("family-safety"))
    assert "Tick the box" in words_of(mother.post(address, {}))
    mother.post(address, {"agreed": "on"})
    assert {"safety-page", "home-school", "supervised"} <= kinds()
    mother.post(address, {"agreed": "on"})
    assert FamilyStep.objects.filter(kind="home-school").count() == 1, "once a year"


def test_the_pupil_rules_are_read_together(mother: Client, family: Family) -> None:
    assert "has not given out its rules yet" in words_of(mother.get(at("family-together", family)))
    issued(family, "pupil-ks2")
    assert "My online promise" in words_of(mother.get(at("family-together", family)))
    mother.post(at("family-together", family), {"words": "Which rule is hard"})
    step = FamilyStep.objects.get(kind="read-with")
    assert (step.child, step.words) == (family.child, "Which rule is hard")
    assert "You read it together this year" in words_of(mother.get(at("family-together", family)))


def test_what_is_read_and_done_at_home_counts_once(mother: Client, family: Family) -> None:
    for _twice in range(2):
        for name in ("tips", "signs", "help", "safety"):
            mother.get(reverse(f"family-{name}"))
        mother.post(reverse("family-pledge"))
        mother.post(at("family-talked", family))
    assert kinds() == {"tips", "signs", "support", "safety-page", "pledge", "talked"}
    assert FamilyStep.objects.count() == 6


def test_a_unit_is_done_by_the_right_answer_alone(mother: Client) -> None:
    unit = units()[0]
    address = reverse("family-unit", args=[unit.id])
    wrong = mother.post(address, {"choice": str(1 - unit.right)})
    assert "Not quite" in words_of(wrong)
    assert not FamilyStep.objects.exists()
    answer = mother.post(address, {"choice": str(unit.right)}, follow=True)
    assert "You have done 1 of" in words_of(answer)
    assert mother.get(reverse("family-unit", args=["of-nothing"])).status_code == 404


def test_a_notice_counts_its_readers_and_goes_when_it_is_withdrawn(mother: Client, family: Family) -> None:
    details = {"topic": "ages", "title": "From which age", "words": "Most are for 13 and over."}
    notice = send_notice(by=By(None, system="t"), school=family.school, details=details, channels=["portal"])
    address = reverse("family-notice", args=[notice.pk])
    assert "From which age" in words_of(mother.get("/family/"))
    for _twice in range(2):
        assert "13" in words_of(mother.get(address))
    assert NoticeRead.objects.count() == 1
    notice.withdrawn_at = timezone.now()
    notice.save()
    assert mother.get(address).status_code == 404


def test_internet_use_is_shown_where_the_school_says_so_and_each_look_is_kept(mother: Client, family: Family) -> None:
    address = at("family-use", family)
    assert mother.get(address).status_code == 404, "off by itself"
    Decision.objects.create(
        school=family.school,
        federation=family.school.federation,
        key=SEE_USE.key,
        value="yes",
        since=timezone.now(),
    )
    for _twice in range(2):
        assert mother.get(address).status_code == 200
    assert Link.objects.filter(event="home.use-seen").count() == 2


def test_the_first_page_asks_as_much_for_one_notice_as_for_many(
    mother: Client, family: Family, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    details = {"topic": "other", "title": "Hello", "words": "Hello"}
    for _size in range(2):
        with django_assert_max_num_queries(40):
            answer: HttpResponse = mother.get("/family/")
        assert answer.status_code == 200
        for _ in range(20):
            send_notice(by=By(None, system="t"), school=family.school, details=details, channels=["portal"])


def test_sending_answers_asks_nothing_that_only_the_page_shows(
    mother: Client, family: Family, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("family-consents", args=[family.child.pk])
    with django_assert_max_num_queries(24):
        assert mother.post(address, {"website": "yes"}).status_code == 302
    assert "What you said before" in mother.get(address).content.decode()


def test_tips_hold_every_year_of_the_register_once() -> None:
    years = [year for age in tips().ages for year in age.years]
    assert len(years) == len(set(years)) == 8
