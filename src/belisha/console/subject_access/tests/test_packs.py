"""A pack: all that is held, by those who may read it, decided by one, checked by another, and on record."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyrage import decrypt, x25519

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import User
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.models import Entry, EvidenceFile, Subject
from belisha.console.concerns.record.tests.scene import Scene
from belisha.console.people.models import Relationship
from belisha.console.people.subject_access import HOLDERS
from belisha.console.subject_access.actions import (
    Asked,
    Choice,
    check,
    check_all,
    decide,
    end,
    extend,
    give_back,
    make_pack,
    receive,
    sent,
    take_proposals,
)
from belisha.console.subject_access.models import AccessRequest, PieceDecision
from belisha.console.subject_access.nightly import forget_answered
from belisha.console.subject_access.queries import all_pieces, pieces_for, requests
from belisha.console.subject_access.rules import CUT
from cast import a_parent, a_pupil, just_confirmed
from console.visitors import sign_in
from files_of_evidence import a_png, upload

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
PARENT = Asked("parent", "Sam Yusuf", "Passport seen", "not-yet", "Eight years old")
SELF = Asked("self", "Amina Yusuf", "Known to us", "child-asks", "She is eleven and knows what she asks for")
TODAY = timezone.localdate


@pytest.fixture
def scene() -> Scene:
    return Scene()


def asked(scene: Scene, person: Person | None = None, by: Asked = PARENT) -> AccessRequest:
    return receive(
        by=scene.by(Role.DPO), school=scene.school, person=person or scene.child, received_on=TODAY(), asked=by
    )


def names(by: By, row: AccessRequest) -> set[str]:
    return {piece.name for piece in pieces_for(by, row)}


def settle(scene: Scene, row: AccessRequest, first: Role, second: Role) -> None:
    """Everything that both may read is given as proposed, and checked."""
    for code in HOLDERS:
        take_proposals(by=scene.by(first), request=row, holder=code)
    for piece in pieces_for(scene.by(first), row):
        if piece.decision is None:
            decide(by=scene.by(first), request=row, name=piece.name, choice=Choice("give"))
    for code in HOLDERS:
        check_all(by=scene.by(second), request=row, holder=code)


def test_a_pack_holds_what_every_app_holds_without_the_names_of_others(scene: Scene) -> None:
    a_parent(scene.school, "Sam Yusuf", of=scene.child)
    kevin = a_pupil(scene.school, "Kevin Older")
    both = (NewSubject(Subject.Role.HARMED, scene.child), NewSubject(Subject.Role.ALLEGED, kevin))
    concern = scene.concern("Kevin pushed Amina, said Kevin Older himself.", "bullying-offline", *both)
    kept = put(by=scene.by(Role.DSL), concern=concern, upload=upload(a_png()), shows="picture")
    EvidenceFile.objects.filter(pk=kept.pk).update(state="clean", scanned_at=timezone.now(), scanner="ClamAV")
    row = asked(scene)
    settle(scene, row, Role.DSL, Role.HEAD)
    identity = x25519.Identity.generate()
    locked = make_pack(by=scene.by(Role.DPO), request=row, recipient=str(identity.to_public()))
    pack = zipfile.ZipFile(io.BytesIO(decrypt(locked, [identity])))
    data = json.loads(pack.read("what-is-held.json"))
    text = json.dumps(data, ensure_ascii=False)
    assert {"The register", "The account", "Concerns"} <= {one["title"] for one in data["sections"]}
    assert "pushed Amina" in text
    assert "Kevin" not in text
    assert "Sam" not in text
    assert CUT in text
    (file,) = [name for name in pack.namelist() if name.startswith("files/")]
    assert pack.read(file) == a_png()
    paper = pack.read("what-is-held.pdf")
    assert paper.startswith(b"%PDF")
    assert b"/StructTreeRoot" in paper or b"ObjStm" in paper
    row.refresh_from_db()
    assert (row.how, row.packed_by) == ("key", scene.people[Role.DPO])
    sent(by=scene.by(Role.DPO), request=row, on=TODAY())
    told = [link.event for link in Link.objects.filter(chain=row.chain).order_by("number")]
    assert told[0] == "access.received"
    assert {"access.decided", "access.checked"} <= set(told)
    assert told[-2:] == ["access.packed", "access.sent"]


def test_a_leads_pack_about_a_child_hides_an_allegation_about_that_lead(scene: Scene) -> None:
    dsl = scene.people[Role.DSL].person
    team = scene.concern("It began")
    both = (NewSubject(Subject.Role.HARMED, scene.child), NewSubject(Subject.Role.ALLEGED, dsl))
    hidden = scene.concern("What the lead did", "adult-conduct", *both)
    row = asked(scene)
    seen, all_of_it = pieces_for(scene.by(Role.DSL), row), pieces_for(scene.by(Role.HEAD), row)
    assert hidden.reference not in {piece.held.guard for piece in seen}
    assert {team.reference, hidden.reference} <= {piece.held.guard for piece in all_of_it}
    entry = next(piece for piece in all_of_it if piece.held.guard == hidden.reference and "did" in piece.held.text)
    for verb in (
        lambda: decide(by=scene.by(Role.DSL), request=row, name=entry.name, choice=Choice("give")),
        lambda: check(by=scene.by(Role.DSL), request=row, name=entry.name),
    ):
        with pytest.raises(Http404):
            verb()
    client = confirmed(scene.by(Role.DSL))
    pages = [
        reverse("access-request", args=[scene.school.code, row.key]),
        reverse("access-request-section", args=[scene.school.code, row.key, "concerns"]),
    ]
    for page in pages:
        shown = client.get(page).content.decode()
        assert hidden.reference not in shown
        assert "What the lead did" not in shown
    address = reverse("access-request-piece", args=[scene.school.code, row.key, "concerns", entry.held.key])
    assert client.get(address).status_code == 404
    settle(scene, row, Role.DSL, Role.DEPUTY_DSL)
    with pytest.raises(ValidationError, match="Not everything"):
        make_pack(by=scene.by(Role.HEAD), request=row)
    assert "Not everything" not in client.get(pages[0]).content.decode()


def test_where_one_person_answers_alone_they_let_in_somebody_who_checks(scene: Scene) -> None:
    both = (NewSubject(Subject.Role.HARMED, scene.child), NewSubject(Subject.Role.ALLEGED, name="Somebody"))
    concern, row = scene.concern("What somebody did", "adult-conduct", *both), asked(scene)
    name = f"concerns.entry-{concern.entries.get().pk}"
    head, officer = scene.by(Role.HEAD), scene.by(Role.DPO)
    assert name not in names(officer, row)
    decide(by=head, request=row, name=name, choice=Choice("give"))
    let_in(by=head, concern=concern, user=scene.people[Role.DPO], reason="To check the pack")
    check(by=officer, request=row, name=name)
    Subject.objects.filter(concern=concern, person=None).update(restricted=True)
    assert name not in names(officer, row)


def test_nobody_sees_a_request_about_themselves_or_their_family(scene: Scene) -> None:
    Relationship.objects.create(adult=scene.people[Role.DSL].person, child=scene.child, kind="mother")
    child, officer = asked(scene), scene.people[Role.DPO].person
    with pytest.raises(NotAllowedError):
        asked(scene, officer)
    adult = Asked("self", "The officer", "Known", "adult")
    own = receive(by=scene.by(Role.HEAD), school=scene.school, person=officer, received_on=TODAY(), asked=adult)
    assert list(requests(scene.by(Role.DSL), scene.school)) == [own]
    assert list(requests(scene.by(Role.DPO), scene.school)) == [child]
    client = confirmed(scene.by(Role.DSL))
    assert client.get(reverse("access-request", args=[scene.school.code, child.key])).status_code == 404
    found = client.get(reverse("access-requests", args=[scene.school.code])).content.decode()
    assert "Amina" not in found
    with pytest.raises(NotAllowedError):
        take_proposals(by=scene.by(Role.DSL), request=child, holder="register")


def test_a_second_person_checks_and_other_words_are_decided_anew(scene: Scene) -> None:
    concern, row = scene.concern("It began"), asked(scene)
    lead, deputy = scene.by(Role.DSL), scene.by(Role.DEPUTY_DSL)
    name = f"concerns.entry-{concern.entries.get().pk}"
    decide(by=lead, request=row, name=name, choice=Choice("cut", ["began"]))
    with pytest.raises(ValidationError, match="somebody else"):
        check(by=lead, request=row, name=name)
    with pytest.raises(IntegrityError), transaction.atomic():
        PieceDecision.objects.update(checked_by=lead.user)
    check(by=deputy, request=row, name=name)
    decide(by=deputy, request=row, name=name, choice=Choice("give"))
    assert PieceDecision.objects.get().checked_by is None, "a new decision is checked anew"
    give_back(by=lead, request=row, name=name, reason="Leave the word out")
    assert not PieceDecision.objects.exists()
    decide(by=lead, request=row, name=f"concerns.concern-{concern.pk}", choice=Choice("give"))
    concern.category = "threat"
    concern.save()
    assert not [piece for piece in all_pieces(row) if piece.decision], "it says something else now"
    add_entry(by=lead, concern=concern, kind=Entry.Kind.NOTE, text="Came later")
    assert len(names(lead, row)) == len(all_pieces(row))


def test_withholding_takes_a_ground_that_fits_and_a_reason(scene: Scene) -> None:
    concern, row = scene.concern("It began"), asked(scene, by=SELF)
    name = f"concerns.entry-{concern.entries.get().pk}"

    def hold_back(ground: str, reason: str = "Her doctor was asked") -> None:
        decide(by=scene.by(Role.DSL), request=row, name=name, choice=Choice("withhold", (), ground, reason))

    for wrong in (("", "x"), ("nothing", "x"), ("serious-harm", " "), ("child-abuse", "She asks herself")):
        with pytest.raises(ValidationError):
            hold_back(*wrong)
    hold_back("serious-harm")
    settle(scene, row, Role.HEAD, Role.DEPUTY_DSL)
    with pytest.raises(ValidationError, match="Not everything"):
        make_pack(by=scene.by(Role.HEAD), request=row)
    check(by=scene.by(Role.HEAD), request=row, name=name)
    pack = zipfile.ZipFile(io.BytesIO(make_pack(by=scene.by(Role.HEAD), request=row)))
    text = pack.read("what-is-held.json").decode()
    assert "It began" not in text
    assert "withh" not in text.lower(), "nor that it is withheld"
    with pytest.raises(NotAllowedError):
        make_pack(by=scene.by(Role.DPO), request=row)


def test_the_clock_is_a_month_and_up_to_two_more(scene: Scene) -> None:
    row = asked(scene)
    with pytest.raises(ValidationError):
        extend(by=scene.by(Role.DPO), request=row, months=3, reason="Much")
    extend(by=scene.by(Role.DPO), request=row, months=2, reason="Several hundred pieces")
    row.refresh_from_db()
    assert (row.due_on - row.received_on).days >= 89
    AccessRequest.objects.filter(pk=row.pk).update(received_on=TODAY() - timedelta(days=40))
    row.refresh_from_db()
    with pytest.raises(ValidationError, match="over"):
        extend(by=scene.by(Role.DPO), request=row, months=2, reason="Too late")
    end(by=scene.by(Role.DPO), request=row, reason="Taken back on Friday")
    with pytest.raises(ValidationError, match="ended"):
        sent(by=scene.by(Role.DPO), request=row, on=TODAY())
    for missing in (PARENT._replace(note=""), PARENT._replace(identity=" "), PARENT._replace(competence="adult")):
        with pytest.raises(ValidationError):
            asked(scene, by=missing)
    with pytest.raises(NotAllowedError):
        receive(by=scene.by(Role.DSL), school=scene.school, person=scene.child, received_on=TODAY(), asked=PARENT)


def confirmed(by: By) -> Client:
    assert isinstance(by.user, User)
    client = sign_in(Client(), by.user)
    just_confirmed(client)
    return client


def test_the_way_through_the_pages(scene: Scene) -> None:
    concern = scene.concern("It began, said Kevin Older")
    officer, lead, head = (confirmed(scene.by(role)) for role in (Role.DPO, Role.DSL, Role.HEAD))
    who = reverse("access-request-who", args=[scene.school.code])
    new = reverse("access-request-new", args=[scene.school.code, scene.child.pk])
    assert new in officer.get(who, {"q": "amina"}).content.decode()
    typed = {
        "received_on": TODAY().isoformat(),
        "asked_by": "parent",
        "asker": "Sam Yusuf",
        "identity": "Passport",
        "competence": "not-yet",
    }
    again = officer.post(new, typed).content.decode()
    assert "Write down how you know" in again
    assert "Passport" in again
    page = officer.post(new, typed | {"note": "Eight years old"}).headers["Location"]
    for code in HOLDERS:
        lead.post(f"{page}section/{code}/propose/")
    piece = f"{page}piece/concerns/entry-{concern.entries.get().pk}/"
    assert "It began, said Kevin Older" in lead.get(piece).content.decode()
    assert lead.post(piece, {"says": "cut", "cuts": "Kevin Older\n"}).status_code == 302
    assert "Kevin" not in head.get(piece + "check/").content.decode()
    for code in HOLDERS:
        head.post(f"{page}section/{code}/check/")
    assert "done" in head.get(page).content.decode()
    answer = head.post(page + "pack/", {"recipient": ""})
    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("what-is-held.json").decode()
    assert "It began, said" in text
    assert "Kevin" not in text
    assert head.post(page + "sent/", {"on": TODAY().isoformat()}).status_code == 302
    assert "Answered" in officer.get(page).content.decode()


def test_a_request_asks_as_often_for_many_pieces_as_for_few(scene: Scene, django_assert_max_num_queries: Any) -> None:
    concern, row = scene.concern(), asked(scene)
    for number in range(12):
        add_entry(by=scene.by(Role.DSL), concern=concern, kind=Entry.Kind.NOTE, text=f"Note {number}")
    client = confirmed(scene.by(Role.DSL))
    with django_assert_max_num_queries(30):
        page = client.get(reverse("access-request-section", args=[scene.school.code, row.key, "concerns"]))
    assert "Note 11" in page.content.decode()


def test_what_was_answered_long_ago_is_forgotten_and_what_is_open_is_not(scene: Scene) -> None:
    row, still_open = asked(scene), asked(scene)
    decide(by=scene.by(Role.DSL), request=row, name=f"register.person-{scene.child.pk}", choice=Choice("give"))
    end(by=scene.by(Role.DPO), request=row, reason="Taken back")
    assert forget_answered(timezone.now() + timedelta(days=1095)) == ""
    assert forget_answered(timezone.now() + timedelta(days=1095 + 40)) == "1 answered request was deleted."
    assert list(AccessRequest.objects.all()) == [still_open]
    assert not PieceDecision.objects.exists()
