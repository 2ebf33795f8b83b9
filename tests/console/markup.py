"""Reads a page as a browser's parser would and says what is wrong with it, as far as that can be seen without one."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "img", "input", "br", "hr", "source", "path", "rect", "line", "circle"})


class Reader(HTMLParser):
    """What a page holds: counts of elements, ids, links, forms, and whatever the security policy would refuse."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.refused: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self.title = ""
        self.forms_without_token: list[str] = []
        self.unnamed: list[str] = []
        self._in_title = False
        self._form: tuple[str, bool] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.counts[tag] += 1
        if given.get("id"):
            self.ids[given["id"] or ""] += 1
        self._refuse(tag, given)
        self._note(tag, given)

    def _refuse(self, tag: str, given: dict[str, str | None]) -> None:
        inside = tag == "style" or (
            tag == "script" and not given.get("src") and "json" not in (given.get("type") or "")
        )
        held = (given.get("src") or "").startswith("data:")
        if inside or held or "style" in given or any(name.startswith("on") for name in given):
            self.refused.append(self.get_starttag_text() or tag)

    def _note(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "html":
            self.language = given.get("lang") or ""
        elif tag == "title" and not self.title:
            self._in_title = True
        elif tag == "a" and (given.get("href") or "").startswith("/"):
            self.links.append(given["href"] or "")
        elif tag == "img" and given.get("alt") is None:
            self.unnamed.append(self.get_starttag_text() or tag)
        elif tag == "form" and (given.get("method") or "").lower() == "post":
            self._form = (self.get_starttag_text() or tag, False)
        elif tag == "input" and given.get("name") == "csrfmiddlewaretoken" and self._form:
            self._form = (self._form[0], True)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag == "form" and self._form:
            if not self._form[1]:
                self.forms_without_token.append(self._form[0])
            self._form = None

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def faults(text: str) -> list[str]:
    """What is wrong with a page, in words; nothing where it is as it should be."""
    page = Reader(text)
    twice = [name for name, count in page.ids.items() if count > 1]
    wrong = {
        f"{page.counts['h1']} headings of the first level": page.counts["h1"] != 1,
        "no title": not page.title.split("–")[0].strip(),
        "no language": page.language not in {"en-GB", "cy"},
        f"{page.counts['main']} main parts": page.counts["main"] != 1,
        f"ids that stand twice: {twice}": bool(twice),
        f"refused by the security policy: {page.refused}": bool(page.refused),
        f"forms that post without a token: {page.forms_without_token}": bool(page.forms_without_token),
        f"pictures without words: {page.unnamed}": bool(page.unnamed),
    }
    return [words for words, is_so in wrong.items() if is_so]
