"""HTML and SVG element by element: text inside is escaped unless it is an element itself.

Reports are made by a command that should take no longer than a glance; a template engine would take a tenth of that.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

_EMPTY = frozenset({"meta"})


def tag(name: str, *children: str, **attributes: str) -> Markup:
    """One element. An underscore in an attribute's name stands for a hyphen, one at its end for nothing."""
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    if name in _EMPTY:
        return Markup(f"<{name}{told}>")  # noqa: S704 - names are ours, values are escaped
    return Markup(f"<{name}{told}>{''.join(map(escape, children))}</{name}>")  # noqa: S704 - as above


def join(parts: Iterable[str], between: str = "\n") -> Markup:
    """Several elements, or texts, which are escaped."""
    return Markup(between).join(parts)  # noqa: S704 - between is ours
