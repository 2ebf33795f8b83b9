"""Who sees how much of consents, and that pages cost a fixed number of questions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.access.tasks import tasks_at
from belisha.console.agreements.consents.actions.showing import Entry, give_take_down, publish
from belisha.console.agreements.consents.tests.scene import Family, a_family, says
from belisha.console.agreements.models import ConsentAnswer, FamilyStep, Publication, TakeDown
from cast import a_class, a_parent, a_pupil, somebody
from console.visitors import sign_in, words_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    family = a_family()
    says(family.mother, family.child, "website", yes=True)
    says(family.father, family.child, "website", yes=False)
    return family


def page(name: str, family: Family, *rest: int) -> str:
    return reverse(name, args=[family.school.code, *rest])


def test_a_teacher_reads_yes_and_no_of_their_class_and_never_why(client: Client, family: Family) -> None:
    other = a_pupil(family.school, "Cleo Ash", in_class=a_class(family.school, "5 Elm", "year-5"))
    sign_in(client, family.teacher)
    text = words_of(client.get(page("consents-of", family, family.child.pk)))
    assert "No" in text
    for secret in ("Meg Bell", "Ron Hill", "differ", "Every answer"):
        assert secret not in text
    assert client.get(page("consents-of", family, other.pk)).status_code == 404
    assert client.get(page("consents-class", family, a_class(family.school, "5 Elm").pk)).status_code == 404
    assert "Cleo" not in words_of(client.get(page("consents", family) + "?q=cleo"))
    assert client.get(page("consents-differ", family)).status_code == 403
    assert client.get(page("consent-enter", family, family.child.pk)).status_code == 404


def test_the_office_sees_who_said_what_and_where_answers_differ(client: Client, family: Family) -> None:
    sign_in(client, family.office)
    text = words_of(client.get(page("consents-of", family, family.child.pk)))
    assert "The answers differ" in text
    assert "Ron Hill" in text
    assert "Ada Bell" in words_of(client.get(page("consents-differ", family)))
    assert "Ada Bell" in words_of(client.get(page("consents-unanswered", family)))


def test_long_lists_are_leafed_through_searched_and_downloaded(client: Client, family: Family) -> None:
    for number in range(51):
        a_pupil(family.school, f"Kim Number{number:02}")
    sign_in(client, family.office)
    address = page("consents-unanswered", family)
    first, second = (words_of(client.get(address, {"page": str(number)})) for number in (1, 2))
    assert "Ada Bell" in first
    assert "Kim Number50" not in first
    assert "Kim Number50" in second
    found = words_of(client.get(address, {"q": "kim number07"}))
    assert "Kim Number07" in found
    assert "Kim Number08" not in found
    rows = client.get(address, {"format": "csv"}).content.decode().splitlines()
    assert len(rows) == 1 + 52
    for other in ("consents-adults", "consents-differ"):
        assert client.get(page(other, family), {"page": "9", "q": "x"}).status_code == 200


def test_a_home_school_form_on_paper_is_entered_once_a_year(client: Client, family: Family) -> None:
    sign_in(client, family.office)
    address = page("home-school-paper", family, family.child.pk)
    links = {link.adult_id: link.pk for link in family.child.adult_links.all()}
    given = {"person": str(links[family.mother.pk]), "words": "Blue folder"}
    assert client.post(address, given).status_code == 302
    row = FamilyStep.objects.get(kind="home-school")
    assert (row.person, row.child, row.words) == (family.mother, family.child, "Blue folder")
    assert "already" in words_of(client.post(address, given))
    sign_in(client, family.teacher)
    assert client.get(address).status_code == 404


def test_the_office_enters_what_came_on_paper(client: Client, family: Family) -> None:
    sign_in(client, family.office)
    address = page("consent-enter", family, family.child.pk)
    given = {"person": str(family.father.pk), "way": "paper", "website": "yes", "note": ""}
    answer = client.post(address, given)
    assert answer.status_code == 200
    assert "Enter" in words_of(answer)
    answer = client.post(address, given | {"note": "Folder 3"}, follow=True)
    assert "The answers are kept." in words_of(answer)
    row = ConsentAnswer.objects.filter(person=family.father).order_by("at").last()
    assert row
    assert (row.yes, row.way, row.entered_by) == (True, "paper", family.office)
    assert client.post(address, {"person": "x", "way": "y", "website": "z", "note": "\x00"}).status_code == 200


def test_the_sheet_for_a_photographer_and_the_spreadsheet_say_yes_and_no_alone(client: Client, family: Family) -> None:
    a_pupil(family.school, "=Sum Formula", in_class=a_class(family.school))
    sign_in(client, family.teacher)
    number = a_class(family.school).pk
    text = words_of(client.get(page("consents-photographer", family, number) + "?purpose=website"))
    assert text.index("Must stay out: 2") < text.index("Ada Bell") < text.index("May be in it: 0")
    table = words_of(client.get(page("consents-class", family, number) + "?format=csv"))
    assert "'=Sum Formula" in table
    assert "Ron" not in table


def test_only_those_who_may_not(client: Client, family: Family) -> None:
    friend = a_pupil(family.school, "Ben Rush", in_class=a_class(family.school))
    says(a_parent(family.school, of=friend), friend, "website", yes=True)
    sign_in(client, family.teacher)
    address = page("consents-class", family, a_class(family.school).pk)
    assert "Ben Rush" not in words_of(client.get(address + "?purpose=website&only=no"))
    assert "Ada Bell" not in words_of(client.get(address + "?purpose=website&only=yes"))
    assert "Ada Bell" in words_of(client.get(address + "?purpose=nothing&only=perhaps"))


def test_a_picture_is_entered_and_taken_down_in_the_pages(client: Client, family: Family) -> None:
    sign_in(client, family.teacher)
    address = page("publication-add", family)
    given = {
        "what": "At the pond",
        "purpose": "website",
        "place": "/news/pond",
        "on_day": "22",
        "on_month": "11",
        "on_year": "2026",
        "owner": str(family.teacher.pk),
        "children": [str(family.child.pk)],
    }
    refused = client.post(address, given)
    assert "No permission for: Ada Bell" in words_of(refused)
    assert "At the pond" in words_of(refused), "nothing typed is lost"
    client.post(address, given | {"already": "on"})
    assert Publication.objects.get().owner == family.teacher
    task = TakeDown.objects.get()
    client.post(page("take-down", family, task.pk), {"outcome": "down", "words": "Gone"})
    assert not TakeDown.objects.open().exists()
    stranger = sign_in(client, somebody(family.school, Role.TEACHER))
    assert stranger.get(page("take-down", family, task.pk)).status_code == 404
    assert stranger.get(page("publication", family, Publication.objects.get().pk)).status_code == 404


def test_a_leader_gives_what_a_leaver_left_to_take_down_to_another_and_the_leaver_hears_no_more(
    client: Client, family: Family
) -> None:
    school, day = family.child.school, timezone.localdate()
    leaver, head, taker = (somebody(school, role) for role in (Role.TEACHER, Role.HEAD, Role.TEACHER))
    entry = Entry("website", "Year 3 at the pond", "oakfield.example/pond", day, leaver, already=True)
    publish(by=By(head), school=school, entry=entry, children=[family.child])
    task = TakeDown.objects.get()
    with pytest.raises(NotAllowedError):
        give_take_down(by=By(taker), task=task, to=taker)
    leaver.posts.update(last=day - timedelta(1))
    [line] = [each for each in tasks_at(school, head) if each.source == "take-downs"]
    assert line.orphaned
    client.force_login(head)
    assert client.post(line.link, {"owner": leaver.pk}).status_code == 200, "the leaver is not offered"
    assert client.post(line.link, {"owner": taker.pk}).status_code == 302
    assert TakeDown.objects.get().owner == Publication.objects.get().owner == taker
    assert not [each for each in tasks_at(school, head) if each.orphaned]
    client.force_login(leaver)
    assert client.get(line.link).status_code == 403


def test_an_adult_and_a_child_answer_for_themselves(client: Client, family: Family) -> None:
    sign_in(client, family.office)
    assert "not on the register" in words_of(client.get(reverse("my-consents")))
    sign_in(client, family.teacher)
    client.post(reverse("my-consents"), {"adult-website": "yes"})
    assert ConsentAnswer.objects.filter(about__user=family.teacher, yes=True).count() == 1
    pupil = a_pupil(family.school, user=somebody(family.school, kind="pupil"))
    sign_in(client, pupil.user)
    assert "May we show your work?" in words_of(client.get("/"))
    client.post(reverse("my-work"), {"work": "yes"})
    assert "May we show your work?" not in words_of(client.get("/"))
    assert "You said yes." in words_of(client.get(reverse("my-work")))


def test_pages_ask_as_much_of_many_as_of_few(
    client: Client, family: Family, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, somebody(family.school, Role.HEAD))
    for _size in range(2):
        for address in (page("consents", family), page("consents-class", family, a_class(family.school).pk)):
            with django_assert_max_num_queries(24):
                client.get(address)
        for _ in range(10):
            a_parent(family.school, of=a_pupil(family.school, in_class=a_class(family.school)))
