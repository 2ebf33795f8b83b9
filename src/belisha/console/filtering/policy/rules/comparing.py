"""Two sides of the policy beside each other: profiles, schools, or one school on two days."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from belisha.console.filtering.changes.words import until_words
from belisha.console.filtering.policy.rules.resolved import SLOTS, TLS, parts_of
from belisha.console.filtering.policy.rules.tree import flat
from belisha.console.filtering.policy.rules.words import KINDS_OF_HOLDER, title_of
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.members import find_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from belisha.console.filtering.policy.rules.tree import Node
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Holder
    from belisha.engine.policy.inherit import Effective
    from belisha.engine.policy.model import Network, School, SiteRule

__all__ = ["Row", "compared_places", "compared_profiles", "compared_rules", "compared_trees", "differing"]


class Row(NamedTuple):
    """One thing with how it is on either side; "" where it is not there."""

    what: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the sides say otherwise."""
        return self.left != self.right


def differing(rows: Iterable[Row]) -> list[Row]:
    """Those rows that differ."""
    return [row for row in rows if row.differs]


def compared_profiles(left: tuple[str, Policy], right: tuple[str, Policy]) -> list[Row]:
    """Two profiles, perhaps of two moments, in all that they come to."""
    sides = [effective(name, policy.profiles) for name, policy in (left, right)]
    one, other = sides
    rows = [Row(_("Name"), one.name, other.name)]
    told = [{part.name: part.value for part in parts_of(name, policy.profiles)} for name, policy in (left, right)]
    rows += [Row(name, value, told[1].get(name, "")) for name, value in told[0].items()]
    named = (
        one.blocked
        | other.blocked
        | {key for side in sides for rule in side.calendar for key in (*rule.block, *rule.relax)}
    )
    rows += [Row(title_of(key), _state(one, key), _state(other, key)) for key in sorted(named, key=title_of)]
    for key in sorted({*one.approved, *other.approved}, key=title_of):
        what = _("Open all the same in %(category)s") % {"category": title_of(key)}
        rows.append(Row(what, _titles(one.approved.get(key, ())), _titles(other.approved.get(key, ()))))
    return rows + _tls(one, other)


def _state(side: Effective, category: str) -> str:
    """How a category is: in words, with the times where it is not always the same."""
    blocked = {slot: category in side.blocked_in(slot) for slot in SLOTS}
    if len(set(blocked.values())) == 1:
        return _("Blocked") if all(blocked.values()) else _("Open")
    times = ", ".join(str(SLOTS[slot])[:1].lower() + str(SLOTS[slot])[1:] for slot, shut in blocked.items() if shut)
    return _("Blocked %(times)s") % {"times": times}


def _titles(categories: Iterable[str]) -> str:
    return ", ".join(sorted(title_of(category) for category in categories)) or _("Nothing")


def _tls(one: Effective, other: Effective) -> list[Row]:
    rows = [
        Row(_("Encrypted connections"), str(TLS[one.tls.default.value]), str(TLS[other.tls.default.value])),
        Row(_("The devices trust the school's certificate"), _yes(one.tls.trusted), _yes(other.tls.trusted)),
    ]
    for key in sorted({*one.tls.by_category, *other.tls.by_category}, key=title_of):
        left, right = (side.tls.by_category.get(key, side.tls.default) for side in (one, other))
        what = _("Encrypted connections to %(category)s") % {"category": title_of(key)}
        rows.append(Row(what, str(TLS[left.value]), str(TLS[right.value])))
    return rows


def _yes(value: bool) -> str:  # noqa: FBT001 - a word for a value
    return _("Yes") if value else _("No")


def compared_trees(left: Node, right: Node, policies: tuple[Policy, Policy]) -> list[Row]:
    """Who has which profile on either side: of one school at two times, or of two schools, matched by id and name."""
    sides = [_named(node, policy) for node, policy in zip((left, right), policies, strict=True)]
    keys = [*sides[0], *(key for key in sides[1] if key not in sides[0])]
    return [Row(_what(key), sides[0].get(key, ""), sides[1].get(key, "")) for key in keys]


def _named(tree: Node, policy: Policy) -> dict[tuple[str, str, str], str]:
    found = {}
    for _depth, node in flat(tree):
        name = policy.profiles[node.profile].name if node.profile in policy.profiles else _("None of its own")
        label = "" if node.holder.kind in {"school", "unknown"} else node.name
        found[str(node.holder.kind), node.holder.id, label] = name
    return found


def _what(key: tuple[str, str, str]) -> str:
    kind, _id, name = key
    word = next(str(title) for known, title in KINDS_OF_HOLDER.items() if known.value == kind)
    return f"{word}: {name}" if name else word


def compared_rules(
    left: Mapping[tuple[Holder, str], SiteRule], right: Mapping[tuple[Holder, str], SiteRule]
) -> list[Row]:
    """Site rules by holder and address on either side."""
    keys = sorted({*left, *right}, key=lambda key: (key[1], key[0].kind, key[0].id))
    return [
        Row(
            f"{address} ({KINDS_OF_HOLDER[holder.kind]} {holder.id})".replace(" )", ")"),
            _rule(left.get(key)),
            _rule(right.get(key)),
        )
        for key in keys
        for holder, address in [key]
    ]


def _rule(rule: SiteRule | None) -> str:
    if rule is None:
        return _("No rule")
    word = _("Open") if rule.verdict == "allow" else _("Blocked")
    until = f" {_('until %(when)s') % {'when': until_words(rule.until)}}" if rule.until else ""
    return f"{word} ({_('locked')}){until}" if rule.locked else f"{word}{until}"


def compared_places(left: School, right: School) -> list[Row]:
    """What two schools (or one on two days) lock, and their networks by name, whatever ranges those have."""
    rows = [
        Row(
            _("%(category)s is locked by the school") % {"category": title_of(key)},
            _yes(key in left.locked_categories),
            _yes(key in right.locked_categories),
        )
        for key in sorted({*left.locked_categories, *right.locked_categories}, key=title_of)
    ]
    named = [{network.name or key: network for key, network in side.networks.items()} for side in (left, right)]
    for name in sorted({*named[0], *named[1]}, key=str.casefold):
        what = _("Network: %(name)s") % {"name": name}
        rows.append(Row(what, _network(named[0].get(name), left), _network(named[1].get(name), right)))
    return rows


def _network(network: Network | None, school: School) -> str:
    """Whose a network is and whether people sign in there; its range is another at each school."""
    if network is None:
        return _("Not there")
    found = find_group(school, network.group) if network.group else None
    group = found.group.name if found else ""
    sign_in = _("people sign in") if network.sign_in == "required" else _("nobody signs in")
    return f"{group}, {sign_in}" if group else sign_in
