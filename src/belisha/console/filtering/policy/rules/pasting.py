"""Many addresses at once, one a line with a reason after a comma: how each line reads, and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.engine.address import is_public_suffix, suffixes
from belisha.engine.policy.reading.texts import read_site
from belisha.engine.policy.site_rules import split_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "MOST_LINES",
    "Line",
    "Standing",
    "covers",
    "hosts_above",
    "read_lines",
    "read_site_for",
    "too_many",
    "weighed",
]

MOST_LINES: Final = 500
LONGEST_REASON: Final = 400


class Standing(NamedTuple):
    """A rule that is there already, as far as new ones care."""

    code: str
    address: str
    verdict: str
    holder: str
    same_holder: bool


class Line(NamedTuple):
    """One line as it was read. `fault`: why it cannot be taken; `notes`: what somebody should know of it."""

    number: int
    typed: str
    address: str = ""
    reason: str = ""
    fault: str = ""
    notes: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The host of the address."""
        return split_address(self.address)[0]


def read_site_for(text: str, verdict: str) -> str:
    """A rule's address from what somebody typed. Raises ValueError with a sentence."""
    address = read_site(text.strip())
    host, path, _query = split_address(address)
    if verdict == "allow" and not path and is_public_suffix(host):
        message = _("“%(host)s” is no site: anybody can have a name below it.") % {"host": host}
        raise ValueError(message)
    return address


def too_many(text: str) -> str:
    """Why so many lines are refused; empty when they can be taken."""
    lines = sum(bool(line.strip()) for line in text.splitlines())
    if lines <= MOST_LINES:
        return ""
    told = ngettext("There is %(n)s line", "There are %(n)s lines", lines) % {"n": lines}
    return _("%(told)s: paste %(most)s at most, or make a list of your own of them.") % {
        "told": told,
        "most": MOST_LINES,
    }


def read_lines(text: str, verdict: str, reason: str) -> list[Line]:
    """Each line that is not empty; an address that is there twice counts once."""
    found: list[Line] = []
    first: dict[str, int] = {}
    for number, typed in enumerate(text.splitlines(), start=1):
        if typed.strip():
            line = _read(number, typed, verdict, reason)
            if line.address and line.address in first:
                line = line._replace(fault=_("It is on line %(n)s already.") % {"n": first[line.address]})
            elif line.address:
                first[line.address] = number
            found.append(line)
    return found


def _read(number: int, typed: str, verdict: str, reason: str) -> Line:
    written, _comma, own = typed.partition(",")
    try:
        address = read_site_for(written, verdict)
    except ValueError as error:
        return Line(number, typed, fault=str(error))
    why = own.strip() or reason.strip()
    if not why:
        return Line(number, typed, address, fault=_("It needs a reason: after a comma, or one for all of them below."))
    if len(why) > LONGEST_REASON:
        return Line(number, typed, address, fault=_("The reason is longer than %(n)s letters.") % {"n": LONGEST_REASON})
    return Line(number, typed, address, why)


def hosts_above(addresses: Iterable[str]) -> set[str]:
    """Hosts whose rules could cover some addresses."""
    return {suffix for address in addresses for suffix in suffixes(split_address(address)[0])}


def covers(wide: str, address: str) -> bool:
    """Whether a rule's address has another one at or below it."""
    wide_host, wide_path, wide_query = split_address(wide)
    host, path, query = split_address(address)
    if host != wide_host and not host.endswith(f".{wide_host}"):
        return False
    if wide_query:
        return wide == address
    wide_path = wide_path.rstrip("/")
    return (
        not wide_path
        or (path + ("?" if query else "")).startswith((f"{wide_path}/", f"{wide_path}?"))
        or path == wide_path
    )


def weighed(lines: Iterable[Line], verdict: str, standing: Sequence[Standing]) -> list[Line]:
    """The lines with what rules that stand say about their addresses."""
    return [line if line.fault else _weighed(line, verdict, standing) for line in lines]


def _weighed(line: Line, verdict: str, standing: Sequence[Standing]) -> Line:
    notes = []
    for rule in standing:
        if not covers(rule.address, line.address):
            continue
        told = {"address": rule.address, "who": rule.holder}
        if rule.address == line.address and rule.same_holder:
            if rule.verdict == verdict:
                return line._replace(fault=_("There is this very rule already, for %(who)s.") % told)
            notes.append(_("It contradicts the rule on %(address)s for %(who)s.") % told)
        elif rule.verdict == verdict:
            notes.append(_("It is covered already by the rule on %(address)s for %(who)s.") % told)
        else:
            notes.append(_("The rule on %(address)s for %(who)s says the opposite.") % told)
    return line._replace(notes=tuple(notes))
