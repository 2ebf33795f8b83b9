"""Pages of signing: a class on a device, paper with a scan, lists, certificates, links."""

from __future__ import annotations

import re
from datetime import time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from agreements_scene import issued
from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Scan, Signature
from belisha.console.agreements.signing import store
from belisha.console.agreements.signing.actions import paper
from belisha.console.agreements.signing.actions.reminding import remind
from belisha.console.agreements.signing.actions.signatures import sign
from belisha.console.agreements.signing.actions.sittings import end_sitting, link_for, open_class, open_desk
from belisha.console.agreements.signing.queries.standing import standing_of
from belisha.console.outbox.models import OutboxMail
from belisha.console.people.refusals import RefusedError
from belisha.console.scanner import Scanned, ScannerError
from cast import a_class, a_pupil, a_school, a_teacher, somebody
from console.markup import Reader
from console.visitors import sign_in

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Group

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a signed sheet"


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def oak(school: School) -> Group:
    return a_class(school, "1 Oak", "year-1")


@pytest.fixture
def teacher(school: School, oak: Group) -> User:
    user = somebody(school, Role.TEACHER)
    a_teacher(school, of=oak, user=user)
    return user


def test_a_class_signs_one_after_the_other_on_a_device_on_which_nobody_is_signed_in(
    client: Client, school: School, oak: Group, teacher: User
) -> None:
    issued(school, "pupil-ks1")
    pupils = [a_pupil(school, in_class=oak) for _each in range(4)]
    stranger = a_pupil(school, in_class=a_class(school, "2 Elm", "year-2"))
    page = sign_in(client, teacher).post(reverse("agreements-class", args=[school.code, oak.pk]), {"explained": ""})
    assert "First talk with the class" in page.content.decode()
    page = client.post(reverse("agreements-class", args=[school.code, oak.pk]), {"explained": "on"})
    token = re.search(r"/class/([0-9a-f]{32})/", page.content.decode())
    assert token
    assert Reader(page.content.decode()).refused == [], "the browser draws the code"
    assert '<div class="bel-qr" role="img" aria-label="Code to scan"><svg viewBox=' in page.content.decode()
    tablet = Client()
    grid = reverse("sign-class", args=[token[1]])
    for pupil in pupils:
        one = reverse("sign-class-child", args=[token[1], pupil.pk])
        assert f'href="{one}"' in tablet.get(grid).content.decode()
        assert "ask a grown-up" in tablet.get(one).content.decode()
        assert tablet.post(one, {"form": "pictures", "promise": "on"}).status_code == 302
    assert "Everybody has signed" in tablet.get(grid).content.decode()
    assert set(Signature.objects.values_list("way", "form", "witness")) == {("class", "pictures", teacher.pk)}
    assert tablet.get(reverse("sign-class-child", args=[token[1], stranger.pk])).status_code == 404
    assert tablet.get(reverse("agreements", args=[school.code])).status_code == 302, "the device opens nothing else"


def test_an_ended_sitting_opens_nothing(client: Client, school: School, oak: Group, teacher: User) -> None:
    opened = open_class(by=By(teacher), school=school, group=oak, explained=True)
    page = reverse("sign-class", args=[opened.token])
    assert client.get(page).status_code == 200
    end_sitting(by=By(teacher), sitting=opened.made)  # type: ignore[arg-type]  # a sitting, not a link
    assert client.get(page).status_code == 404


def test_pages_ask_no_more_for_many_than_for_few(
    client: Client,
    school: School,
    oak: Group,
    teacher: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for kind in ("pupil-ks1", "staff", "parent"):
        issued(school, kind)
    sign_in(client, teacher)
    opened = open_class(by=By(teacher), school=school, group=oak, explained=True)
    pages = [reverse(name, args=[school.code]) for name in ("agreements", "agreements-unsigned", "agreements-classes")]
    pages += [reverse("agreements-class", args=[school.code, oak.pk]), reverse("sign-class", args=[opened.token])]
    for _size in range(2):
        for _each in range(6):
            a_pupil(school, in_class=oak)
        for page in pages:
            with django_assert_max_num_queries(45):
                assert client.get(page).status_code == 200


def test_a_teacher_chases_their_own_class_alone_and_no_cell_is_a_formula(
    client: Client, school: School, oak: Group, teacher: User
) -> None:
    issued(school, "pupil-ks1")
    a_pupil(school, "=Amy Hill", in_class=oak)
    other = a_pupil(school, "Ben Other", in_class=a_class(school, "2 Elm", "year-2"))
    found = sign_in(client, teacher).get(reverse("agreements-unsigned", args=[school.code]), {"format": "csv"})
    text = found.content.decode()
    assert "'=Amy Hill" in text
    assert "Ben Other" not in text
    assert client.get(reverse("agreements-of", args=[school.code, other.pk])).status_code == 404


def test_a_scan_is_looked_at_for_viruses_kept_encrypted_and_every_look_is_recorded(
    school: School, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    office, staff = By(somebody(school, Role.OFFICE)), issued(school, "staff")
    monkeypatch.setattr(paper, "scan", lambda _content: Scanned("", "ClamAV 1.4/1"))
    made = paper.enter_paper(by=office, person=a_teacher(school), agreement=staff, form="plain", content=PDF)
    held = Scan.objects.get(signature=made)
    (file,) = (path for path in (tmp_path / store.FOLDER).rglob("*") if path.is_file())
    assert PDF not in file.read_bytes()
    assert paper.look_at_scan(by=office, signature=made) == (PDF, "application/pdf")
    *kept, last = file.read_bytes()
    file.write_bytes(bytes([*kept, last ^ 1]))
    with pytest.raises(RefusedError, match="cannot be read"):
        paper.look_at_scan(by=office, signature=made)
    assert held.scanned_by == "ClamAV 1.4/1"


@pytest.mark.parametrize(
    ("content", "found", "said"),
    [(b"MZ program", "", "PDF, JPEG or PNG"), (PDF, "Eicar", "found something"), (PDF, None, "does not answer")],
)
def test_what_is_no_sheet_or_may_hold_a_virus_is_not_taken(
    school: School, monkeypatch: pytest.MonkeyPatch, content: bytes, found: str | None, said: str
) -> None:
    def looks(_content: bytes) -> Scanned:
        if found is None:
            raise ScannerError
        return Scanned(found, "ClamAV")

    monkeypatch.setattr(paper, "scan", looks)
    office, staff = By(somebody(school, Role.OFFICE)), issued(school, "staff")
    with pytest.raises(RefusedError, match=said):
        paper.enter_paper(by=office, person=a_teacher(school), agreement=staff, form="plain", content=content)
    assert not Signature.objects.exists()


def test_a_certificate_is_a_tagged_pdf_and_its_page_shows_no_name(client: Client, school: School) -> None:
    teacher = a_teacher(school, "Tess Lane", user=somebody(school))
    made = sign(by=By(teacher.user), person=teacher, agreement=issued(school, "staff"), form="plain", way="own")
    answer = sign_in(client, teacher.user).get(reverse("my-certificate", args=[made.token]))
    assert answer.content.startswith(b"%PDF")
    assert PdfReader(BytesIO(answer.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    page = Client().get(reverse("genuine", args=[made.token])).content.decode()
    assert "Genuine" in page
    assert "Tess" not in page
    assert "Not known" in Client().get(reverse("genuine", args=["0" * 32])).content.decode()


def test_a_link_is_somebodys_alone_dies_with_the_last_signature_and_is_never_made_for_children(
    client: Client, school: School
) -> None:
    head, staff = By(somebody(school, Role.HEAD)), issued(school, "staff")
    teacher = a_teacher(school, "Tess Lane", email="tess@oakfield.example")
    first, second = link_for(by=head, person=teacher).token, link_for(by=head, person=teacher).token
    assert client.get(reverse("sign-by-link", args=[first])).status_code == 404, "another one ends it"
    assert OutboxMail.objects.filter(to="tess@oakfield.example", secret=True).count() == 2
    one = reverse("sign-by-link-one", args=[second, staff.pk])
    assert client.post(one, {"form": "plain"}).status_code == 200, "nothing is signed without the promise"
    assert client.post(one, {"form": "plain", "promise": "on"}).status_code == 302
    assert "Everything is signed" in client.get(reverse("sign-by-link", args=[second])).content.decode()
    over = client.get(reverse("sign-by-link", args=[second]))
    assert over.status_code == 404
    assert "Ask the school for another one" in over.content.decode()
    with pytest.raises(RefusedError):
        link_for(by=head, person=a_pupil(school))


def test_reminders_go_to_adults_each_week_and_stop(school: School) -> None:
    issued(school, "staff")
    user = somebody(school)
    teacher = a_teacher(school, user=user, email="tess@oakfield.example")
    a_pupil(school, email="child@oakfield.example")
    asked = standing_of(teacher, timezone.localdate())[0].since
    now, week = timezone.now(), timedelta(days=7)
    sent = [remind(school=school, now=now + timedelta(days=days)) for days in (0, 7, 8, 14, 21, 28, 60)]
    assert sent == [0, 1, 0, 1, 1, 0, 0]
    assert asked + week == timezone.localdate(now + week)
    assert set(OutboxMail.objects.values_list("to", flat=True)) == {"tess@oakfield.example"}


def test_at_the_desk_a_visitor_sees_their_own_page_alone_and_until_the_end_of_the_day(
    client: Client, school: School
) -> None:
    issued(school, "visitor")
    opened = open_desk(by=By(somebody(school, Role.OFFICE)), school=school)
    assert timezone.localtime(opened.made.until).time() == time(0)
    door = reverse("sign-desk", args=[opened.token])
    mine = [client.post(door, {"name": name}).headers["Location"] for name in ("Ada Writer", "Ben Builder")]
    assert "Sign as Ada Writer" in client.get(mine[0]).content.decode()
    number = [one.split("/")[3] for one in mine]
    assert client.get(mine[0].replace(number[0], number[1])).status_code == 404
