"""The Welsh catalogue: `python deploy/words.py` reads the words of screens again and compiles what is translated.

Both files are committed, so that nothing needs gettext's programs where Belisha runs. docs/develop/words.md.
"""

from __future__ import annotations

import ast
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSOLE: Final = Path(__file__).parents[1] / "src/belisha/console"
FILE: Final = CONSOLE / "design/locale/cy/LC_MESSAGES/django.po"
# What is in Welsh so far: what everybody meets, and what pupils, parents and visitors see. The rest falls back to
# English, text by text.
SHOWN: Final = (
    "design/*.py",
    "design/jinja2/**/*.html",
    "flows/home.py",
    "flows/jinja2/flows/*.html",
    "config/navigation.py",
    "access/roles.py",
    "access/jinja2/account/*.html",
    "access/jinja2/sign_in/furniture.html",
    "access/jinja2/sign_in/nobody_yet.html",
    "access/jinja2/sign_in/locked.html",
    "access/jinja2/sign_in/account.html",
    "access/sign_in/forms.py",
    *(f"access/jinja2/sign_in/{name}.html" for name in ("own_flags", "sessions", "kept")),
    "access/jinja2/access/accounts/advice.html",
    # what waits for somebody: the first thing that pupils and parents read
    *(f"{app}/needs.py" for app in ("access/accounts", "access/sign_in", "agreements/consents", "agreements/home")),
    *(f"{app}/needs.py" for app in ("agreements/signing", "concerns/telling", "policies/approving")),
    "agreements/jinja2/agreements/consents/my_work.html",
    "monitoring/digests/notice.py",
    "concerns/jinja2/concerns/telling/[!ap]*.html",  # those that children see, not answer.html and panel.html
    "concerns/jinja2/concerns/telling/parts.html",
    "concerns/telling/forms.py",
    "concerns/telling/data/pictures.yaml",
    "filtering/jinja2/filtering/asks/my_asks.html",
    "filtering/jinja2/filtering/asks/report_page.html",
    "monitoring/jinja2/monitoring/told.html",
    # what families are asked, sign and read
    *(f"policies/jinja2/policies/approving/{name}.html" for name in ("pupil", "answer", "thanks", "mine", "open_text")),
    "policies/approving/rules.py",
    *(f"agreements/jinja2/agreements/signing/{name}.html" for name in ("mine", "read", "by_link", "wait", "over")),
    *(
        f"agreements/jinja2/agreements/home/{name}.html"
        for name in (
            *("asked", "child", "come_in", "consents", "door", "events", "frame", "front", "help", "home_school"),
            *("learn", "notice", "notices", "pledge", "safety", "signs", "tips", "together", "unit", "use"),
        )
    ),
    "agreements/home/forms.py",
)
# Whose choices pages show: what a list is sorted by, what a tag says. Their labels alone, not what else stands there.
CHOSEN: Final = ("**/models.py", "**/models/*.py")
KEYWORDS: Final = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
HEAD: Final = """\
# Welsh words of Belisha's screens, by the project; MIT, like the rest.
# Awaiting a native check: no native speaker has read these yet.
#"""


def words() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Every text of the files above, with the file that it stands in."""
    for pattern in SHOWN:
        for path in sorted(CONSOLE.glob(pattern)):
            if path.suffix == ".yaml":
                yield from (
                    (path.relative_to(CONSOLE).as_posix(), row["words"]) for row in yaml.safe_load(path.read_text())
                )
                continue
            method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
            options = {"trimmed": "false", "silent": "false"} if path.suffix == ".html" else {}
            for _line, text, _notes, _context in extract_from_file(method, path, KEYWORDS, options=options):
                yield path.relative_to(CONSOLE).as_posix(), text
    for pattern in CHOSEN:
        for path in sorted(CONSOLE.glob(pattern)):
            yield from ((path.relative_to(CONSOLE).as_posix(), label) for label in labels(path.read_text()))


def labels(source: str) -> Iterator[str]:
    """The marked labels of the choices that a module declares: `OPEN = "open", _("open")` in a class of Choices."""
    classes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    for each in classes:
        if not any(ast.unparse(base).endswith("Choices") for base in each.bases):
            continue
        for line in each.body:
            match line:
                case ast.Assign(value=ast.Tuple(elts=[*_, ast.Call(args=[ast.Constant(value=str(label))])])):
                    yield label


def renewed(old: Catalog) -> Catalog:
    """A catalogue of today's texts with the translations that the old one has for them."""
    # without dates and names: the file differs only where words do
    new = Catalog(locale="cy", header_comment=HEAD, project="Belisha", version="1", charset="utf-8", fuzzy=False)
    new.msgid_bugs_address = new.last_translator = new.language_team = ""
    new.creation_date = new.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    for place, text in words():
        first = text if isinstance(text, str) else text[0]
        known = old.get(first)
        new.add(text, known.string if known else None, locations=[(place, None)])
    return new


def untranslated(catalogue: Catalog) -> list[str]:
    """Texts that have no Welsh yet."""
    texts = [message for message in catalogue if message.id]
    return [str(message.id) for message in texts if not all(_strings(message.string))]


def _strings(string: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it when Belisha runs."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def written(catalogue: Catalog) -> bytes:
    """The catalogue as people read it."""
    out = BytesIO()
    write_po(out, catalogue, width=120, sort_output=False, include_lineno=False)
    return out.getvalue()


def read() -> Catalog:
    """The catalogue as it is committed."""
    with FILE.open("rb") as file:
        return read_po(file, locale="cy")


def main() -> None:
    """Renew both files; say what has no Welsh yet."""
    catalogue = renewed(read() if FILE.exists() else Catalog(locale="cy"))
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_bytes(written(catalogue))
    FILE.with_suffix(".mo").write_bytes(compiled(catalogue))
    missing = untranslated(catalogue)
    sys.stdout.write(f"{len(catalogue)} texts, {len(missing)} without Welsh\n")
    sys.stdout.writelines(f"  {text}\n" for text in missing)


if __name__ == "__main__":
    main()
