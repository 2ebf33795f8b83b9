"""A member of staff reports a concern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.needs import Urgency
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.reporting import Told
from belisha.console.concerns.models import Concern, Entry, ReportDraft
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.reporting import needs
from belisha.console.concerns.reporting.actions import drafts
from belisha.console.concerns.reporting.actions.drafts import keep, new_token, send
from belisha.console.concerns.reporting.rules.names import names_in
from belisha.console.outbox.models import OutboxMail
from cast import a_class, a_parent, a_person, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>\0 =1+1 \u202e'
FIRST = {"danger": "no", "words": "She said “my arm hurts”.", "names": "Amy Hill", "category": "wellbeing"}
SECOND = {"voice": "yes", "protection": "no", "confidential": "on", "send": "1"}


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def amy(school: School) -> Person:
    return a_pupil(school, "Amy Hill", in_class=a_class(school))


@pytest.fixture
def teacher(school: School, client: Client) -> User:
    user = somebody(school, Role.TEACHER, name="Tina Teacher")
    a_teacher(school, "Tina Teacher", user=user)
    client.force_login(user)
    return user


def page(name: str, token: str) -> str:
    return reverse(name, args=["oakfield", token])


def reported(client: Client, first: dict[str, str] | None = None, second: dict[str, str] | None = None) -> Concern:
    token = new_token()
    answer = client.post(page("report-what", token), FIRST | (first or {}))
    assert answer.headers["Location"] == page("report-who", token), answer.content.decode()
    names = names_in((FIRST | (first or {}))["names"])
    roles = {f"role_{number}": "harmed" for number, _name in enumerate(names)}
    answer = client.post(page("report-who", token), roles | SECOND | (second or {}))
    assert answer.headers.get("Location") == page("report-sent", token), answer.content.decode()
    found = ReportDraft.objects.get(token=token).concern
    assert found is not None
    return found


def test_a_report_takes_three_screens(client: Client, teacher: User, school: School, amy: Person) -> None:
    concern = reported(client, second={"who_0": str(amy.pk), "done": "Sat with her."})
    assert (concern.route, concern.origin, concern.reported_by) == ("team", "staff", teacher)
    assert [(one.person, one.role) for one in concern.subjects.all()] == [(amy, "harmed")]
    entry = concern.entries.get()
    assert entry.text == FIRST["words"]
    assert entry.details == {"confidential": True, "done": "Sat with her."}
    assert concern.told_by_voice
    shown = client.get(page("report-sent", ReportDraft.objects.get().token))
    assert "safeguarding lead (DSL)" in shown.text
    assert concern.reference not in shown.text
    assert "Amy" not in shown.text


def test_more_than_one_subject_each_with_a_role_and_somebody_not_on_the_register(
    client: Client, teacher: User, school: School, amy: Person
) -> None:
    ben = a_pupil(school, "Ben Oak")
    given = {"who_0": str(amy.pk), "who_1": str(ben.pk), "role_1": "alleged", "role_2": "witness"}
    concern = reported(client, {"names": "Amy Hill; Ben Oak, her cousin Jo"}, given)
    assert [(str(one), one.role, one.person) for one in concern.subjects.all()] == [
        ("Amy Hill", "harmed", amy),
        ("Ben Oak", "alleged", ben),
        ("her cousin Jo", "witness", None),
    ]


def test_somebody_else_is_found_without_losing_what_was_typed(
    client: Client, teacher: User, school: School, amy: Person
) -> None:
    token = new_token()
    client.post(page("report-what", token), FIRST)
    client.post(page("report-who", token), {"more": "Ben Oak", "again": "1", "done": "Told his mother."})
    shown = client.get(page("report-who", token)).text
    assert "“Ben Oak”" in shown
    assert "Told his mother." in shown
    assert ReportDraft.objects.get().typed["names"] == "Amy Hill, Ben Oak"


def test_a_name_that_changes_takes_no_role_along(client: Client, teacher: User, amy: Person) -> None:
    token = new_token()
    client.post(page("report-what", token), FIRST | {"names": "Amy Hill\nBen"})
    client.post(page("report-who", token), {"role_0": "witness", "role_1": "alleged", "later": "1"})
    client.post(page("report-what", token), FIRST | {"names": "Amy Hill\nCarl"})
    typed = ReportDraft.objects.get().typed
    assert typed["role_0"] == "witness"
    assert "role_1" not in typed


def test_the_search_shows_only_whom_the_colleague_may_see(client: Client, teacher: User, school: School) -> None:
    child = a_pupil(school, "Amy Hill")
    a_parent(school, "Ann Hill", of=child)
    a_pupil(a_school("ashby"), "Andy Hill")
    token = new_token()
    client.post(page("report-what", token), FIRST | {"names": "Hill"})
    shown = client.get(page("report-who", token)).text
    assert "Amy Hill" in shown
    assert "Ann Hill" not in shown, "parents are for those who see families"
    assert "Andy Hill" not in shown, "nor anybody of another school"
    governor = somebody(school, Role.GOVERNOR, kind="governor")
    client.force_login(governor)
    other = new_token()
    client.post(page("report-what", other), FIRST | {"names": "Hill"})
    assert "Amy Hill" not in client.get(page("report-who", other)).text


def test_nobody_is_found_by_a_number(client: Client, teacher: User, school: School) -> None:
    a_pupil(school, "Amy Hill", upn="H801200001001")
    token = new_token()
    client.post(page("report-what", token), FIRST | {"names": "H801200001001"})
    assert "Amy Hill" not in client.get(page("report-who", token)).text


def test_an_adult_of_the_school_goes_to_the_head_alone_and_whoever_reports_is_told(
    client: Client, teacher: User, school: School
) -> None:
    for role in (Role.HEAD, Role.DSL):
        user = somebody(school, role)
        a_person(school, "staff", user=user)
    colleague = a_teacher(school, "Carl Cole")
    token = new_token()
    client.post(page("report-what", token), FIRST | {"names": "Carl Cole"})
    shown = client.get(page("report-who", token)).text
    assert "goes to the head alone" in shown
    concern = reported(client, {"names": "Carl Cole"}, {"who_0": str(colleague.pk), "role_0": "alleged"})
    assert concern.route == "head"
    assert (
        "goes to the head alone" in client.get(page("report-sent", ReportDraft.objects.get(concern=concern).token)).text
    )


def test_one_without_a_view_of_the_register_closes_a_report_to_whom_it_names(client: Client, school: School) -> None:
    dsl = somebody(school, Role.DSL)
    a_teacher(school, "Dana Lead", user=dsl)
    client.force_login(somebody(school, Role.GOVERNOR, kind="governor"))
    concern = reported(client, {"names": "Mrs Lead"}, {"role_0": "alleged"})
    assert concern.route == "head"
    assert not visible(By(dsl), school).exists()


def test_categories_say_to_whom_they_go(client: Client, teacher: User) -> None:
    for category, words in (("adult-conduct", "head alone"), ("head-conduct", "chair of governors alone")):
        token = new_token()
        client.post(page("report-what", token), FIRST | {"category": category, "names": ""})
        assert words in client.get(page("report-who", token)).text
    assert reported(client, {"category": "head-conduct", "names": ""}).route == "chair"


def test_a_picture_is_never_asked_for_and_the_page_says_so(client: Client, teacher: User) -> None:
    token = new_token()
    client.post(page("report-what", token), FIRST | {"category": "sexual-images"})
    shown = client.get(page("report-who", token)).text
    assert "Do not look at the picture" in shown
    assert 'type="file"' not in shown
    assert 'name="protection"' not in shown, "it always is"


def test_what_a_category_asks_is_sealed_with_the_words(client: Client, teacher: User) -> None:
    answers = {"ask_platform": "TikTok", "ask_under_age": "yes", "ask_parents": "Mother, on Monday"}
    concern = reported(client, {"category": "risky-own-behaviour"}, answers)
    assert concern.entries.get().details["asked"] == {
        "platform": "TikTok",
        "under_age": "yes",
        "parents": "Mother, on Monday",
    }


def test_the_line_of_confidentiality_must_be_ticked(client: Client, teacher: User) -> None:
    token = new_token()
    client.post(page("report-what", token), FIRST)
    answer = client.post(
        page("report-who", token), {"role_0": "harmed", "voice": "no", "protection": "no", "send": "1"}
    )
    assert "Tick this" in answer.text
    assert not Concern.objects.exists()


def test_a_report_is_sent_once_however_often_the_button_is_pressed(client: Client, teacher: User) -> None:
    token = new_token()
    client.post(page("report-what", token), FIRST)
    for _time in range(2):
        client.post(page("report-who", token), {"role_0": "harmed"} | SECOND)
    assert Concern.objects.count() == 1


def test_what_is_typed_is_kept_at_each_step_and_is_gone_once_it_is_sent(client: Client, teacher: User) -> None:
    token = new_token()
    assert client.post(page("report-keep", token), {"words": "She sa", "csrfmiddlewaretoken": "x"}).status_code == 204
    assert ReportDraft.objects.get().typed == {"words": "She sa"}
    assert "She sa" in client.get(page("report-what", token)).text
    client.post(page("report-what", token), FIRST | {"danger": ""})
    assert ReportDraft.objects.get().typed["words"] == FIRST["words"], "kept although an answer is missing"
    client.post(page("report-what", token), FIRST)
    client.post(page("report-who", token), {"role_0": "harmed"} | SECOND)
    assert ReportDraft.objects.get().typed == {}
    assert client.post(page("report-keep", token), {"words": "late"}).status_code == 409
    assert ReportDraft.objects.get().typed == {}


def test_a_power_cut_in_the_middle_of_sending_keeps_the_text(
    client: Client, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = new_token()
    client.post(page("report-what", token), FIRST)

    def cut(**given: Any) -> Concern:
        real(**given)
        raise SystemError

    real = drafts.report
    monkeypatch.setattr(drafts, "report", cut)
    with pytest.raises(SystemError):
        client.post(page("report-who", token), {"role_0": "harmed", "done": "Sat with her."} | SECOND)
    assert not Concern.objects.exists()
    assert not Entry.objects.exists()
    draft = ReportDraft.objects.get()
    assert (draft.typed["words"], draft.typed["done"], draft.sent_at) == (FIRST["words"], "Sat with her.", None)
    monkeypatch.setattr(drafts, "report", real)
    client.post(page("report-who", token), {"role_0": "harmed"} | SECOND)
    assert Concern.objects.count() == 1


def test_a_draft_is_its_writers_alone(client: Client, teacher: User, school: School) -> None:
    token = new_token()
    client.post(page("report-what", token), FIRST)
    dsl = somebody(school, Role.DSL)
    client.force_login(dsl)
    for name in ("report-what", "report-who", "report-sent", "report-drop"):
        assert client.get(page(name, token)).status_code == 404
    with pytest.raises(NotAllowedError):
        keep(by=By(dsl), school=school, token=token, typed={"words": "Mine now"})
    draft = ReportDraft.objects.get()
    with pytest.raises(NotAllowedError):
        send(by=By(dsl), draft=draft, category="wellbeing", words="x", told=Told("staff"), subjects=())


def test_a_draft_is_thrown_away_by_its_writer_with_a_mark(client: Client, teacher: User, school: School) -> None:
    token = new_token()
    client.post(page("report-what", token), FIRST)
    assert "begun on" in client.get(reverse("my-reports")).text
    assert "Throw it away" in client.get(page("report-drop", token)).text
    client.post(page("report-drop", token))
    assert not ReportDraft.objects.exists()
    assert Link.objects.filter(chain=f"concerns:{school.pk}", event="concerns.draft-dropped").count() == 1


def test_hostile_input_gets_a_sentence_and_is_not_lost(client: Client, teacher: User) -> None:
    token = new_token()
    answer = client.post(page("report-what", token), dict.fromkeys(FIRST, HOSTILE))
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "alert(1)" in ReportDraft.objects.get().typed["words"]
    client.post(page("report-what", token), FIRST | {"names": HOSTILE})
    second = dict.fromkeys(("role_0", "who_0", "happened_at", "place", "where", "voice", "protection"), HOSTILE)
    assert client.post(page("report-who", token), second | {"send": "1"}).status_code == 200
    assert not Concern.objects.exists()
    assert client.post(page("report-who", "zz"), {"send": "1"}).status_code in {302, 403, 404}


def test_what_i_reported_says_date_and_state_alone(client: Client, teacher: User, school: School, amy: Person) -> None:
    concern = reported(client, second={"who_0": str(amy.pk)})
    shown = client.get(reverse("my-reports")).text
    assert "not opened yet" in shown
    for word in (concern.reference, "Amy", "wellbeing", "Worry", "hurts"):
        assert word not in shown
    Concern.objects.filter(pk=concern.pk).update(acknowledged_at=timezone.now())
    assert "working on it" in client.get(reverse("my-reports")).text
    Concern.objects.filter(pk=concern.pk).update(state="closed", closed_at=timezone.now())
    assert "Dealt with" in client.get(reverse("my-reports")).text


def test_those_who_answer_are_told_without_names(client: Client, teacher: User, school: School, amy: Person) -> None:
    users = {role: somebody(school, role) for role in (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR, Role.SLT)}
    people = {role: a_person(school, "staff", f"Hetty {role}", user=user) for role, user in users.items()}
    concern = reported(client, {"danger": "yes"}, {"who_0": str(amy.pk)})
    mails = {mail.to: mail for mail in OutboxMail.objects.all()}
    assert set(mails) == {users[Role.DSL].email, users[Role.DEPUTY_DSL].email}
    for mail in mails.values():
        assert mail.subject == "Urgent: a concern was reported"
        assert concern.reference in mail.body
        assert not {"Amy", "Hill", "arm", "Tina"} & set(mail.body.replace(",", " ").split())
    OutboxMail.objects.all().delete()
    reported(client, {"names": "Hetty Head"}, {"who_0": str(people[Role.HEAD].pk), "role_0": "alleged"})
    assert {mail.to for mail in OutboxMail.objects.all()} == {users[Role.CHAIR].email}
    OutboxMail.objects.all().delete()
    reported(client, {"category": "adult-conduct", "names": ""})
    assert {mail.to for mail in OutboxMail.objects.all()} == {users[Role.HEAD].email}


def test_nobody_is_told_of_a_concern_about_themselves(client: Client, teacher: User, school: School) -> None:
    dsl, head = somebody(school, Role.DSL), somebody(school, Role.HEAD)
    person = a_teacher(school, "Dana Lead", user=dsl)
    a_person(school, "staff", user=head)
    concern = reported(client, {"names": "Dana Lead"}, {"who_0": str(person.pk), "role_0": "harmed"})
    assert concern.route == "team"
    assert {mail.to for mail in OutboxMail.objects.all()} == {head.email}, "with no deputy, the head"
    assert not list(needs.new_concerns(dsl, school))
    found = list(needs.new_concerns(head, school))
    assert [need.urgency for need in found] == [Urgency.NOW]
    assert "Dana" not in found[0].text


def test_a_home_page_asks_for_what_is_not_sent(client: Client, teacher: User, school: School) -> None:
    assert not list(needs.unsent(teacher, school))
    client.post(page("report-keep", new_token()), {"words": "She sa"})
    assert [need.text for need in needs.unsent(teacher, school)] == ["A report that you began is not sent yet"]


@pytest.mark.parametrize("number", [1, 40])
def test_the_second_screen_asks_as_often_whatever_the_size_of_the_school(
    client: Client, teacher: User, school: School, number: int, django_assert_max_num_queries: Any
) -> None:
    for each in range(number):
        a_pupil(school, f"Amy Hill{each}")
    token = new_token()
    client.post(page("report-what", token), FIRST | {"names": "Amy\nHill\nBen\nCarl"})
    client.get(page("report-who", token))
    with django_assert_max_num_queries(22):
        assert client.get(page("report-who", token)).status_code == 200
