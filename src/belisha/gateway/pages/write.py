"""Renders our templates into the files that Squid sends as error pages.

In such a file Squid replaces `%X` and `@Squid{…}`, and takes every other percent sign for a code as well, so those of
our own text are doubled after rendering and the codes put in last.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import jinja2
import msgspec
import yaml
from markupsafe import Markup

from belisha.gateway.pages.notes import NOTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["write_pages"]

FROM_VERDICT = {
    "infants": "ERR_BELISHA_INFANTS",
    "juniors": "ERR_BELISHA_JUNIORS",
    "staff": "ERR_BELISHA_STAFF",
    "sign_infants": "ERR_BELISHA_SIGN_INFANTS",
    "sign_juniors": "ERR_BELISHA_SIGN_JUNIORS",
    "sign_staff": "ERR_BELISHA_SIGN_STAFF",
}
# A private character on each side marks what Squid is to fill in, until percent signs are doubled.
MARKED = re.compile("\ue000([^\ue001]*)\ue001")
NOW = "@Squid{%{%A %-d %B %Y, %H:%M}tl}"
# Squid looks for this file beside the pages. Ours show the name of a fault and not its detail, so one entry is enough.
CERTIFICATE_FAULTS = """\
name: X509_V_ERR_CERT_HAS_EXPIRED
detail: "%ssl_error_descr"
descr: "The certificate of the website has run out"
"""
ASKED_FOR = "@Squid{%#ru}"


class Detail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line for technicians: its label, and Squid's code for what it says."""

    label: str
    code: str


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one plain page says. `names`: the files that say it; `ask`: whether asking for the page can
    help; `listing`: whether Squid puts the files of a folder into it; `trouble`: whether anything went wrong."""

    names: tuple[str, ...]
    title: str
    happened: str
    next: tuple[str, ...]
    staff: str = ""
    details: tuple[Detail, ...] = ()
    ask: bool = False
    listing: bool = False
    trouble: bool = True


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file texts.yaml."""

    id: str
    version: str
    source: str
    licence: str
    pages: tuple[Text, ...]


def write_pages(folder: Path, portal: str) -> None:
    """Write every error page into `folder`, with links to `portal` (its URL without a trailing slash).

    Readable by every user, for Squid gives up its rights before it reads them. Raises ValueError for a portal that is
    not an http or https URL.
    """
    parts = urlsplit(portal)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        message = f"{portal!r} is not the portal's URL: it begins with http:// or https://"
        raise ValueError(message)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    for name, page in (*_pages(portal.rstrip("/")), ("error-details.txt", CERTIFICATE_FAULTS)):
        unfinished = folder / f".{name}"
        unfinished.write_text(page, "utf-8")
        unfinished.chmod(0o644)
        unfinished.replace(folder / name)


def _pages(portal: str) -> Iterator[tuple[str, str]]:
    for template, name in FROM_VERDICT.items():
        yield name, _render(template, portal=portal)
    for text in _texts():
        for name in text.names:
            yield name, _render("plain", portal=portal, text=text, name=name)


def _render(template: str, **values: object) -> str:
    """One page, ready for Squid."""
    style, script = _read("design.css") + _read("pages.css"), _read("page.js")
    allowed = f"style-src {_digest(style)}; script-src {_digest(script)}"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    page = _environment().get_template(f"{template}.html.j2")
    text = page.render(values, style=Markup(style), script=Markup(script), policy=policy)  # noqa: S704 - our own files
    return _for_squid("\n".join(line for line in text.splitlines() if line.strip()) + "\n")


def _for_squid(page: str) -> str:
    """Our own percent signs doubled, codes as Squid reads them."""
    pieces = MARKED.split(page)
    return "".join(piece if at % 2 else piece.replace("%", "%%") for at, piece in enumerate(pieces))


@cache
def _environment() -> jinja2.Environment:
    """The templates of the pages: escaping everything, refusing names that nobody gave."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("belisha.gateway.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(note=_note, code=_code, now=_mark(NOW), link=_mark(ASKED_FOR))
    return found


def _mark(code: str) -> Markup:
    return Markup(f"\ue000{code}\ue001")  # noqa: S704 - codes are our own


def _note(key: str) -> Markup:
    """What the verdict's helper said under this key: finished HTML, so Squid must not quote it again."""
    if key not in NOTES:
        message = f"{key!r} is no note of a blocked page"
        raise ValueError(message)
    return _mark(f"@Squid{{%'note{{{key}}}}}")


def _code(letter: str) -> Markup:
    """What Squid itself knows, quoted by Squid."""
    return _mark(f"%{letter}")


@cache
def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _digest(content: str) -> str:
    """The source expression of a content security policy that allows just this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


@cache
def _texts() -> tuple[Text, ...]:
    return msgspec.convert(yaml.safe_load(_read("texts.yaml")), Texts).pages
