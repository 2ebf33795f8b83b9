"""The words of one blocked page, as notes of a helper's answer to Squid.

Squid puts a note into a page as it is, so every value is finished HTML here: escaped, without control characters, of
bounded length. On the wire each value stands in double quotes, which escaped HTML does not contain.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote

from belisha.engine.address import Refused
from belisha.engine.decide import ByCategory, ByFileKind, ByRule, LockedList, SchoolLocked, Unlisted, Unreadable
from belisha.engine.decide.sentences import title
from belisha.gateway.pages.words import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from belisha.engine.address import Address
    from belisha.engine.decide import Because, Blocked, Summary, Who

__all__ = ["NOTES", "PageForm", "is_usual", "listed_notes", "matched_by", "page_notes", "person_notes"]

NOTES = (
    "page_say",
    "page_category",
    "page_decided",
    "page_until",
    "page_profile",
    "page_sign",
    "page_known",
    "page_steps",
    "page_address",
    "page_host",
    "page_query",
    "page_code",
)
"""Every note that a blocked page may use. An answer that leads to such a page carries all of them."""

LONGEST = 400  # characters of one value: every page stays small, whatever was asked for
LONGEST_LINK = 600  # bytes of one value in a link, before they are escaped
MOST_STEPS = 12
KNOWN_BY = {
    "sign-in": "by sign-in ({person})",
    "device": "by this device ({device})",
    "room": "by the room that this device is in ({device})",
    "network": "by the network that this device is on",
    "unknown": "not known, so the strictest rules apply",
}
OTHERWISE: Mapping[type, str] = {
    Unreadable: "The address of this page is not written clearly.",
    LockedList: "This page is closed for everybody, because it is against the law.",
    ByRule: "A grown-up at your school has closed this page.",
    ByFileKind: "This is a file that can change the computer.",
    Unlisted: "Nobody at your school has looked at this page yet.",
    ByCategory: "This kind of page is closed at school.",
}
NAMES_MATCH = (ByCategory, SchoolLocked)
# Control characters, and those that turn the direction of text: an address must not rearrange the sentence around it.
UNSEEN = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), " "
)
# What may stand in a page and in the query of a link as it is; most addresses and ids are nothing else.
_clean = re.compile("[A-Za-z0-9/:._~-]*").fullmatch
# What stands in both as it is, and behind it what does not.
_usual_path = re.compile(rb"[A-Za-z0-9/:._~-]*").fullmatch
_usual = re.compile(rb"([A-Za-z0-9/:._~-]+)([%?=&+][A-Za-z0-9/:._~%?=&+-]*)?").fullmatch


class PageForm(NamedTuple):
    """The notes of all pages that are closed for one reason to people of one standing, but for who and what it is."""

    settled: bytes
    """The notes that are the same on each, behind all that the answer says before them."""
    names_match: bool
    """Whether the steps, after what is said of the person, begin with what the lists know of the address."""
    steps: bytes
    """The other steps, and the name of the note that follows."""
    link: bytes
    """What the links tell the portal, but for the address, behind the name of its note."""

    @classmethod
    def of(cls, verdict: Blocked, summary: Summary, said: bytes = b"") -> Self:
        """The form behind a verdict, for answers that begin with what is `said`."""
        matched = matched_by(verdict)
        steps = list(summary.reason[len(verdict.who.reason) :])
        if matched and steps:
            steps[0] = steps[0].removeprefix(matched)
        values = (
            _safe_words(_child_sentence(verdict.because)),
            _safe_words(title(summary.category) if summary.category else "None"),
            _safe_words(_decided(verdict, summary)),
            _safe_words(_until(verdict)),
            _safe_words(summary.profile),
            _safe_words(verdict.sign_at),
        )
        settled = _wire(dict(zip(NOTES, values, strict=False)))
        rest = "</li><li>".join([_safe_words(step) for step in steps[:MOST_STEPS]])
        link = _wired(f'" page_query="{_link(verdict.who.page, summary)}')
        return cls(said + settled, bool(matched), _wired(f'{rest}</li>" page_address="'), link)

    def filled(self, person: bytes, listed: bytes, address: Address | Refused, code: bytes = b" ") -> bytes:
        """The notes of one page, each ` key=value`; `person` and `listed` as the functions of these names write them.

        code: what leads to this page.
        """
        if isinstance(address, Refused):
            shown = host = address.text
        else:
            shown, host = address.url, address.host
            if usual := self.filled_usually(person, listed, shown.encode("utf-8", "replace"), host.encode(), code):
                return usual
        return self.filled_with(
            person, listed, _wired(_safe(shown) or " "), _wired(_safe(host) or " "), _wired(_in_link(shown)), code
        )

    def filled_usually(self, person: bytes, listed: bytes, shown: bytes, host: bytes, code: bytes) -> bytes:
        """The same for an address of usual characters, as it was asked for; empty for any other."""
        usual = _usual(shown)
        if usual is None or len(shown) > LONGEST:
            return b""
        if usual.lastindex == 1:
            return self.filled_with(person, listed, shown, host, shown, code)
        linked = shown.replace(b"%", b"%25").replace(b":", b"%3A").replace(b"?", b"%3F")
        linked = linked.replace(b"=", b"%3D").replace(b"&", b"%26").replace(b"+", b"%2B")
        return self.filled_with(person, listed, shown.replace(b"&", b"&amp;"), host, linked, code)

    def filled_with(self, person: bytes, listed: bytes, shown: bytes, host: bytes, linked: bytes, code: bytes) -> bytes:
        """The same of finished words: the address as it is shown, its host, and the address within a link."""
        settled, names_match, steps, link = self
        said = listed if names_match else b""
        return b"".join(
            (settled, person, said, steps, shown, b'" page_host="', host, link, linked, b'" page_code="', code, b'"')
        )


def is_usual(path: bytes) -> bool:
    """Whether a path stands in a page and in its links as it is."""
    return _usual_path(path) is not None


def page_notes(verdict: Blocked, summary: Summary, address: Address | Refused) -> bytes:
    """The notes of a blocked page, each ` key=value`, to be appended to a helper's answer."""
    return PageForm.of(verdict, summary).filled(person_notes(verdict.who), listed_notes(matched_by(verdict)), address)


def person_notes(who: Who) -> bytes:
    """What a page says of the person: the note of how they are known, and the beginning of the steps."""
    known = _safe(KNOWN_BY[who.how.value].format(person=who.person or "?", device=who.device or "?"))
    steps = "".join(f"<li>{_safe(step)}</li>" for step in who.reason[:MOST_STEPS])
    return _wired(f' page_known="{known}" page_steps="{steps}<li>')


def listed_notes(matched: str) -> bytes:
    """What a page says of that which the lists know of the address."""
    return matched.encode() if len(matched) <= LONGEST and _clean(matched) else _wired(_safe(matched))


def matched_by(verdict: Blocked) -> str:
    """What the lists know of the address, when that is why it is blocked."""
    because = verdict.because
    return because.matched if isinstance(because, NAMES_MATCH) else ""


def _wire(values: Mapping[str, str]) -> bytes:
    """Notes on a helper's line. Squid shows an empty one as a dash, so that becomes a space."""
    return _wired("".join([f' {key}="{value or " "}"' for key, value in values.items()]))


def _wired(text: str) -> bytes:
    return text.replace("\\", "\\\\").encode("utf-8", "replace")


def _safe(text: str) -> str:
    """Text as HTML: on one line, cut, escaped."""
    if len(text) <= LONGEST and _clean(text):
        return text
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    return html.escape(text if text.isprintable() else text.translate(UNSEEN))


_safe_words = lru_cache(maxsize=512)(_safe)
"""The same for words of ours, of which there are few."""


def _link(page: str, summary: Summary) -> str:
    """What the page's links tell the portal. Never who it is: somebody who tells may wish not to be named."""
    said = (
        ("page", page),
        ("category", summary.category),
        ("rule", summary.rule),
        ("list", summary.list),
        ("profile", summary.profile),
    )
    return "".join([f"{key}={_in_link(value)}&amp;" for key, value in said if value]) + "address="


def _in_link(value: str) -> str:
    if len(value) <= LONGEST_LINK and _clean(value):
        return value
    return quote(value.encode("utf-8", "replace")[:LONGEST_LINK])


def _decided(verdict: Blocked, summary: Summary) -> str:
    because = verdict.because
    if isinstance(because, ByRule):
        owner = f", owner {because.placed.rule.owner}" if because.placed.rule.owner else ""
        return f"Rule {summary.rule} of {because.placed.holder}{owner}"
    if summary.list:
        return f"List {summary.list}, version {summary.list_version or 'not known'}"
    return f"Profile {summary.profile}"


def _until(verdict: Blocked) -> str:
    """When the answer may change by itself, in the school's time."""
    if verdict.until is None:
        return "No end is set"
    return _moment(verdict.until, verdict.table.setting.zone)


@lru_cache(maxsize=64)
def _moment(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M}"


def _child_sentence(because: Because) -> str:
    """What kind of page it is, in words that a child of 8 knows."""
    match because:
        case ByCategory(listing, _, _, only_now):
            later = " It may be open at another time." if only_now else ""
            return SENTENCES.get(listing.category, OTHERWISE[ByCategory]) + later
        case SchoolLocked(listing):
            return SENTENCES.get(listing.category, OTHERWISE[ByCategory])
        case _:
            return OTHERWISE.get(type(because), OTHERWISE[ByCategory])
