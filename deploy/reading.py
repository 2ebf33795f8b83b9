"""How hard the pages are that pupils read: `python deploy/reading.py` prints the figures of each.

Read from the texts themselves, so that no state of a page is forgotten. docs/adr/0012-reading-age.md says how and why.
"""

from __future__ import annotations

import ast
import re
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml
from babel.messages.extract import extract_from_file

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE: Final = Path(__file__).parents[1] / "src/belisha"
KNOWN: Final = Path(__file__).parent / "known-at-seven.txt"
KEYWORDS: Final = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
INFANTS: Final = 7.5  # the oldest reading age that a page may need, in years
JUNIORS: Final = 8.0
LONGEST: Final = 20  # words of one sentence
AGREEMENTS: Final = "console/agreements"
POLICIES: Final = "console/policies"
TELLING: Final = "console/concerns/jinja2/concerns/telling"
SURVEYS: Final = "console/compliance"
ASKS: Final = "console/filtering/jinja2/filtering/asks"
BLOCKED: Final = "gateway/pages/templates"
PORTAL: Final = "gateway/portal/templates"

WORD: Final = re.compile(r"[a-z]+(?:['\u2019-][a-z]+)*", re.IGNORECASE)
SENTENCE: Final = re.compile(r"(?<=[.!?:])[\"”\u2019]?\s+|\n+")
STAFF: Final = re.compile(
    r"<details>.*?</details>|\{% if console %\}.*?\{% endif %\}|\{#.*?#\}|<(style|script).*?</\1>", re.DOTALL
)
JINJA: Final = re.compile(r"\{%.*?%\}", re.DOTALL)
FILLED: Final = re.compile(r"\{\{.*?\}\}|%\(\w+\)s", re.DOTALL)
SAID: Final = re.compile(r"\"([^\"{}<>]+)\"")
ENDS: Final = ("s", "es", "d", "ed", "r", "er", "est", "ing", "ly", "y", "'s", "n", "en", "ful")
SILENT: Final = {"ed", "er", "est", "ing"}  # before these an e falls away


class Page(NamedTuple):
    """What a pupil reads in one place. `names`: of values of a module that hold texts; of forms, what counts of it."""

    title: str
    limit: float
    files: tuple[str, ...]
    names: tuple[str, ...] = ()


class Figures(NamedTuple):
    """How hard a page is. `age`: in years; `unknown`: words that many children of seven do not know."""

    words: int
    sentences: int
    longest: int
    unknown: tuple[str, ...]
    share: float
    age: float


PAGES: Final = (
    Page("blocked page, infants", INFANTS, (f"{BLOCKED}/infants.html.j2",)),
    Page("blocked page, juniors", JUNIORS, (f"{BLOCKED}/juniors.html.j2", "gateway/pages/words.py"), ("SENTENCES",)),
    Page("sign first, infants", INFANTS, (f"{BLOCKED}/sign_infants.html.j2",)),
    Page("sign first, juniors", JUNIORS, (f"{BLOCKED}/sign_juniors.html.j2",)),
    Page("page that failed", JUNIORS, ("gateway/pages/texts.yaml",), ("title", "happened", "next")),
    Page("portal: ask for a page", JUNIORS, tuple(f"{PORTAL}/{name}.html.j2" for name in ("ask", "asked", "number"))),
    Page("portal: tell someone", JUNIORS, tuple(f"{PORTAL}/{name}.html.j2" for name in ("tell", "told", "helplines"))),
    Page("portal: close this page", JUNIORS, tuple(f"{PORTAL}/{name}.html.j2" for name in ("report", "reported"))),
    Page(
        "portal: choices of its forms", JUNIORS, ("gateway/portal/forms.py",), ("HAPPENED", "ADULTS", "ASK", "REPORT")
    ),
    Page("home of a pupil", JUNIORS, ("console/flows/jinja2/flows/home_pupil.html",)),
    Page(
        "tell someone",
        JUNIORS,
        (f"{TELLING}/tell.html", "console/concerns/telling/forms.py", "console/concerns/telling/data/pictures.yaml"),
        ("TellForm", "words"),
    ),
    Page("thank you for telling", JUNIORS, (f"{TELLING}/told.html", f"{TELLING}/parts.html")),
    Page(
        "what I told, and the answers",
        JUNIORS,
        (*(f"{TELLING}/{name}.html" for name in ("my_talks", "talk", "code")), "console/concerns/telling/forms.py"),
        ("MessageForm", "CodeForm"),
    ),
    Page("what I asked for and told", JUNIORS, (f"{ASKS}/my_asks.html",)),
    Page(
        "this page should be closed",
        JUNIORS,
        (f"{ASKS}/report_page.html", "console/filtering/asks/forms.py"),
        ("ReportForm",),
    ),
    Page(
        "agreement of infants",
        INFANTS,
        (f"{AGREEMENTS}/texts/data/infants.yaml", f"{AGREEMENTS}/jinja2/agreements/signing/child.html"),
        ("intro", "promise", "text"),
    ),
    Page(
        "agreement of juniors",
        JUNIORS,
        (f"{AGREEMENTS}/texts/data/juniors.yaml", f"{AGREEMENTS}/jinja2/agreements/signing/read.html"),
        ("intro", "promise", "text", "question", "answers", "again"),
    ),
    Page("survey, infants", INFANTS, (f"{SURVEYS}/surveys/data/infants.yaml",), ("words",)),
    Page("survey, juniors", JUNIORS, (f"{SURVEYS}/surveys/data/juniors.yaml",), ("words",)),
    Page(
        "survey: around the questions",
        JUNIORS,
        tuple(f"{SURVEYS}/jinja2/compliance/surveys/{name}.html" for name in ("child", "code", "nothing")),
    ),
    Page(
        "consultation of pupils",
        INFANTS,
        (f"{POLICIES}/approving/questions_of_pupils.yaml", f"{POLICIES}/jinja2/policies/approving/pupil.html"),
        ("words",),
    ),
    Page("may we show your work", JUNIORS, (f"{AGREEMENTS}/jinja2/agreements/consents/my_work.html",)),
    Page("what I sign", JUNIORS, (f"{AGREEMENTS}/jinja2/agreements/signing/mine.html",)),
    Page("what is watched, and why", JUNIORS, ("console/monitoring/jinja2/monitoring/told.html",)),
)


def texts_of(page: Page) -> Iterator[str]:
    """Every text of a page that a pupil may read, of whatever state it is."""
    for name in page.files:
        path = SOURCE / name
        if path.suffix == ".yaml":
            yield from _of_yaml(yaml.safe_load(path.read_text("utf-8")), page.names)
        elif path.suffix == ".py":
            yield from _of_module(path, page.names)
        elif path.suffix == ".j2":
            yield from _of_template(path.read_text("utf-8"))
        else:
            yield from _translated(path, "jinja2.ext:babel_extract")


def _of_yaml(value: object, names: tuple[str, ...], *, wanted: bool = False) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] if wanted else []
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _of_yaml(each, names, wanted=key in names)
    elif isinstance(value, list):
        for each in value:
            yield from _of_yaml(each, names, wanted=wanted)


def _of_module(path: Path, names: tuple[str, ...]) -> Iterator[str]:
    """The texts in some values and classes of a module: those with a space, or a capital letter."""
    for part in ast.parse(path.read_text("utf-8")).body:
        targets = (
            part.targets if isinstance(part, ast.Assign) else [part.target] if isinstance(part, ast.AnnAssign) else []
        )
        called = {each.id for each in targets if isinstance(each, ast.Name)}
        if called & set(names) or (isinstance(part, ast.ClassDef) and part.name in names):
            body = part.body[1:] if isinstance(part, ast.ClassDef) else [part]  # without its docstring
            for node in (each for line in body for each in ast.walk(line)):
                if isinstance(node, ast.FunctionDef):
                    node.body = [line for line in node.body if not _is_docstring(line)]
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_text(node.value):
                    yield node.value


def _is_docstring(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def _is_text(text: str) -> bool:
    return " " in text.strip() or (text[:1].isupper() and text.isalpha())


def _of_template(text: str) -> Iterator[str]:
    """A template whose words stand in it as they are; what is for staff alone is left out."""
    text = STAFF.sub("\n", text)
    yield from (said for filled in FILLED.findall(text) for said in SAID.findall(filled) if _is_text(said))
    plain = re.sub(r"</?(?:b|a|strong|span)\b[^>]*>", " ", JINJA.sub("\n", FILLED.sub(" ", text)))
    yield from unescape(re.sub(r"<[^>]*>", "\n", plain)).splitlines()


def _translated(path: Path, method: str) -> Iterator[str]:
    options = {"trimmed": "false", "silent": "false"}
    for _line, text, _notes, _context in extract_from_file(method, path, KEYWORDS, options=options):
        yield from [text] if isinstance(text, str) else text


def known() -> frozenset[str]:
    """The words that count as known."""
    lines = [line for line in KNOWN.read_text("utf-8").splitlines() if not line.startswith("#")]
    return frozenset(" ".join(lines).split())


def is_known(word: str, words: frozenset[str]) -> bool:
    """Whether a word, or what it is formed of, is known: closed, closing, closes; grown-ups; a name of one letter."""
    word = word.lower().replace("\u2019", "'")
    if word in words or len(word) == 1:
        return True
    for end in ENDS:
        root = word.removesuffix(end)
        doubled = root[:-1] if root[-1:] == root[-2:-1] else root
        if root != word and ({root, doubled, f"{root}e" if end in SILENT else root} & words):
            return True
    root = next((word.removesuffix(end) for end in ("ies", "ied", "ier", "iest", "ily") if word.endswith(end)), "")
    if f"{root}y" in words:
        return True
    return "-" in word and all(is_known(part, words) for part in word.split("-"))


def figures(texts: Iterator[str], words: frozenset[str]) -> Figures:
    """How hard some texts are: as Spache's formula of 1974 weighs length and unknown words, as an age."""
    sentences = [
        found for text in texts for each in SENTENCE.split(FILLED.sub(" ", text)) if (found := WORD.findall(each))
    ]
    every = [word for sentence in sentences for word in sentence]
    strange = [word for word in every if not is_known(word, words)]
    whole = [sentence for sentence in sentences if len(sentence) > 3] or sentences  # a label is no sentence
    length = sum(map(len, whole)) / len(whole)
    share = 100 * len(strange) / len(every)
    grade = 0.121 * length + 0.082 * share + 0.659
    unknown = tuple(sorted({word.lower() for word in strange}))
    return Figures(len(every), len(sentences), max(map(len, sentences)), unknown, share, grade + 5.5)


def too_hard(page: Page, found: Figures) -> str:
    """What is wrong with a page; "" for one that its readers can read."""
    if found.age > page.limit:
        return f"{page.title}: reading age {found.age:.1f}, at most {page.limit}"
    return f"{page.title}: a sentence of {found.longest} words" if found.longest > LONGEST else ""


def main() -> int:
    """Print a line for each page, the words that are not known, and what is too hard."""
    words, faults = known(), []
    sys.stdout.write("| page | words | longest sentence | unknown words | reading age | at most |\n")
    sys.stdout.write("| --- | --- | --- | --- | --- | --- |\n")
    for page in PAGES:
        found = figures(texts_of(page), words)
        cells = (found.words, found.longest, f"{found.share:.1f} %", f"{found.age:.1f}", page.limit)
        sys.stdout.write(f"| {page.title} | {' | '.join(map(str, cells))} |\n")
        faults += [fault] if (fault := too_hard(page, found)) else []
        if "--words" in sys.argv:
            sys.stdout.write(f"  {', '.join(found.unknown)}\n")
    sys.stdout.writelines(f"Too hard: {fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
