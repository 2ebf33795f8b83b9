"""Open forms: for parents, visitors and whistleblowing. And where help is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import reverse

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.access.settings.queries import value_of
from belisha.console.audit.models import Link
from belisha.console.concerns.models import Concern
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.reporting import needs
from belisha.console.concerns.reporting.actions.doors import begun
from belisha.console.concerns.reporting.actions.helping import add_help, review_help
from belisha.console.concerns.reporting.declared import REPORTS_AN_HOUR
from belisha.console.concerns.reporting.queries.helping import directory_of, line_of, overdue_at, shown
from belisha.console.concerns.reporting.rules.helping import audiences, help_lines, topics
from cast import a_person, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
GIVEN = {
    "danger": "no",
    "about": "bullying",
    "words": "He is called names in a chat.",
    "names": "",
    "contact": "01632 960555",
}
NOW = datetime(2026, 9, 24, 10, tzinfo=UTC)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def sent(client: Client, clock: Any, door: str = "parents", **given: str) -> Any:
    mark = begun()
    clock.shift(timedelta(seconds=20))
    return client.post(reverse("report-door", args=["oakfield", door]), GIVEN | {"began": mark} | given)


def test_a_parent_reports_without_an_account(client: Client, school: School, clock: Any) -> None:
    shown = client.get(reverse("report-door", args=["oakfield", "parents"])).text
    assert shown.index("999") < shown.index('name="words"'), "999 stands first"
    assert "0808 800 5000" in shown
    assert "It is read on school days between 08:00 and 17:00" in shown
    answer = sent(client, clock, name="Ann Hill")
    assert answer.headers["Location"] == reverse("report-door-sent", args=["oakfield", "parents"])
    concern = Concern.objects.get()
    assert (concern.origin, concern.route, concern.reporter, concern.reported_by) == (
        "parent",
        "team",
        "Ann Hill",
        None,
    )
    assert concern.entries.get().details == {"contact": "01632 960555"}
    assert concern.reference not in client.get(answer.headers["Location"]).text


def test_nobody_can_be_looked_up(client: Client, school: School, clock: Any) -> None:
    a_pupil(school, "Amy Hill")
    there, not_there = (sent(client, clock, names=name) for name in ("Amy Hill", "Nobody Atall"))
    assert there.status_code == not_there.status_code == 302
    assert there.headers["Location"] == not_there.headers["Location"]
    mistakes = [sent(client, clock, names=name, words="").text for name in ("Amy Hill", "Bob Hall!")]
    found = [text.replace("Amy Hill", "X").replace("Bob Hall!", "X").replace("began", "") for text in mistakes]
    assert len(found[0]) == len(found[1])


def test_a_report_that_names_somebody_who_works_here_is_closed_to_them(
    client: Client, school: School, clock: Any
) -> None:
    users = {role: somebody(school, role) for role in (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR)}
    names = dict(zip(users, ("Hetty Head", "Dana Lead", "Dee Deputy", "Cher Chair"), strict=True))
    for role, user in users.items():
        a_person(school, "staff" if role != Role.CHAIR else "governor", names[role], user=user)

    def who_sees() -> set[Role]:
        concern = Concern.objects.latest("pk")
        return {role for role, user in users.items() if visible(By(user), school).filter(pk=concern.pk).exists()}

    for name, about, expected in (
        ("Dana Lead", "bullying", {Role.HEAD, Role.DEPUTY_DSL}),
        ("Mrs Lead", "adult", {Role.HEAD}),
        ("Hetty Head", "adult", {Role.CHAIR}),
        ("Hetty Head, Dana Lead", "adult", {Role.CHAIR}),
        ("", "head", {Role.CHAIR}),
        ("", "adult", {Role.HEAD}),
        ("Hetty Head", "other", {Role.DSL, Role.DEPUTY_DSL}),
    ):
        assert sent(client, clock, names=name, about=about).status_code == 302
        assert who_sees() == expected, (name, about)


def test_no_label_lands_on_a_child_whom_a_form_names(client: Client, school: School, clock: Any) -> None:
    child = a_pupil(school, "Amy Hill")
    sent(client, clock, names="Amy Hill, Ben")
    assert [(each.person, each.role) for each in Concern.objects.get().subjects.all()] == [
        (child, "involved"),
        (None, "involved"),
    ]


def test_visitors_come_by_the_poster(client: Client, school: School, clock: Any) -> None:
    client.force_login(somebody(school, Role.OFFICE))
    poster = client.get(reverse("report-poster", args=["oakfield", "visitors"])).text
    assert "<svg" in poster
    assert "/report/oakfield/visitors/" in poster
    assert "/report/oakfield/parents/" in client.get(reverse("report-posters", args=["oakfield"])).text
    sent(Client(), clock, "visitors", about="visitor")
    assert (Concern.objects.get().origin, Concern.objects.get().category) == ("visitor", "visitor-breach")


def test_whistleblowing_keeps_nothing_of_who_it_was(client: Client, school: School, clock: Any) -> None:
    client.force_login(somebody(school, Role.TEACHER, name="Tina Teacher"))
    shown = client.get(reverse("report-door", args=["oakfield", "whistleblowing"])).text
    assert 'name="name"' not in shown
    sent(client, clock, "whistleblowing", about="school", name="Tina Teacher", contact="01632 960001")
    concern = Concern.objects.get()
    assert (concern.route, concern.reported_by, concern.reporter) == ("head", None, "")
    entry = concern.entries.get()
    assert (entry.by, entry.by_name, entry.details) == (None, "whistleblowing form", {})
    links = list(Link.objects.filter(chain=concern.chain).values())
    assert links
    assert "127.0.0.1" not in str(links)
    assert "Tina" not in str(links)


def test_machines_and_floods_are_held_off_and_nothing_typed_is_lost(client: Client, school: School, clock: Any) -> None:
    address = reverse("report-door", args=["oakfield", "parents"])
    quick = client.post(address, GIVEN | {"began": begun()})
    assert "very quick" in quick.text
    assert GIVEN["words"] in quick.text
    trap = sent(client, clock, website="http://spam.example")
    assert "Empty this field" in trap.text
    old = begun()
    clock.shift(timedelta(days=2))
    late = client.post(address, GIVEN | {"began": old})
    assert "open for long" in late.text
    assert GIVEN["words"] in late.text
    assert old not in late.text, "it can be sent again as it stands"
    assert "open for long" in client.post(address, GIVEN | {"began": "made up"}).text
    assert not Concern.objects.exists()
    clock.move_to(NOW)
    answers = [sent(client, clock) for _time in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [200]
    assert "Too many reports" in answers[-1].text
    clock.shift(timedelta(hours=1))
    assert sent(client, clock).status_code == 302


def test_reports_to_several_processes_at_one_instant_count_together(
    client: Client, school: School, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # nobody has seen yet how many the other processes have counted: what each reads is old
    monkeypatch.setattr(DatabaseCache, "get", lambda _self, _key, default=None, **_more: default)
    limit = value_of(school, REPORTS_AN_HOUR)
    answers = [sent(client, clock) for _ in range(limit + 2)]
    assert [answer.status_code for answer in answers] == [302] * limit + [200] * 2
    assert Concern.objects.count() == limit


def test_what_is_counted_is_kept_where_all_processes_find_it(school: School) -> None:
    cache.set("a-count", 1)
    assert caches.create_connection("default").get("a-count") == 1
    for number in range(400):
        cache.set(f"b-{number}", 1)
    assert cache.get("a-count") == 1, "nothing is forgotten for being one of many"


def test_a_form_that_is_sent_twice_is_one_report(client: Client, school: School, clock: Any) -> None:
    mark = begun()
    clock.shift(timedelta(seconds=10))
    for _time in range(2):
        answer = client.post(reverse("report-door", args=["oakfield", "parents"]), GIVEN | {"began": mark})
        assert answer.status_code == 302
    assert Concern.objects.count() == 1


def test_a_school_shuts_a_form(client: Client, school: School) -> None:
    head = somebody(school, Role.HEAD)
    change_setting(By(head), at=school, key="report-form-parents", value="shut", reason="Not yet")
    assert client.get(reverse("report-door", args=["oakfield", "parents"])).status_code == 404
    assert reverse("report-door", args=["oakfield", "parents"]) not in client.get("/report/oakfield/").text
    assert client.get("/report/nowhere/").status_code == 404


def test_hostile_words_are_text(client: Client, school: School, clock: Any) -> None:
    hostile = '"><script>alert(1)</script>\0 =1+1'
    answer = sent(client, clock, words=hostile, names=hostile, name=hostile, about=hostile)
    assert "<script>alert" not in answer.text
    assert answer.status_code == 200


def test_the_directory_says_where_help_is_by_topic_and_by_who_asks(client: Client, school: School) -> None:
    everything = client.get("/report/oakfield/help/").text
    assert "Childline" in everything
    for_parents = client.get("/report/oakfield/help/?topic=work&for=staff").text
    assert "Whistleblowing Advice Line" in for_parents
    assert "Childline" not in for_parents
    for each in help_lines():
        assert set(each.topics) <= {topic.id for topic in topics()}
        assert set(each.audience) <= {audience.id for audience in audiences()}
        assert each.phone or each.text or each.mail or each.site
    assert len({each.id for each in help_lines()}) == len(help_lines())


def test_help_near_the_school_is_added_and_every_line_is_tried_once_a_year(
    client: Client, school: School, clock: Any
) -> None:
    dsl = somebody(school, Role.DSL)
    client.force_login(dsl)
    given = {
        "title": "Family hub",
        "about": "Advice",
        "phone": "01632 960100",
        "topics": "family",
        "audience": "parent",
    }
    answer = client.post(reverse("help-add", args=["oakfield"]), given)
    assert answer.headers["Location"] == reverse("help-directory", args=["oakfield"])
    assert "Family hub" in Client().get("/report/oakfield/help/?topic=family").text
    with pytest.raises(NotAllowedError):
        add_help(
            by=By(somebody(school, Role.TEACHER)), school=school, title="x", about="x", phone="1", site="", hours="",
            topics=[], audience=[],
        )  # fmt: skip
    assert overdue_at(school) == []
    clock.move_to(datetime(2027, 12, 1, tzinfo=UTC))
    late = len(overdue_at(school))
    assert late == len(help_lines()) + 1
    assert [need.text for need in needs.help_overdue(dsl, school)] == [f"Try {late} lines of the directory of help"]
    client.force_login(dsl)
    client.post(reverse("help-tried", args=["oakfield", "childline"]), {"found": "right"})
    assert len(overdue_at(school)) == late - 1
    listed = line_of(school, "frank")
    assert listed
    review_help(by=By(dsl), school=school, listed=listed, found="wrong")
    assert "frank" not in {line.id for line in shown(directory_of(school))}


def test_directory_is_asked_for_as_often_whatever_it_holds(
    client: Client, school: School, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        add_help(
            by=By(None, system="test"), school=school, title=f"Help {number}", about="x", phone="1", site="",
            hours="", topics=["family"], audience=["parent"],
        )  # fmt: skip
    with django_assert_num_queries(2):
        assert len(directory_of(school)) > 30


def test_staff_of_the_school_find_the_forms(client: Client, school: School) -> None:
    teacher = somebody(school, Role.TEACHER)
    a_teacher(school, user=teacher)
    client.force_login(teacher)
    assert client.get(reverse("help-directory", args=["oakfield"])).status_code == 403


def test_lines_of_help_that_nobody_has_confirmed_say_so_until_the_school_has_tried_them(client: Client) -> None:
    school = a_school()
    client.force_login(somebody(school, Role.DSL))
    here = reverse("help-directory", args=[school.code])
    unsure = [line for line in help_lines() if line.checked is None]
    assert client.get(here).content.decode().count("not confirmed") == len(unsure) > 0
    client.post(reverse("help-tried", args=[school.code, unsure[0].id]), {"found": "right"})
    assert client.get(here).content.decode().count("not confirmed") == len(unsure) - 1
    assert all(line.source for line in help_lines() if line.checked)
