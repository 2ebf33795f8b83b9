"""Text as Squid escapes it in the journal, and text made safe to show on a terminal."""

import unicodedata
from urllib.parse import unquote

NOTHING = "-"
_SHOWN_AS_NUMBER = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def unescape(field: str) -> str:
    """One field of a line as it was before Squid escaped it; bytes that are no UTF-8 stay visible as ``\\xNN``."""
    if field == NOTHING:
        return ""
    return unquote(field, errors="backslashreplace") if "%" in field else field


def visible(text: str) -> str:
    """The text with everything that could steer a terminal or turn the reading direction shown as numbers."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in _SHOWN_AS_NUMBER else c for c in text)
