"""Pages of what is held: section by section, piece by piece, decided by one person and checked by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.subject_access.actions import check, check_all, decide, give_back, take_proposals
from belisha.console.subject_access.forms import DecideForm, GiveBackForm
from belisha.console.subject_access.models import AccessRequest
from belisha.console.subject_access.queries import piece_of, pieces_for, request_of
from belisha.console.subject_access.rules import grounds, without
from belisha.console.subject_access.sections import Section, sections_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.subject_access.queries import Piece

__all__ = ["back", "check_piece", "check_section", "piece", "propose", "section"]


def _open(request: HttpRequest, school: School, key: str) -> AccessRequest:
    row = request_of(by(request), school, key)
    if row.state != AccessRequest.State.OPEN:
        raise Http404
    return row


def _section(request: HttpRequest, row: AccessRequest, holder: str) -> Section:
    for found in sections_of(pieces_for(by(request), row, holder)):
        if found.code == holder:
            return found
    raise Http404


def _piece(request: HttpRequest, row: AccessRequest, holder: str, piece: str) -> Piece:
    return piece_of(by(request), row, f"{holder}.{piece}")


@never_cache
@school_page(Permission.PREPARE_PACKS)
@steps_up
def section(request: HttpRequest, school: School, key: str, holder: str) -> HttpResponse:
    """All that one app holds, as it would be given."""
    row = _open(request, school, key)
    found = _section(request, row, holder)
    context = {"school": school, "row": row, "section": found, "without": without}
    return render(request, "subject_access/section.html", context)


@never_cache
@school_page(Permission.PREPARE_PACKS)
@steps_up
def propose(request: HttpRequest, school: School, key: str, holder: str) -> HttpResponse:
    """Take what is proposed for all of a section that is not decided."""
    row = _open(request, school, key)
    found = _section(request, row, holder)
    made: list[int] = []
    if request.method == "POST":
        if attempt(
            request,
            lambda: made.append(take_proposals(by=by(request), request=row, holder=holder)),
            _("Taken as proposed. A second person checks them."),
        ):
            return redirect("access-request-section", school.code, key, holder)
        return redirect("access-request", school.code, key)
    context = {
        "title": _("Take all proposals of this section?"),
        "caption": found.title,
        "lead": _(
            "Names of others who are not there by their work are left out, all else is given. Files, and whatever"
            " tells of abuse, are not touched: decide on each of them."
        ),
        "rows": [{"key": _("Not decided yet"), "value": found.undecided}],
        "submit": _("Take them"),
        "back_link": reverse("access-request-section", args=[school.code, key, holder]),
    }
    return render(request, "design/confirm.html", context)


@never_cache
@school_page(Permission.PREPARE_PACKS)
@steps_up
def check_section(request: HttpRequest, school: School, key: str, holder: str) -> HttpResponse:
    """Agree with all of a section that others decided."""
    row = _open(request, school, key)
    found = _section(request, row, holder)
    if request.method == "POST":
        count = check_all(by=by(request), request=row, holder=holder)
        words = ngettext("%(n)s piece is checked.", "%(n)s pieces are checked.", count) % {"n": count}
        messages.success(request, words)
        return redirect("access-request-section", school.code, key, holder)
    context = {
        "title": _("Have you read all of this section, and agree?"),
        "caption": found.title,
        "lead": _("What you decided yourself stays for somebody else, and what is withheld is checked one by one."),
        "rows": [{"key": _("Decided, not checked"), "value": found.unchecked}],
        "submit": _("I agree"),
        "back_link": reverse("access-request-section", args=[school.code, key, holder]),
    }
    return render(request, "design/confirm.html", context)


@never_cache
@school_page(Permission.PREPARE_PACKS)
@steps_up
def piece(request: HttpRequest, school: School, key: str, holder: str, piece: str) -> HttpResponse:
    """One piece: what it says, who is in it, and what is done with it."""
    row = _open(request, school, key)
    found = _piece(request, row, holder, piece)
    form = DecideForm(request.POST or None, words=found.proposals, initial=_initial(found))
    if form.is_valid() and done(
        form, lambda: decide(by=by(request), request=row, name=found.name, choice=form.taken())
    ):
        messages.success(request, _("Kept. A second person checks it."))
        return redirect("access-request-section", school.code, key, holder)
    context = {
        "school": school,
        "row": row,
        "piece": found,
        "form": form,
        "title": found.held.title,
        "caption": found.holder.title,
        "grounds": [one for one in grounds().values() if row.asked_by != "self" or not one.not_self],
        "mine": found.decision is not None and found.decision.decided_by_id == getattr(request.user, "pk", None),
        "submit": _("Decide"),
        "back_link": reverse("access-request-section", args=[school.code, key, holder]),
    }
    return render(request, "subject_access/piece.html", context)


def _initial(found: Piece) -> dict[str, object]:
    made = found.decision
    if made is None:
        return {"says": "cut" if found.proposals else "give", "proposed": list(found.proposals)}
    others = [cut for cut in made.cuts if cut not in found.proposals]
    return {
        "says": made.says,
        "proposed": [cut for cut in made.cuts if cut in found.proposals],
        "cuts": "\n".join(others),
        "ground": made.ground,
        "reason": made.reason,
    }


@never_cache
@school_page(Permission.PREPARE_PACKS)
@steps_up
def check_piece(request: HttpRequest, school: School, key: str, holder: str, piece: str) -> HttpResponse:
    """Agree with what was decided of a piece."""
    row = _open(request, school, key)
    found = _piece(request, row, holder, piece)
    if request.method == "POST":
        attempt(request, lambda: check(by=by(request), request=row, name=found.name), _("It is checked."))
        return redirect("access-request-section", school.code, key, holder)
    made = found.decision
    context = {
        "title": _("Do you agree?"),
        "caption": found.held.title,
        "rows": [
            {"key": _("What is done with it"), "value": made.get_says_display() if made else _("Not decided")},
            {"key": _("As it is given"), "value": found.given or "-"},
            *([{"key": _("Ground"), "value": grounds()[made.ground].title}] if made and made.ground else []),
            *([{"key": _("Why"), "value": made.reason}] if made and made.reason else []),
        ],
        "submit": _("I agree"),
        "back_link": reverse("access-request-piece", args=[school.code, key, holder, piece]),
    }
    return render(request, "design/confirm.html", context)


@never_cache
@school_page(Permission.PREPARE_PACKS)
@steps_up
def back(request: HttpRequest, school: School, key: str, holder: str, piece: str) -> HttpResponse:
    """Give it back to be decided again."""
    row = _open(request, school, key)
    found = _piece(request, row, holder, piece)
    form = GiveBackForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: give_back(by=by(request), request=row, name=found.name, **form.cleaned_data)
    ):
        messages.success(request, _("It is to be decided again."))
        return redirect("access-request-section", school.code, key, holder)
    context = {
        "form": form,
        "title": _("Decide it again"),
        "caption": found.held.title,
        "back_link": reverse("access-request-piece", args=[school.code, key, holder, piece]),
    }
    return render(request, "design/form_page.html", context)
