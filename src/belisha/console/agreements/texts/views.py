"""Pages of texts: one kind of agreement with its text, its issues and who signed; writing; the public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.papers import qr_drawing
from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import open_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.agreements.signing.forms import ReasonForm
from belisha.console.agreements.signing.queries.signatures import public_agreement
from belisha.console.agreements.signing.views.reading import form_names, shown_form
from belisha.console.agreements.texts.actions import add_clause, issue, reword, stop, take_back_words
from belisha.console.agreements.texts.forms import ClauseForm, IssueForm, NewClauseForm
from belisha.console.agreements.texts.queries import agreement_of, draft_of, history_of, in_force, wording_of
from belisha.console.agreements.texts.rules import content_of, kind_of, kinds
from belisha.console.people.views.answering import answer, rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.agreements.texts.queries import Draft

__all__ = [
    "clause",
    "clause_add",
    "clause_back",
    "issued",
    "issuing",
    "one_kind",
    "poster",
    "posters",
    "public",
    "stopping",
]


def _draft(school: School, kind: str) -> Draft:
    try:
        return draft_of(school, kind)
    except KeyError as error:
        raise Http404 from error


@school_page(Permission.SEE_SIGNATURES)
def one_kind(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """A kind of agreement: its text as it would be issued, and what was issued."""
    draft = _draft(school, kind)
    history = history_of(school, kind)
    context = {
        "school": school,
        "draft": draft,
        "history": history,
        "now": next((each for each in history if each.ended_at is None), None),
        "can": rights(request, school, Permission.WRITE_AGREEMENTS),
    }
    return render(request, "agreements/texts/kind.html", context)


@school_page(Permission.WRITE_AGREEMENTS)
def clause(request: HttpRequest, school: School, kind: str, clause: str) -> HttpResponse:
    """Put a clause into the school's own words."""
    draft = _draft(school, kind)
    own = draft.own.get(clause)
    there = next((each for each in draft.text.clauses if each.id == clause), None)
    if there is None and own is None:
        raise Http404
    start = {"heading": there.heading, "text": there.text} if there else {}
    form = ClauseForm(request.POST or None, initial=start | ({"reason": own.reason} if own else {}))
    back = reverse("agreement-kind", args=[school.code, kind])
    return answer(
        request,
        form,
        lambda: reword(by=by(request), school=school, kind=kind, clause=clause, **form.cleaned_data),
        to=back,
        success=_("Kept. It counts from the next issue."),
        context={"title": _("Write a clause"), "caption": draft.kind.title, "back_link": back, "school": school},
    )


@school_page(Permission.WRITE_AGREEMENTS)
def clause_add(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """Add a clause of the school's own."""
    draft = _draft(school, kind)
    form = NewClauseForm(request.POST or None)
    back = reverse("agreement-kind", args=[school.code, kind])
    return answer(
        request,
        form,
        lambda: add_clause(by=by(request), school=school, kind=kind, **form.cleaned_data),
        to=back,
        success=_("Added. It counts from the next issue."),
        context={"title": _("Add a clause"), "caption": draft.kind.title, "back_link": back, "school": school},
    )


@require_POST
@school_page(Permission.WRITE_AGREEMENTS)
def clause_back(request: HttpRequest, school: School, kind: str, clause: str) -> HttpResponse:
    """Go back to the words that come with Belisha."""
    wording = wording_of(school, kind, clause)
    attempt(request, lambda: take_back_words(by=by(request), wording=wording), _("The words of before are back."))
    return redirect("agreement-kind", school.code, kind)


@school_page(Permission.WRITE_AGREEMENTS)
def issuing(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """Issue it as it stands."""
    draft = _draft(school, kind)
    form = IssueForm(request.POST or None, initial={"asks_again": True})
    back = reverse("agreement-kind", args=[school.code, kind])
    context = {
        "title": _("Issue this agreement"),
        "caption": draft.kind.title,
        "danger": _("From now on nobody can change this text. People are asked to sign it from today."),
        "submit": _("Issue it"),
        "back_link": back,
        "school": school,
    }
    return answer(
        request,
        form,
        lambda: issue(by=by(request), school=school, kind=kind, **form.cleaned_data),
        to=back,
        success=_("Issued. Those whom it concerns are asked to sign it."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.WRITE_AGREEMENTS)
def stopping(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """No longer ask for it."""
    agreement = agreement_of(school, number)
    form = ReasonForm(request.POST or None)
    back = reverse("agreement-kind", args=[school.code, agreement.kind])
    return answer(
        request,
        form,
        lambda: stop(by=by(request), agreement=agreement, reason=form.cleaned_data["reason"]),
        to=back,
        success=_("Nobody is asked for it any more."),
        context={
            "title": _("Stop asking for this agreement"),
            "caption": kind_of(agreement.kind).title,
            "danger": _("Accounts of those who were asked for it alone stay shut until another one is issued."),
            "back_link": back,
            "school": school,
        },
        template="design/confirm.html",
    )


@school_page(Permission.SEE_SIGNATURES)
def issued(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """An agreement as it was issued, in every form."""
    agreement = agreement_of(school, number)
    code = shown_form(agreement, request.GET.get("form", ""), kind_of(agreement.kind).main_form)
    context = {
        "school": school,
        "agreement": agreement,
        "names": form_names(agreement),
        "code": code,
        "content": content_of(agreement.forms, code),
        "plain": bool(kind_of(agreement.kind).reading_age),
    }
    return render(request, "agreements/texts/issued.html", context)


@school_page(Permission.SEE_SIGNATURES)
def posters(request: HttpRequest, school: School) -> HttpResponse:
    """Posters of the rules to print."""
    there = in_force(school)
    found = [(kind, there[kind.id]) for kind in kinds() if kind.id in there]
    return render(request, "agreements/texts/posters.html", {"school": school, "found": found})


@school_page(Permission.SEE_SIGNATURES)
def poster(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """A poster with the rules and a code to scan."""
    agreement = public_agreement(school.code, kind)
    address = f"{settings.CONSOLE.url}{reverse('rules-of', args=[school.code, kind])}"
    form = "pictures" if "pictures" in agreement.forms else "plain"
    context = {
        "school": school,
        "content": content_of(agreement.forms, form),
        "address": address,
        "picture": qr_drawing(address),
    }
    return render(request, "agreements/texts/poster.html", context)


@open_page
def public(request: HttpRequest, school: str, kind: str) -> HttpResponse:
    """The rules that are in force, for everybody to read."""
    agreement = public_agreement(school, kind)
    main = kind_of(kind).main_form
    code = shown_form(agreement, request.GET.get("form", ""), main)
    context = {
        "agreement": agreement,
        "names": form_names(agreement),
        "code": code,
        "content": content_of(agreement.forms, code),
        "plain": bool(kind_of(kind).reading_age),
    }
    return render(request, "agreements/texts/public.html", context)
