"""What signatures freeze: words and figures with their source and time, a digest, and what a change does to them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.reviews import actions
from belisha.console.reviews.models import Review
from belisha.console.reviews.queries import OTHER_FACTS, next_due
from belisha.console.reviews.rules import kind_of
from belisha.console.reviews.tests.test_reviews import a_signed_review, filled
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
KIND = "filtering-and-monitoring"


@pytest.fixture
def school() -> School:
    return a_school()


def test_the_review_of_the_filter_is_signed_by_four_people_over_one_text_with_one_digest(
    school: School, client: Client
) -> None:
    review = a_signed_review(school, KIND)
    review.refresh_from_db()
    digests = set(review.signatures.values_list("digest", flat=True))
    assert digests == {review.digest}
    assert review.signatures.count() == 4
    assert all(fact[4] for fact in review.facts), "each figure says when it was so"
    assert all(fact[3] for fact in review.facts if fact[1]), "and where it comes from"
    due = next_due(school, review)
    assert due is not None
    assert review.signed_at is not None
    assert 360 <= (due - review.signed_at.date()).days <= 366
    client.force_login(somebody(school, Role.GOVERNOR))
    at = f"/schools/{school.code}/reviews/{review.pk}/"
    assert hashlib.sha256(client.get(f"{at}signed.json").content).hexdigest() == review.digest
    assert client.get(f"{at}paper/").content.startswith(b"%PDF")
    page = client.get(at).content.decode()
    assert review.digest in page
    assert "somebody has changed it" not in page
    Review.objects.filter(pk=review.pk).update(answers={**review.answers, "pupils": "Others"})
    assert "somebody has changed it outside Belisha" in client.get(at).content.decode()


def test_the_first_signature_freezes_what_all_sign_and_a_change_takes_it_off_and_tells(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, lead = somebody(school, Role.HEAD), somebody(school, Role.DSL)
    review = actions.begin(by=By(head), school=school, kind=KIND)
    answers = filled(kind_of(KIND))
    actions.answer(by=By(head), review=review, answers=answers)
    review.refresh_from_db()
    seen = actions.seen_by(review)
    actions.sign(by=By(head), review=review, part="leader", words="Yes.", seen=seen)
    review.refresh_from_db()
    frozen = review.digest
    monkeypatch.setitem(OTHER_FACTS, "lists", lambda _school: [])
    actions.sign(by=By(lead), review=review, part="safeguarding", words="Yes.", seen=seen)
    review.refresh_from_db()
    assert review.digest == frozen, "figures move on, what was signed does not"
    actions.answer(by=By(head), review=review, answers={**answers, "result": "More checks."})
    review.refresh_from_db()
    assert (review.digest, review.facts, review.signatures.count()) == ("", [], 0)
    assert [each["name"] for each in review.taken_off] == [head.name, lead.name]
    client.force_login(lead)
    assert f"Senior leader: {head.name}" in client.get(f"/schools/{school.code}/reviews/{review.pk}/").content.decode()
    with pytest.raises(ValidationError, match="changed the text since"):
        actions.sign(by=By(lead), review=review, part="safeguarding", words="Yes.", seen=seen)


def test_a_figure_stands_beside_its_question_and_what_is_wrong_becomes_something_to_do(
    school: School, client: Client
) -> None:
    head = somebody(school, Role.HEAD)
    review = actions.begin(by=By(head), school=school, kind=KIND)
    client.force_login(head)
    at = f"/schools/{school.code}/reviews/{review.pk}/"
    page = client.get(f"{at}write/").content.decode()
    assert page.index("Pupils on roll") < page.index("Who are our pupils?")
    assert "register of people" in page
    assert "Ask the provider" in client.get(f"{at}actions/add/?about=Ask+the+provider").content.decode()


def test_every_figure_that_a_kind_asks_for_says_something_of_an_empty_school(school: School) -> None:
    for name, ask in OTHER_FACTS.items():
        found = ask(school)
        assert all(fact.title and fact.words and fact.source for fact in found), name
