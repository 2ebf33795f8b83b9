"""The preview of an import: what would change, by kind; what is left out; the last look before it is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.people.models import RosterImport
from belisha.console.people.roster.actions import apply_import, choose
from belisha.console.people.roster.actions.choosing import OPEN, Ticks
from belisha.console.people.roster.forms import ApplyForm, ReadingForm
from belisha.console.people.roster.listing import PlanListing, part_of, table_of_part
from belisha.console.people.roster.queries import Preview, can_undo, choices_of, import_of, preview_of
from belisha.console.people.roster.views.imports import TAGS
from belisha.console.people.roster.words import OFFERS, PARTS
from belisha.console.people.words import KINDS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["applying", "choices", "entry_page"]


@school_page(Permission.IMPORT_PEOPLE)
def entry_page(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One import: its preview while it is open, what became of it afterwards."""
    entry = import_of(school, number)
    if entry.state == RosterImport.State.MAPPING:
        return redirect("roster-mapping", school=school.code, number=entry.pk)
    preview = preview_of(entry) if entry.state in OPEN else None
    context: dict[str, Any] = {"entry": entry, "school": school, "kind": TAGS.get(entry.state, "neutral")}
    if preview is None:
        return render(request, "people/roster/result.html", context | {"can_undo": can_undo(entry)})
    part = part_of(request.GET.get("show", ""), preview.whole)
    listing = PlanListing(table_of_part(part, preview), part, request)
    if request.GET.get("format") == "csv":
        return listing.as_csv()
    chosen, counts = choices_of(entry), preview.whole.counts()
    context |= {
        "preview": preview,
        "part": part,
        "parts": _tabs(request.path, preview, part),
        "listing": listing,
        "chosen": chosen,
        "offers": OFFERS,
        "reading": _reading(entry, preview),
        "too_many": _too_many(preview),
        "changes_nothing": counts["unchanged"] > 0 and sum(counts.values()) == counts["unchanged"],
        "settled": all(clash.chosen != "leave" for clash in preview.plan.clashes),
    }
    return render(request, "people/roster/preview.html", context)


def _tabs(path: str, preview: Preview, part: str) -> list[dict[str, object]]:
    counts = preview.whole.counts()
    counts["leavers"] += counts["held"]
    shown = [key for key in PARTS if counts.get(key) or key in {"joiners", "movers", "leavers"}]
    return [
        {"text": f"{PARTS[key]} ({counts[key]:,})", "href": f"{path}?show={key}", "active": key == part}
        for key in shown
    ]


def _reading(entry: RosterImport, preview: Preview) -> ReadingForm | None:
    """The questions that this file leaves open; None when there are none."""
    org, schools = preview.place.org, preview.roster.schools
    initial = {"org": org, "complete": entry.complete, "trust_absent": choices_of(entry).trust_absent}
    form = ReadingForm(initial=initial)
    if len(schools) > 1:
        asked = [
            ("", _("Choose a school")),
            *((each.id, f"{each.name or each.id} ({each.number or each.id})") for each in schools),
        ]
        form.fields["org"].choices = asked  # type: ignore[attr-defined]  # of a ChoiceField
        form.fields["org"].plain = True  # type: ignore[attr-defined]  # "optional" would be wrong: nothing goes on without
    else:
        del form.fields["org"]
    if not preview.roster.hides:
        del form.fields["trust_absent"]
    if preview.roster.says_complete and not preview.roster.complete:
        del form.fields["complete"]
    return form if form.fields else None


def _too_many(preview: Preview) -> list[str]:
    return [
        _("%(kind)s: %(leaving)s of %(of)s would leave")
        % {"kind": KINDS.get(each.kind, _("Everybody")), "leaving": each.leaving, "of": each.of}
        for each in preview.too_many
    ]


@school_page(Permission.IMPORT_PEOPLE)
@require_POST
def choices(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Keep what is ticked on one page of a preview."""
    entry = import_of(school, number)
    sent = request.POST
    part = sent.get("part", "")
    kinds = {part: "kind_out" in sent} if part in PARTS else {}
    clashes = {key: value for key, value in sent.items() if key.startswith("c.") and value in OFFERS}
    if sent.get("all_suggestions"):
        preview = preview_of(entry)
        clashes |= {clash.item: "same" for clash in preview.plan.clashes if "new" in clash.offers} if preview else {}
    reading: dict[str, Any] = {}
    if "reading" in sent:
        reading = {"complete": "complete" in sent, "trust_absent": "trust_absent" in sent}
        reading |= {"org": sent["org"][:80]} if "org" in sent else {}
    ticks = Ticks(frozenset(sent.getlist("shown")), frozenset(sent.getlist("out")), kinds, clashes, reading)
    attempt(request, lambda: choose(by=by(request), entry=entry, ticks=ticks), _("Your choices are kept."))
    back = reverse("roster-import", args=[school.code, entry.pk])
    return redirect(f"{back}?{sent.get('query', '')[:300]}" if sent.get("query") else back)


@school_page(Permission.IMPORT_PEOPLE)
def applying(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The last look; then it is applied, whole or not at all."""
    entry = import_of(school, number)
    preview = preview_of(entry) if entry.state in OPEN else None
    if preview is None:
        return redirect("roster-import", school=school.code, number=entry.pk)
    asks = bool(preview.too_many) or entry.state == RosterImport.State.STOPPED
    form = ApplyForm(request.POST or None, asks=asks, initial={"seen": preview.plan.digest})
    back = reverse("roster-import", args=[school.code, entry.pk])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        act = lambda: apply_import(by=by(request), entry=entry, seen=said["seen"], reason=said.get("reason", ""))  # noqa: E731
        if done(form, act):
            messages.success(request, _("The roster is applied."))
            return redirect(back)
    counts = preview.plan.counts()
    context = {
        "form": form,
        "title": _("Apply this roster?"),
        "caption": entry.name,
        "lead": _(
            "All of it is applied at once, or nothing. It can be undone until somebody changes one of these people."
        ),
        "rows": [{"key": _counted(key), "value": f"{counts[key]:,}"} for key in PARTS if counts.get(key)],
        "danger": _danger(preview),
        "submit": _("Apply"),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)


def _counted(part: str) -> str:
    return _("%(part)s, left out") % {"part": PARTS[part]} if part in {"clashes", "bad"} else str(PARTS[part])


def _danger(preview: Preview) -> str:
    leaving = len(preview.plan.leavers)
    if not leaving:
        return ""
    text = ngettext(
        "%(n)s person leaves: their accounts are closed tonight.",
        "%(n)s people leave: their accounts are closed tonight.",
        leaving,
    )
    return " ".join([text % {"n": leaving}, *(f"{each}." for each in _too_many(preview))])
