"""Site rules: the list, one of them, adding, ending, going on, and many at once. Of a school and of its federation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.guards import federation_page
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.access.places import may
from belisha.console.design.tables import show
from belisha.console.filtering.changes.words import until_words
from belisha.console.filtering.policy.forms.site_rules import EndForm, PasteForm, RenewForm, RuleForm
from belisha.console.filtering.policy.queries.places import places_of
from belisha.console.filtering.policy.queries.site_rules import (
    holder_of,
    in_state,
    owner_choices,
    people_choices,
    rule_of,
    rules_at,
    rules_like,
    rules_near,
    who_for,
)
from belisha.console.filtering.policy.queries.versions import NotAdoptedError, document
from belisha.console.filtering.policy.rules.pasting import read_lines, weighed
from belisha.console.filtering.policy.tables import STATES, rules_table, state_of
from belisha.console.filtering.policy.views.drafting import drafted, policy_page, user_of
from belisha.engine.policy.edits import EndRule

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation
    from belisha.console.filtering.models import SiteRule
    from belisha.console.filtering.models.policy import SiteRuleQuerySet
    from belisha.console.filtering.policy.rules.pasting import Line
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

    Place = School | Federation

__all__ = [
    "add",
    "end",
    "federation_add",
    "federation_end",
    "federation_paste",
    "federation_renew",
    "federation_rule",
    "federation_rules",
    "listed",
    "paste",
    "policy_at",
    "renew",
    "rule",
    "rules",
    "without_policy",
]


def policy_at(place: Place) -> Policy:
    """The policy as a page of a place shows it. Raises NotAdoptedError."""
    return places_of(place) if isinstance(place, School) else document(place)


def without_policy(request: HttpRequest, place: Place) -> HttpResponse | None:
    """The page that says that there is no policy yet, for pages of the federation."""
    try:
        policy_at(place)
    except NotAdoptedError:
        return render(request, "filtering/policy/none.html", {"school": None})
    return None


@policy_page()
def rules(request: HttpRequest, school: School) -> HttpResponse:
    """Site rules that count at a school."""
    return _rules(request, school)


@federation_page(Permission.SEE_FILTER)
def federation_rules(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Site rules of the federation, which count at each of its schools."""
    return without_policy(request, federation) or _rules(request, federation)


def listed(place: Place) -> SiteRuleQuerySet:
    """Rules as the list shows them: people of those shown alone are asked for, not read of every page before."""
    found: SiteRuleQuerySet = rules_at(place).select_related(None).prefetch_related("person")
    return found


def _rules(request: HttpRequest, place: Place) -> HttpResponse:
    policy = policy_at(place)
    state = request.GET.get("state", "")
    rows = in_state(listed(place), state, timezone.now())
    if not request.GET.get("sort"):
        rows = rows.order_by("host", "address", "pk")
    context = {
        **_furniture(request, place),
        "state": state,
        "states": [(key, title, f"{page_of(place, 'filter-rules')}?state={key}") for key, title in STATES()],
    }
    return show(request, rules_table(place, policy), rows, "filtering/policy/rules.html", context)


def _furniture(request: HttpRequest, place: Place) -> dict[str, Any]:
    return {
        "place": place,
        "school": place if isinstance(place, School) else None,
        "page_of": page_of,
        "may_draft": may(request, Permission.DRAFT_FILTER_CHANGES, place),
    }


@policy_page()
def rule(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One rule with all that is known of it."""
    return _rule(request, school, number)


@federation_page(Permission.SEE_FILTER)
def federation_rule(request: HttpRequest, federation: Federation, number: int) -> HttpResponse:
    """One rule of the federation."""
    return without_policy(request, federation) or _rule(request, federation, number)


def _rule(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    found, policy = rule_of(place, number), policy_at(place)
    context = {
        **_furniture(request, place),
        "rule": found,
        "who": who_for(found, policy),
        "state": state_of(found, timezone.now()),
        "until": until_words(found.until) if found.until else "",
        "earlier": [(one, who_for(one, policy), state_of(one, timezone.now())) for one in rules_like(found)],
        "own": bool(found.school_id) == isinstance(place, School),
    }
    return render(request, "filtering/policy/rule.html", context)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Open or block one address at a school."""
    return _add(request, school)


@federation_page(Permission.DRAFT_FILTER_CHANGES)
def federation_add(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Open or block one address at every school."""
    return without_policy(request, federation) or _add(request, federation)


def _options(request: HttpRequest, place: Place, policy: Policy) -> dict[str, Any]:
    return {
        "policy": policy,
        "school": place.code if isinstance(place, School) else "",
        "owners": owner_choices(place),
        "people": people_choices(place) if isinstance(place, School) else [],
        "initial": {"owner": str(user_of(request).pk), "address": request.GET.get("address", "")[:2000]},
    }


def _add(request: HttpRequest, place: Place) -> HttpResponse:
    policy = policy_at(place)
    form = RuleForm(request.POST or None, **_options(request, place, policy))
    notes: tuple[str, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        line = read_lines(given["address"], given["verdict"], given["reason"])[0]
        near = rules_near(place, [given["address"]], form.chosen_holder, policy)
        notes, fault = (judged := weighed([line], given["verdict"], near)[0]).notes, judged.fault
        if fault:
            form.add_error("address", fault)
        elif not notes or "all_the_same" in request.POST:
            title = _("Rule on %(address)s") % {"address": given["address"]}
            if answer := _drafted(request, place, form, form.edits(), policy, title):
                return answer
    context = {
        **_furniture(request, place),
        "form": form,
        "notes": notes,
        "title": _("Add a rule"),
        "back_link": page_of(place, "filter-rules"),
        "submit": _("Put it into a draft"),
    }
    return render(request, "filtering/policy/rule_add.html", context)


def _drafted(
    request: HttpRequest, place: Place, form: Any, edits: list[Any], policy: Policy, title: str
) -> HttpResponse | None:
    """Into the draft of the place that the page is about."""
    if isinstance(place, School):
        return drafted(request, place, form, edits, policy=policy, title=title)
    return drafted(request, None, form, edits, policy=policy, title=title, place=place)


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def paste(request: HttpRequest, school: School) -> HttpResponse:
    """Open or block many addresses at a school."""
    return _paste(request, school)


@federation_page(Permission.DRAFT_FILTER_CHANGES)
def federation_paste(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Open or block many addresses at every school."""
    return without_policy(request, federation) or _paste(request, federation)


def _paste(request: HttpRequest, place: Place) -> HttpResponse:
    policy = policy_at(place)
    form = PasteForm(request.POST or None, **_options(request, place, policy))
    lines: list[Line] = []
    if form.is_valid():
        given = form.cleaned_data
        read = read_lines(given["lines"], given["verdict"], given["reason"])
        near = rules_near(place, [line.address for line in read if line.address], form.chosen_holder, policy)
        lines = weighed(read, given["verdict"], near)
        if request.POST.get("step") == "draft" and (answer := _paste_drafted(request, place, form, lines, policy)):
            return answer
    context = {
        **_furniture(request, place),
        "form": form,
        "lines": lines,
        "good": sum(not line.fault for line in lines),
        "title": _("Add many rules"),
        "back_link": page_of(place, "filter-rules"),
    }
    return render(request, "filtering/policy/rules_paste.html", context)


def _paste_drafted(
    request: HttpRequest, place: Place, form: PasteForm, lines: list[Line], policy: Policy
) -> HttpResponse | None:
    """Lines that can be taken go into the draft; the others stay on the page."""
    given = form.cleaned_data
    good, bad = [line for line in lines if not line.fault], [line for line in lines if line.fault]
    if not good:
        form.add_error("lines", _("None of these lines can be taken."))
        return None
    locked = bool(given.get("locked"))
    edits = [form.edit(form.chosen_holder, line.address, given["verdict"], line.reason, locked=locked) for line in good]
    title = ngettext("%(n)s site rule", "%(n)s site rules", len(good)) % {"n": len(good)}
    answer = _drafted(request, place, form, edits, policy, title)
    if answer and bad:
        told = ngettext("%(n)s line was left out", "%(n)s lines were left out", len(bad)) % {"n": len(bad)}
        messages.warning(request, f"{told}: {', '.join(line.typed.strip()[:80] for line in bad[:20])}")
    return answer


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """End a rule of a school."""
    return _end(request, school, number)


@federation_page(Permission.DRAFT_FILTER_CHANGES)
def federation_end(request: HttpRequest, federation: Federation, number: int) -> HttpResponse:
    """End a rule of the federation."""
    return without_policy(request, federation) or _end(request, federation, number)


def _end(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    found, policy = rule_of(place, number), policy_at(place)
    back = page_of(place, "filter-rule", found.pk)
    if found.ended_at:
        messages.warning(request, _("This rule is ended already."))
        return redirect(back)
    form = EndForm(request.POST if request.method == "POST" else None)
    title = _("End the rule on %(address)s") % {"address": found.address}
    if form.is_valid() and (answer := _drafted(request, place, form, [EndRule(id=found.code)], policy, title[:120])):
        return answer
    context = {
        "form": form,
        "title": title,
        "rows": _facts(found, policy),
        "back_link": back,
        "submit": _("Put its end into a draft"),
    }
    return render(request, "design/confirm.html", context)


def _facts(rule: SiteRule, policy: Policy) -> list[dict[str, object]]:
    return [
        {"key": _("What it does"), "value": _("Open") if rule.verdict == "allow" else _("Blocked")},
        {"key": _("For"), "value": who_for(rule, policy)},
        {"key": _("Why"), "value": rule.reason},
        {"key": _("Who answers"), "value": rule.owner_name},
    ]


@policy_page(Permission.DRAFT_FILTER_CHANGES)
def renew(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Let a rule of a school go on: with another end, owner or reason."""
    return _renew(request, school, number)


@federation_page(Permission.DRAFT_FILTER_CHANGES)
def federation_renew(request: HttpRequest, federation: Federation, number: int) -> HttpResponse:
    """Let a rule of the federation go on."""
    return without_policy(request, federation) or _renew(request, federation, number)


def _renew(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    found, policy = rule_of(place, number), policy_at(place)
    initial = {"reason": found.reason, "owner": str(found.owner_id or "")}
    form = RenewForm(
        request.POST or None, verdict=found.verdict, policy=policy, owners=owner_choices(place), initial=initial
    )
    back = page_of(place, "filter-rule", found.pk)
    if form.is_valid():
        holder = holder_of(found, place.code if isinstance(place, School) else "")
        added = form.edit(holder, found.address, found.verdict, form.cleaned_data["reason"], locked=found.locked)
        edits: list[Edit] = [added] if found.ended_at else [EndRule(id=found.code), added]
        title = _("Rule on %(address)s goes on") % {"address": found.address}
        if answer := _drafted(request, place, form, edits, policy, title[:120]):
            return answer
    context = {
        "form": form,
        "title": _("Let the rule on %(address)s go on") % {"address": found.address},
        "lead": _("The rule as it is ends, and one with what you say here begins."),
        "back_link": back,
        "submit": _("Put it into a draft"),
    }
    return render(request, "design/form_page.html", context)
