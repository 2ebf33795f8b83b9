"""The pages of the record: who sees them, what they show, and that looking is on record itself."""

from __future__ import annotations

import csv
import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.audit.actions import check
from belisha.console.audit.events import EVENTS, EventKind
from belisha.console.audit.models import Body, Link
from belisha.console.audit.queries import verify
from belisha.console.auditing import queries
from cast import FIRST_DAY, a_school, just_confirmed, somebody

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
AT = "/schools/oakfield/audit/"
TOLD = EventKind("test.told", "had something told")


@pytest.fixture(autouse=True)
def a_kind_of_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENTS, TOLD.code, TOLD)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD, name="Jane Reed")


@pytest.fixture
def dpo(school: School) -> User:
    return somebody(school, Role.DPO, name="Dora Officer")


def tell(by: User, about: User, number: int = 1, **said: object) -> None:
    with transaction.atomic():
        for each in range(number):
            By(by, "10.0.0.7", "head").did(TOLD, to=about, at=by.school, after={"what": f"word{each}"}, **said)


def numbers(page: HttpResponse) -> list[int]:
    """The numbers of the entries that a page shows."""
    return [int(number) for number in re.findall(r'id="entry-(\d+)"', page.content.decode())]


def names(page: HttpResponse) -> set[str]:
    """Whom the entries that were told are about."""
    return set(re.findall(r"timeline__title\">([A-Z]\w+ \w+) had something told", page.content.decode()))


def older(page: HttpResponse) -> str:
    """Where the page leads to older entries; empty where there are none."""
    found = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
    return html.unescape(found[1]) if found else ""


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_an_entry_reads_as_a_sentence_with_what_changed(client: Client, school: School, head: User) -> None:
    tell(head, somebody(school, name="Amy Hill"), reason="She asked", before={"what": "nothing"})
    page = signed_in(client, head).get(AT).content.decode()
    assert "Amy Hill had something told. Done by Jane Reed, Head." in page
    assert "Reason: She asked" in page
    assert ">nothing<" in page
    assert ">word0<" in page
    assert "from 10.0.0.7" in page


def test_a_colleague_without_the_role_is_refused(client: Client, school: School) -> None:
    signed_in(client, somebody(school, Role.TEACHER))
    for address in (AT, AT + "export/", AT + "shred/"):
        assert client.get(address).status_code == 403


def test_a_head_may_look_and_not_shred(client: Client, head: User) -> None:
    assert signed_in(client, head).get(AT + "shred/?entry=1").status_code == 403


def test_a_stranger_does_not_learn_that_there_is_a_record(client: Client) -> None:
    a_school()
    stranger = somebody(a_school("st-brigids"), Role.HEAD)
    signed_in(client, stranger)
    for address in (AT, AT + "export/", AT + "shred/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["", "export/", "shred/"])
def test_the_record_of_the_federation_needs_a_role_for_all_of_it(client: Client, school: School, name: str) -> None:
    whole = somebody(a_school("st-brigids"), Role.DPO)
    Post.objects.create(federation=school.federation, role=Role.DPO.value, holder=whole, first=FIRST_DAY)
    address = f"/federation/audit/{name}"
    assert signed_in(client, somebody(school, Role.DPO)).get(address).status_code == 403
    assert signed_in(client, whole).get(address).status_code == (302 if name == "shred/" else 200)


def test_another_school_has_a_record_of_its_own(client: Client, head: User) -> None:
    other = somebody(a_school("st-brigids"), Role.HEAD)
    tell(other, somebody(other.school, name="Ben Stone"))
    assert "Ben Stone" not in signed_in(client, head).get(AT).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?kind=test.told", {"Amy Hill", "Ben Lake"}),
        ("?kind=audit.looked", set()),
        ("?about=amy", {"Amy Hill"}),
        ("?about=nobody", set()),
        ("?who=reed", {"Amy Hill", "Ben Lake"}),
        ("?who=amy", set()),
        ("?text=hill", {"Amy Hill"}),
        ("?text=HILL+word0", {"Amy Hill"}),
        ("?text=what", set()),
        ("?last_day=1&last_month=1&last_year=2001", set()),
        ("?first_day=1&first_month=1&first_year=2001", {"Amy Hill", "Ben Lake"}),
    ],
)
def test_the_record_can_be_searched(client: Client, school: School, head: User, asked: str, found: set[str]) -> None:
    for name in ("Amy Hill", "Ben Lake"):
        tell(head, somebody(school, name=name))
    assert names(signed_in(client, head).get(AT + asked)) == found


def test_all_about_one_person_is_found_by_their_id(client: Client, school: School, head: User) -> None:
    amy = somebody(school, name="Amy Hill")
    tell(head, amy)
    tell(head, somebody(school, name="Amy Hillock"))
    assert names(signed_in(client, head).get(f"{AT}?about=user:{amy.pk}")) == {"Amy Hill"}


def test_pages_hold_fifty_and_lead_to_older_ones(client: Client, school: School, head: User) -> None:
    tell(head, somebody(school, name="Amy Hill"), 70)
    signed_in(client, head)
    first = client.get(AT + "?kind=test.told")
    second = client.get(older(first))
    assert [*numbers(first), *numbers(second)] == list(range(70, 0, -1))
    assert older(second) == ""


def test_a_rare_word_is_looked_for_in_steps(
    client: Client, school: School, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "STEP", 10)
    monkeypatch.setattr(queries, "STEPS", 2)
    tell(head, somebody(school, name="Amy Hill"))
    tell(head, somebody(school, name="Ben Lake"), 30)
    first = signed_in(client, head).get(AT + "?kind=test.told&text=hill")
    assert numbers(first) == []
    assert "Words were looked for back to" in first.content.decode()
    assert names(client.get(older(first))) == {"Amy Hill"}


@pytest.mark.parametrize("number", [1, 40])
def test_a_page_asks_as_often_however_much_it_shows(
    client: Client, school: School, head: User, number: int, django_assert_max_num_queries: object
) -> None:
    tell(head, somebody(school, name="Amy Hill"), number)
    signed_in(client, head).get(AT)
    with django_assert_max_num_queries(20):
        client.get(AT)


def test_looking_is_on_record_once_an_hour_for_each_thing_looked_for(client: Client, head: User) -> None:
    signed_in(client, head)
    for asked in ("", "", "?before=1", "?about=amy", "?about=amy", "?kind=test.told"):
        client.get(AT + asked)
    looks = Link.objects.filter(event="audit.looked").order_by("number")
    assert [look.body.content["after"] for look in looks] == [{}, {"about": "amy"}]
    assert "Jane Reed, Head, looked at the record: Oakfield." in client.get(AT).content.decode()


def test_the_csv_holds_what_fits_and_is_on_record(client: Client, school: School, head: User) -> None:
    tell(head, somebody(school, name="=Amy Hill"), 60)
    answer = signed_in(client, head).get(AT + "export/?kind=test.told")
    rows = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert len(rows) == 61
    assert rows[1][6] == "'=Amy Hill"
    assert Link.objects.get(event="audit.exported").body.content["after"] == {"kind": "test.told"}


@pytest.mark.parametrize(
    "asked", ["?before=x", "?before=99999999999999999999", "?last_day=40", "?kind=no.such", "?text=%00"]
)
def test_an_address_that_makes_no_sense_does_no_harm(client: Client, head: User, asked: str) -> None:
    assert signed_in(client, head).get(f"{AT}?{asked}").status_code == 200


def test_chosen_entries_are_shredded_after_a_reason_was_given(
    client: Client, school: School, head: User, dpo: User
) -> None:
    tell(head, somebody(school, name="Amy Hill"), 3)
    address = AT + "shred/?entry=1&entry=3"
    assert "confirm" in signed_in(client, dpo).get(address).headers["Location"], "who it is, is asked again"
    just_confirmed(client)
    assert "Amy Hill" in client.get(address).content.decode()
    assert "There is a problem" in client.post(address, {"reason": ""}).content.decode()
    assert Body.objects.count() == 3
    assert client.post(address, {"reason": "Erasure was asked for"}, follow=True).status_code == 200
    assert sorted(Body.objects.filter(link__event=TOLD.code).values_list("link__number", flat=True)) == [2]
    page = client.get(AT).content.decode()
    assert "by Dora Officer because: Erasure was asked for" in page
    assert verify(school.chain).fault is None


def test_all_about_somebody_is_shredded_at_once(client: Client, school: School, head: User, dpo: User) -> None:
    amy, ben = somebody(school, name="Amy Hill"), somebody(school, name="Ben Lake")
    tell(head, amy, 60)
    tell(head, ben)
    just_confirmed(signed_in(client, dpo))
    client.post(f"{AT}shred/?about=user:{amy.pk}", {"reason": "Erasure was asked for"})
    assert [body.content["about"] for body in Body.objects.filter(link__event=TOLD.code)] == ["Ben Lake"]
    assert verify(school.chain).fault is None


def test_nothing_chosen_is_said(client: Client, dpo: User) -> None:
    just_confirmed(signed_in(client, dpo))
    answer = client.get(AT + "shred/", follow=True)
    assert "Choose at least one entry" in answer.content.decode()


def test_the_page_tells_whether_the_record_is_whole(client: Client, school: School, head: User) -> None:
    tell(head, head, 3)
    signed_in(client, head)
    assert "has not been checked yet" in client.get(AT).content.decode()
    check(chain=school.chain, now=timezone.now() - timedelta(days=3))
    assert "too long ago" in client.get(AT).content.decode()
    check(chain=school.chain, now=timezone.now())
    assert "entries are whole" in client.get(AT).content.decode()
