"""People say how a duty is kept; another one signs; nobody's tick makes anything green."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.compliance.attesting.actions import confirm, countersign, take_back
from belisha.console.compliance.models import Attestation
from belisha.console.compliance.queries import row
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Basis, State
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
WORDS = "We held it in the week of 16 November; the plan lies in the binder."
DUTY = next(each.id for each in catalogue().values() if Role.DSL in each.who)


@pytest.fixture(autouse=True)
def unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    """No data prove the duty, whatever apps prove by then."""
    monkeypatch.delitem(PROOFS, DUTY, raising=False)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL)


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD)


def stands(school: School) -> tuple[State, Basis]:
    found = row(school, DUTY, timezone.now()).standing
    return found.state, found.basis


def say(by: User, school: School, words: str = WORDS, *, kept: bool = True, evidence: str = "Binder 3") -> Attestation:
    return confirm(by=By(by), school=school, duty=DUTY, kept=kept, words=words, evidence=evidence)


def test_until_somebody_says_something_nobody_knows(school: School) -> None:
    assert stands(school) == (State.NOT_KNOWN, Basis.CLAIMED)


def test_what_one_says_is_at_risk_until_another_signs(school: School, dsl: User, head: User) -> None:
    said = say(dsl, school)
    assert stands(school) == (State.AT_RISK, Basis.CLAIMED)
    countersign(by=By(head), attestation=said, words="I read the plan.")
    assert stands(school) == (State.MET, Basis.RECORDED)
    record = Link.objects.filter(chain=school.chain).values_list("event", flat=True)
    assert {"duties.confirmed", "duties.countersigned"} <= set(record)


def test_nobody_signs_their_own_words(school: School, head: User) -> None:
    said = say(head, school)
    with pytest.raises(NotAllowedError):
        countersign(by=By(head), attestation=said)


def test_a_program_confirms_nothing(school: School) -> None:
    with pytest.raises(NotAllowedError):
        confirm(by=By(None, system="seed"), school=school, duty=DUTY, kept=True, words=WORDS)
    assert not Attestation.objects.exists()


def test_a_tick_is_not_enough(school: School, dsl: User) -> None:
    with pytest.raises(ValidationError, match="how you know"):
        say(dsl, school, "yes")


def test_the_same_words_count_for_one_duty_alone(school: School, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    say(head, school)
    other = "governance.resilience"
    monkeypatch.delitem(PROOFS, other, raising=False)
    with pytest.raises(ValidationError, match="another duty"):
        confirm(by=By(head), school=school, duty=other, kept=True, words=f" {WORDS.upper()}")


def test_who_does_not_answer_for_a_duty_cannot_speak_of_it(school: School) -> None:
    with pytest.raises(NotAllowedError):
        say(somebody(school, Role.GOVERNOR), school)


def test_nobodys_word_is_asked_where_data_show_it(school: School, head: User) -> None:
    proved = next(iter(PROOFS))
    with pytest.raises(ValidationError, match="Data show"):
        confirm(by=By(head), school=school, duty=proved, kept=True, words=WORDS)


def test_what_is_said_anew_takes_the_place_of_the_old(school: School, dsl: User) -> None:
    first = say(dsl, school)
    say(dsl, school, "It was not held this year after all.", kept=False)
    first.refresh_from_db()
    assert not first.current
    assert stands(school)[0] is State.BREACHED


def test_what_is_taken_back_leaves_the_duty_not_known_and_stays_in_the_history(school: School, dsl: User) -> None:
    said = say(dsl, school)
    take_back(by=By(dsl), attestation=said, reason="The binder is lost.")
    assert stands(school)[0] is State.NOT_KNOWN
    assert Attestation.objects.get().taken_back_reason == "The binder is lost."
    with pytest.raises(ValidationError, match="counts no more"):
        take_back(by=By(dsl), attestation=said, reason="Again.")


def test_it_is_confirmed_and_signed_on_the_pages(school: School, dsl: User, head: User, client: Client) -> None:
    at = f"/schools/{school.code}/duties/{DUTY}/"
    client.force_login(dsl)
    client.post(f"{at}confirm/", {"kept": "yes", "words": WORDS, "evidence": "Binder 3"})
    assert "Not signed by a second person" in client.get(at).content.decode()
    said = Attestation.objects.get()
    assert client.get(f"/schools/{school.code}/duties/confirmed/{said.pk}/sign/").status_code == 403
    client.force_login(head)
    assert WORDS in client.get(f"/schools/{school.code}/duties/mine/").content.decode()
    client.post(f"/schools/{school.code}/duties/confirmed/{said.pk}/sign/", {"words": ""})
    assert stands(school) == (State.MET, Basis.RECORDED)
    client.post(f"/schools/{school.code}/duties/confirmed/{said.pk}/take-back/", {"reason": "Lost."})
    assert stands(school)[0] is State.NOT_KNOWN


def test_what_was_typed_too_short_is_still_in_the_form(school: School, dsl: User, client: Client) -> None:
    client.force_login(dsl)
    page = client.post(f"/schools/{school.code}/duties/{DUTY}/confirm/", {"kept": "yes", "words": "All fine here"})
    assert "All fine here" in page.content.decode()
    assert "how you know it" in page.content.decode()
