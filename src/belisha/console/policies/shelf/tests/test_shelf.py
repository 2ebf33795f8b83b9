"""The shelf: what may stand on it, what is red, and how a policy that was brought is read."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from weasyprint import HTML

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.policies.models import Document, DocumentContent, Sentence
from belisha.console.policies.shelf import actions
from belisha.console.policies.shelf.actions import Upload, add_edition, bring, correct, keep
from belisha.console.policies.shelf.promises import compared
from belisha.console.policies.shelf.queries import is_red, shelved_by_kind
from belisha.console.policies.shelf.reading import ReadingError, sentences_in, text_in
from belisha.console.scanner import Scanned, ScannerError
from cast import a_school, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
TEXT = (
    "Passwords are kept private. Pupils may not share their passwords with anybody.\n1. Aims\n• Lunch is at noon today."
)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def by(school: School) -> By:
    return By(somebody(school, Role.DSL))


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """What the virus scanner says of every file."""

    def says(what: object) -> None:
        def scan(_content: bytes) -> Scanned:
            if isinstance(what, Exception):
                raise what
            return Scanned(str(what), "ClamAV 1.4/1/x")

        monkeypatch.setattr(actions, "scan", scan)

    return says


def a_word_document(text: str) -> bytes:
    held = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return held.getvalue()


DOCUMENT = a_word_document("\n".join(f"Rule {number}: pupils keep their passwords private." for number in range(40)))


def a_pdf(text: str) -> bytes:
    return bytes(HTML(string=f"<p>{text}</p>").write_pdf() or b"")


@pytest.mark.parametrize(
    ("name", "make"),
    [("old.txt", str.encode), ("old.docx", a_word_document), ("old.pdf", a_pdf)],
    ids=["text", "word", "pdf"],
)
def test_a_policy_is_read_from_any_of_three_kinds(name: str, make: Callable[[str], bytes]) -> None:
    found = sentences_in(text_in(name, make(TEXT)))
    assert found[:2] == ["Passwords are kept private.", "Pupils may not share their passwords with anybody."]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.pdf", b"PK\x03\x04"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.txt", b" \n "),
        ("noending", b"text"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(ReadingError, match=r"\w+ \w+"):
        text_in(name, content)


@given(st.integers(0, len(DOCUMENT) - 1), st.binary(min_size=1, max_size=9))
def test_a_document_that_was_damaged_anywhere_is_read_or_gets_a_sentence(at: int, damage: bytes) -> None:
    with suppress(ReadingError):
        text_in("old.docx", DOCUMENT[:at] + damage + DOCUMENT[at + len(damage) :])


def test_a_document_that_would_unpack_to_an_ocean_is_refused() -> None:
    bomb = a_word_document("0" * 31_000_000)
    with pytest.raises(ReadingError, match="too large"):
        text_in("bomb.docx", bomb)


def test_a_document_that_names_things_outside_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')
    with pytest.raises(ReadingError):
        text_in("a.docx", held.getvalue())


def test_an_edition_takes_the_place_of_the_one_before_which_stays(school: School, by: By) -> None:
    today = timezone.localdate()
    for words in ("First.", "Second."):
        add_edition(by=by, place=school, kind="behaviour", adopted=today, words=words)
    assert Document.objects.current().get().words == "Second."
    assert Document.objects.count() == 2


def test_a_file_is_kept_once_the_scanner_has_looked(school: School, by: By, scanned: Callable[[object], None]) -> None:
    scanned("")
    made = add_edition(
        by=by, place=school, kind="behaviour", adopted=timezone.localdate(), upload=Upload('../b"e.txt', b"Be kind.")
    )
    assert (made.file_name, made.scanned_by) == ("b_e.txt", "ClamAV 1.4/1/x")
    assert bytes(DocumentContent.objects.get().held) == b"Be kind."


@pytest.mark.parametrize("says", ["Eicar", ScannerError("gone")], ids=["found something", "does not answer"])
def test_what_the_scanner_did_not_pass_stays_out(
    school: School, by: By, scanned: Callable[[object], None], says: object
) -> None:
    scanned(says)
    with pytest.raises(ValidationError, match="scanner"):
        add_edition(
            by=by, place=school, kind="behaviour", adopted=timezone.localdate(), upload=Upload("b.txt", b"Be kind.")
        )
    assert not Document.objects.exists()


def test_a_policy_is_red_past_its_date_and_while_nobody_keeps_it(school: School, by: By) -> None:
    add_edition(
        by=by, place=school, kind="behaviour", adopted=timezone.localdate() - timedelta(days=400), words="Be kind."
    )
    assert is_red(shelved_by_kind(school)["behaviour"]), "late"
    keep(by=by, place=school, kind="behaviour", owner=Role.DSL, months=24)
    assert not is_red(shelved_by_kind(school)["behaviour"])
    keep(by=by, place=school, kind="behaviour", owner=Role.SENCO, months=24)
    assert is_red(shelved_by_kind(school)["behaviour"]), "nobody is SENCO"


def test_promises_are_laid_beside_proofs_and_corrected(
    school: School, by: By, scanned: Callable[[object], None]
) -> None:
    scanned("")
    text = "All users are told not to share passwords or other private access details. Sunflowers grow by the gate."
    made = bring(by=by, school=school, title="Old policy", upload=Upload("old.txt", text.encode()))
    found = compared(made.sentences.all())
    assert [each.duty.id for each in found.proven + found.unproven] == ["accounts.no-sharing"]
    sentence = made.sentences.get(position=1)
    assert (sentence.state, sentence.duties) == (Sentence.State.NONE, [])
    correct(by=by, sentence=sentence, duties=["governance.signatures"])
    promised = compared(made.sentences.all())
    assert "governance.signatures" in [each.duty.id for each in promised.proven]
    assert "governance.signatures" not in [duty.id for duty in promised.unpromised]
    with pytest.raises(ValidationError, match="no duty called"):
        correct(by=by, sentence=sentence, duties=["governance.nonsense"])
    with pytest.raises(ValidationError, match="already"):
        bring(by=by, school=school, title="Again", upload=Upload("old.txt", text.encode()))
