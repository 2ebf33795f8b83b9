"""Many site rules at once: those that were ticked in the list, or all that it shows, are ended or go on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.guards import federation_page
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.design.tables import Listing
from belisha.console.filtering.policy.forms.many_rules import EndManyForm, RenewManyForm
from belisha.console.filtering.policy.queries.site_rules import chosen_rules, holder_of, in_state, owner_choices
from belisha.console.filtering.policy.rules.many import MOST_AT_ONCE, ended, gone_on
from belisha.console.filtering.policy.tables import rules_table
from belisha.console.filtering.policy.views.drafting import drafted, policy_page
from belisha.console.filtering.policy.views.site_rules import listed, policy_at, without_policy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation
    from belisha.console.filtering.models import SiteRule
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

    Place = School | Federation

__all__ = ["end_many", "federation_end_many", "federation_renew_many", "renew_many"]


class _Chosen(NamedTuple):
    """The rules that the place itself can end or renew, and how many of those chosen it cannot."""

    rules: list[SiteRule]
    others: int

    @property
    def digest(self) -> str:
        """The same for the same rules: what was read is what is put into the draft."""
        return hashlib.sha256(",".join(rule.code for rule in self.rules).encode()).hexdigest()[:16]


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def end_many(request: HttpRequest, school: School) -> HttpResponse:
    """End the rules of a school that were chosen."""
    return _end(request, school)


@federation_page(Permission.DRAFT_FILTER_CHANGES)
def federation_end_many(request: HttpRequest, federation: Federation) -> HttpResponse:
    """End the rules of the federation that were chosen."""
    return without_policy(request, federation) or _end(request, federation)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def renew_many(request: HttpRequest, school: School) -> HttpResponse:
    """Let the rules of a school that were chosen go on."""
    return _renew(request, school)


@federation_page(Permission.DRAFT_FILTER_CHANGES)
def federation_renew_many(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Let the rules of the federation that were chosen go on."""
    return without_policy(request, federation) or _renew(request, federation)


def _end(request: HttpRequest, place: Place) -> HttpResponse:
    policy = policy_at(place)
    chosen = _chosen(place, [rule for rule in _asked(request, place, policy) if not rule.ended_at])
    if told := _cannot(chosen):
        return _back(request, place, told)
    form = EndManyForm(_sent(request), same=_same(request, chosen))
    count = len(chosen.rules)
    title = ngettext("End %(n)s site rule", "End %(n)s site rules", count) % {"n": count}
    if form.is_valid():
        edits = [edit for rule in chosen.rules for edit in ended(rule)]
        if answer := _drafted(request, place, form, edits, policy, title):
            return answer
    return _page(request, place, chosen, {"form": form, "title": title, "submit": _("Put their end into a draft")})


def _renew(request: HttpRequest, place: Place) -> HttpResponse:
    policy = policy_at(place)
    chosen = _chosen(place, _asked(request, place, policy))
    if told := _cannot(chosen):
        return _back(request, place, told)
    opens = any(rule.verdict == "allow" for rule in chosen.rules)
    form = RenewManyForm(
        _sent(request), same=_same(request, chosen), opens=opens, policy=policy, owners=owner_choices(place)
    )
    count = len(chosen.rules)
    title = ngettext("Let %(n)s site rule go on", "Let %(n)s site rules go on", count) % {"n": count}
    if form.is_valid():
        code = place.code if isinstance(place, School) else ""
        edits = [edit for rule in chosen.rules for edit in gone_on(rule, holder_of(rule, code), form.renewal())]
        if answer := _drafted(request, place, form, edits, policy, title):
            return answer
    return _page(request, place, chosen, {"form": form, "title": title, "submit": _("Put them into a draft")})


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _same(request: HttpRequest, chosen: _Chosen) -> bool:
    return request.POST.get("of") == chosen.digest


def _asked(request: HttpRequest, place: Place, policy: Policy) -> list[SiteRule]:
    """The rules that were ticked, or all that the list shows; one more than can be done at once, at most."""
    if "all" in request.GET:
        rows = in_state(listed(place), request.GET.get("state", ""), timezone.now())
        found = Listing(rules_table(place, policy), rows, request).all
    else:
        found = chosen_rules(listed(place), request.GET.getlist("rule"))
    return list(found.order_by("host", "address", "pk")[: MOST_AT_ONCE + 1])


def _chosen(place: Place, rules: list[SiteRule]) -> _Chosen:
    """Those that are the place's own: a school does not end what its federation decided."""
    own = [rule for rule in rules if bool(rule.school_id) == isinstance(place, School)]
    return _Chosen(own, len(rules) - len(own))


def _cannot(chosen: _Chosen) -> str:
    """Why nothing can be done with what was chosen; empty where something can."""
    if len(chosen.rules) + chosen.others > MOST_AT_ONCE:
        return _("At most %(most)s rules at once: narrow the list down first.") % {"most": MOST_AT_ONCE}
    if not chosen.rules and chosen.others:
        return _("These rules are the federation's: it ends or renews them.")
    return "" if chosen.rules else _("Tick the rules that are meant first.")


def _back(request: HttpRequest, place: Place, told: str) -> HttpResponse:
    """To the list as it was, with a sentence."""
    messages.error(request, told)
    return redirect(_list(request, place))


def _list(request: HttpRequest, place: Place) -> str:
    asked = request.GET.copy()
    for key in ("rule", "all"):
        asked.pop(key, None)
    return f"{page_of(place, 'filter-rules')}?{asked.urlencode()}"


def _drafted(
    request: HttpRequest, place: Place, form: EndManyForm, edits: list[Edit], policy: Policy, title: str
) -> HttpResponse | None:
    if isinstance(place, School):
        return drafted(request, place, form, edits, policy=policy, title=title)
    return drafted(request, None, form, edits, policy=policy, title=title, place=place)


def _page(request: HttpRequest, place: Place, chosen: _Chosen, context: dict[str, Any]) -> HttpResponse:
    """What is meant, rule by rule, above the form."""
    columns = rules_table(place, policy_at(place)).columns
    shown = {
        "school": place if isinstance(place, School) else None,
        "heads": [column.title for column in columns],
        "rows": [[column.shown(rule) for column in columns] for rule in chosen.rules],
        "others": chosen.others,
        "digest": chosen.digest,
        "back_link": _list(request, place),
    }
    return render(request, "filtering/policy/rules_many.html", {**shown, **context})
