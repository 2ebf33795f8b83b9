"""A thousand mutated texts of concerns are shown, printed and handed out as the texts that they are: none is run."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.evidence.tests.test_thousand import HOSTILE, MANY, mutated
from belisha.console.concerns.models import Concern, Entry, Subject
from belisha.console.concerns.rules.sealing import seal_of
from belisha.console.design.files import FORMULA
from belisha.console.design.middleware import POLICY
from cast import a_pupil, a_school, just_confirmed, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from belisha.console.access.models import School
    from console.conftest import Tab

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PRINTED = 20  # WeasyPrint takes its time
RUNS = "window.ran=(window.ran||0)+1"  # what a text would do, were it run
SEEDS = (
    *HOSTILE,
    f"<script>{RUNS}</script>",
    f"</textarea></title></style><script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"<svg/onload={RUNS}>",
    f"<details open ontoggle={RUNS}><input autofocus onfocus={RUNS}>",
    f'"><script>{RUNS}</script><a title="',
    f"'-({RUNS})-'",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'></iframe><object data=javascript:{RUNS}></object>",
    f"<a href='javascript:{RUNS}'>Click</a><form action='//evil.example'><base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><link rel=stylesheet href=//evil.example/x.css>",
    f"{{{{ ''.__class__ }}}}{{% raw %}}<!--<script>{RUNS}</script>--><![CDATA[<script>{RUNS}</script>]]>",
    "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1",
)  # fmt: skip
# of each kind of thing that no text may put onto a page, how many there are; and what was run
FOUND = """() => ({
  ran: window.ran || 0,
  texts: [...document.querySelectorAll('.bel-entry')].map((each) => each.textContent),
  put_in: document.querySelectorAll(
    'main script, main img, main svg, main iframe, main object, main base, main meta, main link,'
    + 'main details[ontoggle], main input[autofocus], a[href^="javascript:" i], form[action*="evil"]').length,
  handlers: [...document.querySelectorAll('*')].filter(
    (each) => [...each.attributes].some((one) => one.name.startsWith('on') || one.name === 'style')).length,
  scripts: [...document.scripts].filter((each) => !new URL(each.src || 'x:').pathname.startsWith('/static/')).length,
})"""


def kept(found: Iterable[str]) -> list[str]:
    """Texts as a database takes them: forms and actions leave out the same."""
    whole = (each.encode("utf-8", "replace").decode().replace("\0", "").strip() for each in found)
    return [each or "nothing" for each in whole]


def texts(number: int) -> list[str]:
    """Mutated texts."""
    seeds = [each.encode("utf-8", "replace") for each in SEEDS]
    return kept(each.decode("utf-8", "replace") for each in mutated(seeds, number))


def squeezed(text: str) -> str:
    """Without the room between words, of which HTML keeps no more than one's look."""
    return re.sub(r"[\s\ufeff]+", "", text)


def a_full_concern(school: School, said: Sequence[str]) -> Concern:
    """One in which all of it was written down; written at once, for each sealed entry takes a transaction."""
    concern = report(
        by=By(None, system="tests"), school=school, category="bullying", words="It began",
        subjects=[NewSubject(Subject.Role.HARMED, a_pupil(school, "Amy Hill")),
                  *(NewSubject(Subject.Role.WITNESS, None, each[:160]) for each in kept(SEEDS))],
        told=Told(Concern.Origin.STAFF, where=SEEDS[-1]),
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(
            concern=concern, kind="note", text=each, details={"with": each[:80]}, at=timezone.now(), salt="s",
            seal=seal_of(str(number), "note", each, {}), by_name=each[:160],
        )
        for number, each in enumerate(said)
    )  # fmt: skip
    return concern


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> Client:
    client = sign_in(Client(), somebody(school, Role.DSL))
    just_confirmed(client)
    return client


def test_texts_of_a_concern_stand_on_its_page_as_texts_and_nothing_of_them_runs(
    tab: Tab, school: School, dsl: Client
) -> None:
    said = texts(MANY)
    address = reverse("concern", args=[school.code, a_full_concern(school, said).reference])
    answer = dsl.get(address)
    assert answer.headers["Content-Security-Policy"] == POLICY
    for guarded in (True, False):
        if not guarded:  # what stands there is text even where no policy held anything back
            del answer.headers["Content-Security-Policy"]
        found = tab.show(address, answer).evaluate(FOUND)
        assert {name: found[name] for name in ("ran", "put_in", "handlers", "scripts")} == dict.fromkeys(
            ("ran", "put_in", "handlers", "scripts"), 0
        )
        shown = [squeezed(each) for each in found["texts"]]
        lost = [each for each, text in zip(said, shown[1:], strict=True) if squeezed(each) not in text]
        assert lost == []
    # had one slipped through: the policy holds it back, and this test would have seen it run
    answer.content = answer.content.replace(b"</main>", f"<script>{RUNS}</script></main>".encode())
    assert tab.show(address, answer).evaluate("window.ran") == 1
    answer.headers["Content-Security-Policy"] = POLICY
    assert tab.show(address, answer).evaluate("window.ran || 0") == 0


def test_texts_on_paper_do_nothing_when_they_are_opened(school: School, dsl: Client) -> None:
    concern = a_full_concern(school, [*SEEDS[len(HOSTILE) :], *texts(PRINTED)])
    child = concern.subjects.get(role="harmed").person_id
    answer = dsl.get(reverse("concern-chronology-paper", args=[school.code, child]))
    reader = PdfReader(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    root = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))
    assert [each for page in reader.pages for each in page.get("/Annots", [])] == []
    assert not any("/AA" in page for page in reader.pages)
    text = squeezed("".join(page.extract_text() for page in reader.pages).replace("\0", ""))
    assert "onerror=window.ran" in text, "it stands there to be read"


def test_cells_of_a_list_that_is_taken_away_are_no_formulas(school: School, dsl: Client) -> None:
    named = [each[:160] for each in texts(400)]
    rows = [
        Concern(
            school=school, reference=f"CSV-{number:05}"[:9], category="bullying", origin="staff",
            reported_at=timezone.now(), where=each,
        )
        for number, each in enumerate(named)
    ]  # fmt: skip
    made = Concern.objects.bulk_create(rows)
    Subject.objects.bulk_create(
        Subject(concern=row, name=each, role="harmed", added_at=timezone.now())
        for row, each in zip(made, named, strict=True)
    )
    answer = dsl.get(reverse("concerns-all", args=[school.code]), {"format": "csv"})
    text = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA)] == []
    assert sum(cell.startswith("'") for cell in cells) > 10, "some would have been"
    lost = {squeezed(each) for each in named} - {squeezed(cell).removeprefix("'") for cell in cells}
    assert {each for each in lost if not each.startswith("'")} == set()
