"""A standing as one word of Squid's language: what the answer `who` hands on to the question `place`."""

from __future__ import annotations

from urllib.parse import quote, unquote

from belisha.engine.policy import How, Standing, Who

__all__ = ["as_standing", "as_word", "somebody_of"]


def as_word(standing: Standing) -> str:
    """The standing in letters, digits and `%~_.-:,` alone."""
    groups = ",".join(map(_part, standing.groups))
    parts = (_part(standing.school), _part(standing.profile), groups, _part(standing.person))
    return ":".join((*parts, "known" if standing.known else "unknown"))


def as_standing(word: str) -> Standing:
    """The standing that a word says. Raises ValueError for any other text."""
    school, profile, groups, person, known = word.split(":")
    if known not in {"known", "unknown"}:
        message = f"not a standing: {word!r}"
        raise ValueError(message)
    named = tuple(unquote(group[1:]) for group in groups.split(",")) if groups else ()
    return Standing(_read(school), unquote(profile[1:]), named, _read(person), known == "known")


def somebody_of(standing: Standing) -> Who:
    """Anybody of that standing, for a question in which it does not matter who it is."""
    return Who(
        school=standing.school,
        site=None,
        person=None,
        group=None,
        how=How.UNKNOWN,
        device=None,
        profile=standing.profile,
        page="juniors",
        sign_in_required=False,
        key=standing,
        reason=(),
    )


def _part(text: str | None) -> str:
    return "" if text is None else "." + quote(text, safe="")


def _read(part: str) -> str | None:
    return unquote(part[1:]) if part else None
