"""Records whose time is over: two people decide, and then nothing of them is left but that they were."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import User
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.audit.models import Body, Link
from belisha.console.audit.queries import verify as verify_chain
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.actions.writing import add_entry, correct
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.keeping.actions.deciding import decide
from belisha.console.concerns.keeping.actions.holding import hold, look_again, release
from belisha.console.concerns.keeping.actions.proposing import propose
from belisha.console.concerns.keeping.queries import clocks_of, holds, reviews, to_hold
from belisha.console.concerns.keeping.tests.made import close_long_ago, grown_up, put_up
from belisha.console.concerns.models import Concern, Entry, HandOver, KeepingReview, Word
from belisha.console.concerns.queries.verify import verify
from belisha.console.concerns.record.actions.drafts import keep_entry
from belisha.console.concerns.record.actions.joining import link, merge
from belisha.console.concerns.record.tests.scene import SYSTEM, Scene
from belisha.console.concerns.referrals.actions.answering import answer, begin
from belisha.console.concerns.telling.actions import tell
from belisha.console.concerns.working.actions.tasks import add_task
from belisha.console.people.models import Relationship
from cast import a_pupil, a_school, just_confirmed, somebody
from console.visitors import sign_in
from files_of_evidence import a_png, upload

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    grown_up(scene.child)
    return scene


def both_delete(scene: Scene, review: KeepingReview, lead: Role = Role.DSL) -> None:
    decide(by=scene.by(lead), review=review, place="lead", says="delete", reason="Nothing speaks for keeping it")
    decide(by=scene.by(Role.DPO), review=review, place="data", says="delete", reason="Its time is over")


def everything(scene: Scene) -> Concern:
    """A concern with all that may hang on one, and another that was put into it."""
    lead, task_owner = scene.by(Role.DSL), scene.people[Role.TEACHER]
    telling, _code = tell(
        pupil=scene.child, picture="sad", words="Zanzibar happened", named=True, for_friend=False, chosen=None
    )
    concern, other = telling.concern, scene.concern("Xanadu began")
    note = add_entry(by=lead, concern=other, kind=Entry.Kind.NOTE, text="Shangri")
    correct(by=lead, entry=correct(by=lead, entry=note, text="Shangrila", reason="Misheard"), text="La", reason="Again")
    for one in (concern, other):
        begin(by=lead, concern=one, agency="social-care")
        add_task(by=lead, concern=one, text="Ring home", owner=task_owner, due=TODAY() + timedelta(days=3))
        put(by=lead, concern=one, upload=upload(a_png()), shows="screenshot")
    let_in(by=lead, concern=concern, user=task_owner, reason="Their teacher")
    merge(by=lead, concern=other, into=concern, reason="One and the same")
    link(by=lead, concern=concern, other=scene.concern("Elsewhere"), reason="The same lesson")
    keep_entry(by=lead, concern=concern, form="write", typed={"text": "Half a note"})
    return concern


def test_nothing_is_put_up_before_its_day_nor_while_it_is_open_or_held(scene: Scene) -> None:
    still_open, young = (
        scene.concern(),
        scene.concern("It began", "bullying", NewSubject("harmed", a_pupil(scene.school))),
    )
    close_long_ago(young)
    held = close_long_ago(scene.concern())
    hold(by=scene.by(Role.DPO), concern=held, reason="A claim", review_on=TODAY() + timedelta(days=90))
    propose(timezone.now())
    assert not KeepingReview.objects.exists()
    assert still_open.state == Concern.State.NEW
    review = put_up(scene.concern())
    assert review.due_on == date(2020, 6, 2)
    assert propose(timezone.now()) == "", "once is enough"


@pytest.mark.django_db(transaction=True)
def test_what_two_people_want_deleted_is_gone_with_all_that_hung_on_it(scene: Scene) -> None:
    concern = everything(scene)
    review = put_up(concern)
    keys = [kept.key for kept in concern.files.all()]
    assert len(keys) == 2
    both_delete(scene, review)
    review.refresh_from_db()
    assert review.state == KeepingReview.State.DELETED
    assert review.holds_much["concerns"] == 2
    assert review.holds_much["files"] == 2
    assert (
        not Concern.objects.exclude(subjects__person=None).filter(ties=None, tied_by=None).exclude(state="new").exists()
    )
    assert [entry.text for entry in Entry.objects.all()] == ["Elsewhere"]
    assert not [key for key in keys if store.file_of(key).exists()]
    for word in ("xanadu", "zanzibar", "shangri", "la"):
        assert not Word.objects.filter(text=word.encode()).exists()
    stone = Link.objects.get(event="keeping.deleted")
    assert stone.body.content["after"]["class"] == "child"
    assert stone.body.content["after"]["entries"] == review.holds_much["entries"]
    assert not [body for body in Body.objects.all() if "One and the same" in str(body.content)]
    assert verify_chain(scene.school.concerns.first().chain).fault is None
    assert verify().broken == []


def test_one_person_alone_deletes_nothing_and_may_change_their_mind(scene: Scene) -> None:
    concern = scene.concern()
    review = put_up(concern)
    lead = scene.by(Role.DSL)
    decide(by=lead, review=review, place="lead", says="delete", reason="Done with")
    assert Concern.objects.filter(pk=concern.pk).exists()
    with pytest.raises(NotAllowedError):
        decide(by=lead, review=review, place="data", says="delete", reason="Done with")
    later, latest = TODAY() + timedelta(days=100), TODAY() + timedelta(days=200)
    decide(by=scene.by(Role.DPO), review=review, place="data", says="keep", reason="A claim may come", until=latest)
    review.refresh_from_db()
    assert review.state == KeepingReview.State.OPEN, "they differ"
    decide(by=lead, review=review, place="lead", says="keep", reason="As they say", until=later)
    review.refresh_from_db()
    assert (review.state, review.kept_until) == (KeepingReview.State.KEPT, latest)
    propose(timezone.now())
    assert KeepingReview.objects.count() == 1
    propose(timezone.now() + timedelta(days=201))
    assert KeepingReview.objects.filter(state="open").count() == 1


def test_somebody_with_both_rights_decides_once(scene: Scene) -> None:
    """A data protection officer who is asked about a breach answers for it as well."""
    review = put_up(scene.concern("Sent to the wrong parent", "data-breach", NewSubject("reporter", name="Jo")))
    dpo = scene.by(Role.DPO)
    decide(by=dpo, review=review, place="lead", says="delete", reason="Done with")
    with pytest.raises(ValidationError, match="two people"):
        decide(by=dpo, review=review, place="data", says="delete", reason="Done with")


@pytest.mark.parametrize("change", ["opened again", "held", "longer"])
def test_what_is_no_longer_due_is_not_deleted(scene: Scene, change: str) -> None:
    concern = scene.concern()
    review = put_up(concern)
    decide(by=scene.by(Role.DSL), review=review, place="lead", says="delete", reason="Done with")
    if change == "opened again":
        Concern.objects.filter(pk=concern.pk).update(state="open")
    elif change == "held":
        held = hold(by=scene.by(Role.HEAD), concern=concern, reason="A claim", review_on=TODAY() + timedelta(days=9))
    else:
        key = "concern-keep-longer-child"
        change_setting(scene.by(Role.HEAD), at=scene.school, key=key, value=40, reason="As the trust wants it")
    with pytest.raises(ValidationError):
        decide(by=scene.by(Role.DPO), review=review, place="data", says="delete", reason="Done with")
    propose(timezone.now())
    review.refresh_from_db()
    assert review.state == KeepingReview.State.WITHDRAWN
    if change == "held":
        look_again(by=scene.by(Role.DPO), held=held, reason="Still", review_on=TODAY() + timedelta(days=99))
        release(by=scene.by(Role.DPO), held=held, reason="It was settled")
        propose(timezone.now())
        assert KeepingReview.objects.filter(state="open").count() == 1


def test_the_database_lets_no_entry_go_without_two_different_people(scene: Scene) -> None:
    concern = scene.concern()
    review = put_up(concern)
    dsl, dpo = scene.people[Role.DSL], scene.people[Role.DPO]
    rows = KeepingReview.objects.filter(pk=review.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(concern=concern).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="deleting")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="deleting", lead_says="delete", data_says="delete", lead_by=dsl, data_by=dsl)
    rows.update(state="deleting", lead_says="delete", data_says="delete", lead_by=dsl, data_by=dpo)
    other = scene.concern("Another")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(concern=other).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(concern=concern).update(text="Other words")


def test_of_a_file_that_went_to_the_next_school_our_copy_has_its_own_clock(scene: Scene) -> None:
    child = a_pupil(scene.school, born=date(2018, 1, 15))
    concern = close_long_ago(scene.concern("It began", "bullying", NewSubject("harmed", child)), at=timezone.now())
    row = HandOver.objects.create(
        key="x" * 32, school=scene.school, child=child, to_school="Next", lead="Dana", recipient="age1", due=TODAY(),
        moves_on=TODAY(), made_at=timezone.now(), taken_at=timezone.now(), concerns=[concern.pk], receipt_on=TODAY(),
        outcome="received",
    )  # fmt: skip

    def clock() -> str:
        return clocks_of([concern], scene.school)[concern.pk].record_class.id

    assert clock() == "handed-on"
    add_entry(by=scene.by(Role.DSL), concern=concern, kind=Entry.Kind.NOTE, text="Came after it went")
    assert clock() == "child", "they do not have what was written since"
    HandOver.objects.filter(pk=row.pk).update(concerns=[], taken_at=timezone.now())
    assert clock() == "child", "it was not in the file"


def test_an_allegation_that_is_below_the_threshold_is_a_low_level_concern(scene: Scene) -> None:
    concern = scene.about(Role.TEACHER)
    assert clocks_of([concern], scene.school)[concern.pk].record_class.id == "staff-allegation"
    answer(
        by=scene.by(Role.HEAD), concern=concern, procedure="allegation", applies=False, reason="A slip of the tongue"
    )
    assert clocks_of([concern], scene.school)[concern.pk].record_class.id == "low-level"
    answer(by=scene.by(Role.HEAD), concern=concern, procedure="allegation", applies=True, reason="More came out")
    assert clocks_of([concern], scene.school)[concern.pk].record_class.id == "staff-allegation"


def test_nobody_sees_or_decides_on_a_due_record_about_themselves_or_their_family(scene: Scene) -> None:
    about_dpo = put_up(scene.about(Role.DPO, "What they did"), at=timezone.now() - timedelta(days=365 * 70))
    about_dsl = put_up(scene.about(Role.DSL, "What they did"), at=timezone.now() - timedelta(days=365 * 70))
    family = put_up(scene.concern())
    dsl, dpo, head = scene.by(Role.DSL), scene.by(Role.DPO), scene.by(Role.HEAD)
    Relationship.objects.create(adult=scene.people[Role.DSL].person, child=scene.child, kind="mother")
    assert set(reviews(dsl, scene.school)) == set()
    assert set(reviews(dpo, scene.school)) == {about_dsl, family}
    assert set(reviews(head, scene.school)) == {about_dpo, about_dsl, family}
    for by, review, place in ((dsl, about_dsl, "lead"), (dsl, family, "lead"), (dpo, about_dpo, "data")):
        with pytest.raises(NotAllowedError):
            decide(by=by, review=review, place=place, says="delete", reason="Away with it")  # type: ignore[arg-type]
        client = confirmed(by)
        for name, rest in (("concern-keeping-one", ()), ("concern-keeping-decide", (place,))):
            assert client.get(reverse(name, args=[scene.school.code, review.key, *rest])).status_code == 404
        page = client.get(reverse("concern-keeping", args=[scene.school.code]))
        assert review.reference not in page.content.decode()
    assert to_hold(dpo, scene.school, about_dpo.reference) is None
    with pytest.raises(NotAllowedError):
        hold(by=dpo, concern=about_dpo.concern, reason="Mine", review_on=TODAY() + timedelta(days=9))
    hold(by=head, concern=about_dpo.concern, reason="A claim", review_on=TODAY() + timedelta(days=9))
    assert list(holds(dpo, scene.school)) == []


def confirmed(by: By) -> Client:
    assert isinstance(by.user, User)
    client = sign_in(Client(), by.user)
    just_confirmed(client)
    return client


def test_the_way_through_the_pages(scene: Scene) -> None:
    concern = scene.concern()
    review = put_up(concern)
    dsl, dpo = confirmed(scene.by(Role.DSL)), confirmed(scene.by(Role.DPO))
    page = reverse("concern-keeping-one", args=[scene.school.code, review.key])
    seen = dpo.get(page).content.decode()
    assert concern.reference in seen
    assert reverse("concern", args=[scene.school.code, concern.reference]) not in seen, "they need not read it"
    assert "Amina" not in seen
    typed = {"says": "keep", "reason": "It may be wanted"}
    answer = dsl.post(page + "lead/", typed).content.decode()
    assert "It may be wanted" in answer
    assert "Choose a day to come" in answer
    assert dsl.post(page + "lead/", {"says": "delete", "reason": "Done with"}).status_code == 302
    assert dsl.post(page + "data/", {"says": "delete", "reason": "Done with"}).status_code == 404
    assert dpo.post(page + "data/", {"says": "delete", "reason": "Time is over"}).status_code == 302
    assert not Concern.objects.filter(pk=concern.pk).exists()
    assert concern.reference in dsl.get(reverse("concern-keeping", args=[scene.school.code])).content.decode()
    soon = (TODAY() + timedelta(days=9)).isoformat()
    typed = {"reference": concern.reference, "reason": "A claim", "review_on": soon}
    new = reverse("concern-hold-new", args=[scene.school.code])
    assert "There is no such concern" in dpo.post(new, typed).content.decode()


def test_the_pages_ask_as_often_for_many_as_for_one(scene: Scene, django_assert_max_num_queries: Any) -> None:
    for _each in range(5):
        close_long_ago(scene.concern())
    propose(timezone.now())
    client = confirmed(scene.by(Role.DSL))
    with django_assert_max_num_queries(50):
        page = client.get(reverse("concern-keeping", args=[scene.school.code]))
    assert page.content.decode().count("About a child") >= 5


def test_records_of_other_schools_are_not_put_to_this_one(scene: Scene) -> None:
    other: School = a_school("riverside", scene.school.federation)
    stranger = somebody(other, Role.DSL)
    review = put_up(scene.concern())
    assert review not in reviews(By(stranger), other)
    assert SYSTEM.user is None
