"""Questions about site rules: of a school, of its federation, those that concern an address, those to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.models import School, User
from belisha.console.filtering.models import SiteRule
from belisha.console.filtering.policy.queries.versions import rules_for
from belisha.console.filtering.policy.rules.ends import SOON, TERM
from belisha.console.filtering.policy.rules.pasting import Standing, hosts_above
from belisha.console.filtering.policy.rules.words import holder_name
from belisha.console.people.models import Person
from belisha.console.people.rules.codes import person_code
from belisha.engine.policy.edits import Holder, HolderKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import Federation
    from belisha.console.filtering.models.policy import SiteRuleQuerySet
    from belisha.engine.policy import Policy

LONGEST_NUMBER: Final = 18

__all__ = [
    "chosen_rules",
    "holder_of",
    "in_state",
    "owner_choices",
    "people_choices",
    "rule_of",
    "rules_at",
    "rules_like",
    "rules_near",
    "who_for",
]


def rules_at(place: School | Federation) -> SiteRuleQuerySet:
    """Rules that count at a school, or those of the federation itself, ended ones too."""
    if isinstance(place, School):
        # the federation is named as well: by its index the list comes in order of its hosts without being sorted
        return rules_for(place).filter(federation=place.federation_id)
    found: SiteRuleQuerySet = SiteRule.objects.filter(federation=place, school__isnull=True)
    return found.select_related("owner", "person", "added_by")


def in_state(rules: SiteRuleQuerySet, state: str, now: datetime) -> SiteRuleQuerySet:
    """Those of a state: standing, soon, lapsed, ended, unused, no-owner. Another word: those that nobody has ended."""
    standing = rules.standing()
    match state:
        case "in-force":
            return rules.in_force(now)
        case "soon":
            return rules.ending_by(now, now + SOON)
        case "lapsed":
            return standing.filter(until__lte=now)
        case "ended":
            return rules.filter(ended_at__isnull=False)
        case "unused":
            return rules.in_force(now).unused_since(timezone.localdate(now - TERM))
        case "no-owner":
            return rules.in_force(now).filter(Q(owner__isnull=True) | Q(owner__closed_at__isnull=False))
    return standing


def chosen_rules(rules: SiteRuleQuerySet, numbers: Iterable[str]) -> SiteRuleQuerySet:
    """Those of some numbers, as a page sends them; what is no number is passed over."""
    known = {int(text) for text in numbers if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER}
    return rules.filter(pk__in=known)


def rule_of(place: School | Federation, number: int) -> SiteRule:
    """A rule of a place by its number. Raises Http404."""
    found: SiteRule = get_object_or_404(rules_at(place).select_related("ended_by", "school"), pk=number)
    return found


def rules_like(rule: SiteRule) -> list[SiteRule]:
    """Other rules of the same address, newest first: what was decided about it before."""
    same = SiteRule.objects.filter(federation=rule.federation_id, host=rule.host, address=rule.address)
    if rule.school_id:
        same = same.filter(Q(school=rule.school_id) | Q(school__isnull=True))
    return list(same.exclude(pk=rule.pk).select_related("person").order_by("-added_at", "-pk")[:20])


def rules_near(place: School | Federation, addresses: Iterable[str], holder: Holder, policy: Policy) -> list[Standing]:
    """Rules that decide now and could cover some addresses."""
    hosts = sorted(hosts_above(addresses))
    found: list[Standing] = []
    rules = rules_at(place).in_force(timezone.now())
    for start in range(0, len(hosts), 500):
        for rule in rules.filter(host__in=hosts[start : start + 500]).order_by("host", "pk"):
            at = holder_of(rule, place.code if isinstance(place, School) else "")
            found.append(Standing(rule.code, rule.address, rule.verdict, who_for(rule, policy), at == holder))
    return found


def holder_of(rule: SiteRule, school: str) -> Holder:
    """A rule's holder; `school`: the code of the school at which it is looked at."""
    return Holder(kind=HolderKind(rule.holder), school=school if rule.school_id else "", id=rule.holder_id)


def who_for(rule: SiteRule, policy: Policy) -> str:
    """Whom a rule is for, in words. The rule carries its person."""
    if rule.person:
        return rule.person.name
    code = next((code for code in policy.schools), "") if rule.school_id is None else _code(rule, policy)
    return holder_name(holder_of(rule, code), policy)


def _code(rule: SiteRule, policy: Policy) -> str:
    known = rule.school.code if "school" in rule._state.fields_cache and rule.school else ""
    return known if known in policy.schools else next(iter(policy.schools), "")


def owner_choices(place: School | Federation) -> list[tuple[str, object]]:
    """Adults of a place whose accounts are open: who can answer for a rule."""
    users = User.objects.filter(kind=User.Kind.STAFF, opened_at__isnull=False, closed_at__isnull=True)
    users = users.filter(school=place) if isinstance(place, School) else users.filter(federation=place)
    return [(str(pk), name) for pk, name in users.order_by("name", "pk").values_list("pk", "name")]


def people_choices(school: School) -> list[tuple[str, object]]:
    """Everybody who is here and uses the internet: pupils by class order, then adults."""
    here = Person.objects.for_school(school).on_roll(timezone.localdate()).exclude(kind=User.Kind.PARENT)
    titles = dict(User.Kind.choices)
    found: dict[str, list[tuple[str, str]]] = {}
    for person in here.only("pk", "kind", "given", "family", "known_as").order_by("kind", "search", "pk"):
        found.setdefault(str(titles[person.kind]), []).append((person_code(person.pk), person.name))
    return list(found.items())
