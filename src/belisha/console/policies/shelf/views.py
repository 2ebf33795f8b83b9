"""Pages of the shelf, and of policies that a school brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.design.files import handed_out
from belisha.console.design.tables import show
from belisha.console.people.views.answering import answer
from belisha.console.policies.shelf import actions
from belisha.console.policies.shelf.forms import BringForm, CorrectForm, EditionForm, KeepForm
from belisha.console.policies.shelf.promises import compared
from belisha.console.policies.shelf.queries import (
    brought_of,
    brought_policies,
    content_of,
    document_of,
    documents_of,
    is_red,
    policy_of,
    sentence_of,
    shelf_of,
)
from belisha.console.policies.shelf.rules import Standing, kind_of, kinds
from belisha.console.policies.shelf.tables import sentences_table

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import Federation, School
    from belisha.console.policies.shelf.rules import Kind

__all__ = ["add", "bring", "brought", "document", "keep", "sentence", "sentences", "shelf", "shelved"]

WORDS = {
    Standing.WELL: (gettext_lazy("well"), "good"),
    Standing.SOON: (gettext_lazy("due soon"), "risk"),
    Standing.LATE: (gettext_lazy("past its date"), "bad"),
    Standing.MISSING: (gettext_lazy("missing"), "bad"),
}


def _writes(request: HttpRequest, school: School | None) -> bool:
    user = request.user
    return isinstance(user, User) and has_permission(user, Permission.WRITE_POLICIES, school)


def _whose(request: HttpRequest, school: School) -> list[tuple[str, str]]:
    choices = [("school", school.name)]
    if _writes(request, None):
        shared = _("All schools of %(federation)s") % {"federation": school.federation.name}
        choices.insert(0, ("federation", shared))
    return choices


def _place(school: School, whose: str) -> School | Federation:
    return school if whose == "school" else school.federation


@school_page(Permission.SEE_SCHOOL)
def shelf(request: HttpRequest, school: School) -> HttpResponse:
    """Every policy of a school with its owner and its date; what is red stands first."""
    rows = [(each, *WORDS[each.standing], is_red(each)) for each in shelf_of(school)]
    held = {each.kind.id for each, *_rest in rows}
    context = {
        "school": school,
        "rows": sorted(rows, key=lambda row: not row[3]),
        "writes": _writes(request, school),
        "others": [kind for kind in kinds().values() if kind.id not in held],
    }
    return render(request, "policies/shelf/shelf.html", context)


def _kind(name: str) -> Kind:
    if name not in kinds() or name == "online-safety":
        raise Http404
    return kind_of(name)


@school_page(Permission.SEE_SCHOOL)
def shelved(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """One sister policy: what counts, and every edition before it."""
    about = _kind(kind)
    policy = policy_of(school, kind)
    found = next((each for each in shelf_of(school) if each.kind.id == kind), None)
    context = {
        "school": school,
        "kind": about,
        "policy": policy,
        "shelved": found,
        "documents": list(documents_of(policy)) if policy else [],
        "writes": _writes(request, policy.school if policy else school),
    }
    return render(request, "policies/shelf/shelved.html", context)


@school_page(Permission.WRITE_POLICIES)
def add(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """Put an edition on the shelf."""
    about = _kind(kind)
    form = EditionForm(_whose(request, school), request.POST or None, request.FILES or None)
    back = reverse("policy-shelved", args=[school.code, kind])

    def act() -> None:
        given = form.cleaned_data
        actions.add_edition(
            by=by(request),
            place=_place(school, given["whose"]),
            kind=kind,
            adopted=given["adopted"],
            words=given["words"],
            upload=form.upload,
        )

    context = {"title": about.title, "lead": about.about, "back_link": back, "submit": _("Put it on the shelf")}
    return answer(request, form, act, to=back, success=_("It stands on the shelf."), context=context)


@school_page(Permission.WRITE_POLICIES)
def keep(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """Say who keeps a policy."""
    about, policy = _kind(kind), policy_of(school, kind)
    now = {
        "owner": policy.owner if policy else about.owner.value,
        "months": policy.review_months if policy else about.months,
    }
    form = KeepForm(_whose(request, school), request.POST or None, initial=now)
    back = reverse("policy-shelved", args=[school.code, kind])

    def act() -> None:
        given = form.cleaned_data
        place, owner = _place(school, given["whose"]), Role(given["owner"])
        actions.keep(by=by(request), place=place, kind=kind, owner=owner, months=given["months"])

    context = {"title": _("Who keeps it"), "caption": about.title, "back_link": back}
    return answer(request, form, act, to=back, success=_("Saved."), context=context)


@school_page(Permission.SEE_SCHOOL)
def document(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """An edition: its words, or the file, which opens in a place where it can do nothing."""
    found = document_of(school, pk)
    if found.words:
        paragraphs = [each.strip() for each in found.words.replace("\r", "").split("\n\n") if each.strip()]
        context = {"school": school, "document": found, "paragraphs": paragraphs}
        return render(request, "policies/shelf/document.html", context)
    return handed_out(content_of(found), found.file_name, found.media)


@school_page(Permission.WRITE_POLICIES)
def bring(request: HttpRequest, school: School) -> HttpResponse:
    """Bring a policy that the school had before."""
    form = BringForm(request.POST or None, request.FILES or None)
    made: list[int] = []
    return answer(
        request,
        form,
        lambda: made.append(
            actions.bring(by=by(request), school=school, title=form.cleaned_data["title"], upload=form.upload).pk
        ),
        to=lambda: reverse("policy-brought-one", args=[school.code, made[0]]),
        success=_("It is read. Look at what it promises, and correct what the machine took wrongly."),
        context={
            "school": school,
            "brought": list(brought_policies(school)),
            "title": _("A policy you brought"),
            "submit": _("Read it"),
            "back_link": reverse("policies", args=[school.code]),
        },
        template="policies/shelf/bring.html",
    )


@school_page(Permission.WRITE_POLICIES)
def brought(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """What a policy promises and nothing proves, what is proven, what is proven and not promised."""
    found = brought_of(school, pk)
    sentences_ = list(found.sentences.all())
    context = {
        "school": school,
        "brought": found,
        "compared": compared(sentences_),
        "count": len(sentences_),
        "unsure": sum(each.state == "unsure" for each in sentences_),
        "none": sum(each.state == "none" for each in sentences_),
    }
    return render(request, "policies/shelf/brought.html", context)


@school_page(Permission.WRITE_POLICIES)
def sentences(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Every sentence with what it is taken to promise."""
    found = brought_of(school, pk)
    context = {"school": school, "brought": found}
    table = sentences_table(school, found)
    return show(request, table, found.sentences.all(), "policies/shelf/sentences.html", context)


@school_page(Permission.WRITE_POLICIES)
def sentence(request: HttpRequest, school: School, pk: int, number: int) -> HttpResponse:
    """Correct what a sentence promises."""
    found = brought_of(school, pk)
    row = sentence_of(found, number)
    form = CorrectForm(row, request.POST or None)
    back = reverse("policy-sentences", args=[school.code, pk])
    context = {"title": _("What does this sentence promise?"), "lead": row.text, "back_link": back}
    return answer(
        request,
        form,
        lambda: actions.correct(by=by(request), sentence=row, duties=form.chosen),
        to=back,
        success=_("Saved."),
        context=context,
    )
