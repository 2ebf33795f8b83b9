"""The evidence pack holds together, and tells no names unless somebody asked for them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pypdf import PdfReader

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.attesting.actions import confirm
from belisha.console.compliance.reports.naming import nameless
from belisha.console.compliance.reports.pack import make_pack
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    user = somebody(school, Role.DSL, name="Esme Rook")
    duty = next(each.id for each in catalogue().values() if each.id not in PROOFS and Role.DSL in each.who)
    words = "Esme Rook went through it with the staff in September."
    confirm(by=By(user), school=school, duty=duty, kept=True, words=words)
    reassess(By(None, system="tests"), school=school, now=timezone.now())
    return user


def opened(school: School, by: User, *, names: bool = False) -> dict[str, bytes]:
    made = make_pack(by=By(by), school=school, names=names, now=timezone.now())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_has_the_hash_that_the_manifest_says(school: School, dsl: User) -> None:
    files = opened(school, dsl)
    sums = dict(line.split("  ")[::-1] for line in files.pop("sha256sums.txt").decode().splitlines())
    assert sums.pop("manifest.json") == hashlib.sha256(files["manifest.json"]).hexdigest()
    told = json.loads(files.pop("manifest.json"))
    assert sums == told["sha256"]
    assert {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} == told["sha256"]
    link = Link.objects.get(chain=school.chain, number=told["record"]["number"])
    assert link.digest == told["record"]["digest"]


def test_all_duties_are_in_it_with_their_basis(school: School, dsl: User) -> None:
    lines = list(csv.DictReader(io.StringIO(opened(school, dsl)["duties.csv"].decode("utf-8-sig"))))
    assert [line["Duty"] for line in lines] == list(catalogue())
    assert {line["Basis"] for line in lines} <= {"measured", "recorded", "claimed"}


def test_names_are_in_it_only_where_somebody_asked_for_them(school: School, dsl: User) -> None:
    without = b"".join(opened(school, dsl).values())
    assert b"Esme Rook" not in without
    assert b"Esme Rook" in opened(school, dsl, names=True)["confirmations.csv"]


def test_each_claim_stands_with_its_evidence_and_the_page_is_on_paper_too(school: School, dsl: User) -> None:
    files = opened(school, dsl)
    page = files["index.html"].decode()
    for duty in catalogue():
        assert f'id="{duty}"' in page
    assert "confirmed by: Designated safeguarding lead" in page
    assert "The filter was never tested as a whole." in page
    assert set(re.findall(r'href="([^"#]+)"', page)) <= files.keys()
    paper = PdfReader(io.BytesIO(files["report.pdf"]))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "How the school knows that its filtering works" in paper.pages[0].extract_text()


def test_mails_and_titles_go_as_well(school: School, dsl: User) -> None:
    del dsl
    clean = nameless(school)
    assert clean("Mrs Rook (e.rook@oakfield.example) and Esme Rook's deputy") == "[…] ([…]) and […]'s deputy"
    assert clean("A rook sat on the roof") == "A rook sat on the roof"


def test_that_it_was_made_is_on_record(school: School, dsl: User, client: Client) -> None:
    client.force_login(dsl)
    answer = client.post(f"/schools/{school.code}/duties/pack/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert Link.objects.filter(chain=school.chain, event="duties.pack-made").count() == 1


def test_who_does_not_see_figures_makes_no_pack(school: School, dsl: User) -> None:
    del dsl
    with pytest.raises(NotAllowedError):
        opened(school, somebody(school, Role.TEACHER))
