"""Pages to write: begin, clause by clause, own paragraphs, wellbeing, where it comes from, give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError, has_permission
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.people.views.answering import answer
from belisha.console.policies.clauses.house import clauses
from belisha.console.policies.clauses.queries import ONLINE_SAFETY, parameters_of
from belisha.console.policies.writing import actions
from belisha.console.policies.writing.forms import (
    BeginForm,
    ClauseForm,
    DetailsForm,
    OwnClauseForm,
    ReasonForm,
    WordsForm,
)
from belisha.console.policies.writing.queries import (
    choice_of,
    is_editable,
    lines_to_write,
    own_clause_of,
    version_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.policies.clauses.house import Clause
    from belisha.console.policies.models import Version

__all__ = [
    "abandon",
    "begin",
    "clause",
    "details",
    "own_add",
    "own_change",
    "own_remove",
    "wellbeing",
    "write",
    "write_section",
]


def _whose(request: HttpRequest, school: School) -> list[tuple[str, str]]:
    """For whom whoever asks may begin a draft."""
    user = request.user
    choices = [("school", school.name)]
    if isinstance(user, User) and has_permission(user, Permission.WRITE_POLICIES, None):
        shared = _("All schools of %(federation)s") % {"federation": school.federation.name}
        choices.insert(0, ("federation", shared))
    return choices


@school_page(Permission.WRITE_POLICIES)
def begin(request: HttpRequest, school: School) -> HttpResponse:
    """Begin a draft."""
    form = BeginForm(_whose(request, school), request.POST or None)
    made: list[Version] = []

    def act() -> None:
        place = school if form.cleaned_data["whose"] == "school" else school.federation
        made.append(actions.begin(by=by(request), place=place, kind=ONLINE_SAFETY))

    return answer(
        request,
        form,
        act,
        to=lambda: reverse("policy-write", args=[school.code, made[0].pk]),
        success=_("The draft is begun. What it says now is what is in force, or what the clauses say."),
        context={
            "title": _("Begin a version of the policy"),
            "lead": _(
                "It begins with what is in force. Where nothing is, it begins with the clauses of Belisha, filled in"
                " with your posts and settings. Nothing that anybody reads changes until it is signed."
            ),
            "submit": _("Begin"),
            "back_link": reverse("policies", args=[school.code]),
        },
    )


def _draft(school: School, pk: int) -> Version:
    """A version whose text may be changed now. Raises NotAllowedError."""
    found = version_of(school, pk)
    if not is_editable(found):
        raise NotAllowedError(_("The text of this version stands still: it is being asked about, approved, or over."))
    return found


@school_page(Permission.WRITE_POLICIES)
def write(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """The sections of a draft, with how many paragraphs of each are left out, reworded or the school's own."""
    found = version_of(school, pk)
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "says": sum(bool(line.words) for line in each.lines) + len(each.own),
            "out": sum(bool(line.choice and line.choice.off) for line in each.lines),
            "own": sum(bool(line.choice and line.choice.words) for line in each.lines) + len(each.own),
        }
        for each in lines_to_write(found, school)
    ]
    context = {"school": school, "version": found, "rows": rows, "editable": is_editable(found)}
    return render(request, "policies/writing/write.html", context)


@school_page(Permission.WRITE_POLICIES)
def write_section(request: HttpRequest, school: School, pk: int, section: str) -> HttpResponse:
    """One section, paragraph by paragraph."""
    found = version_of(school, pk)
    sections = lines_to_write(found, school)
    here = next((each for each in sections if each.id == section), None)
    if here is None:
        raise Http404
    at = sections.index(here)
    context = {
        "school": school,
        "version": found,
        "section": here,
        "editable": is_editable(found),
        "before": sections[at - 1] if at else None,
        "after": sections[at + 1] if at + 1 < len(sections) else None,
    }
    return render(request, "policies/writing/section.html", context)


def _clause(name: str) -> Clause:
    found = clauses().get(name)
    if found is None:
        raise Http404
    return found


@school_page(Permission.WRITE_POLICIES)
def clause(request: HttpRequest, school: School, pk: int, clause: str) -> HttpResponse:
    """What a draft does with one clause."""
    found, about = _draft(school, pk), _clause(clause)
    form = ClauseForm(about, choice_of(found, clause), request.POST or None)

    def act() -> None:
        given, who = form.cleaned_data, by(request)
        if given["what"] == "out":
            actions.leave_out(by=who, version=found, clause=clause, reason=given["reason"])
        elif given["what"] == "own":
            actions.own_words(by=who, version=found, clause=clause, words=given["words"])
        else:
            actions.put_back(by=who, version=found, clause=clause)

    section = _section_of(found, school, clause)
    back = reverse("policy-write-section", args=[school.code, pk, section])
    context = {
        "title": _("One paragraph"),
        "about": about,
        "parameters": parameters_of(school),
        "back_link": back,
    }
    return answer(
        request,
        form,
        act,
        to=back,
        success=_("Saved."),
        context=context,
        template="policies/writing/clause.html",
    )


def _section_of(version: Version, school: School, clause_id: str) -> str:
    return next(
        each.id for each in lines_to_write(version, school) for line in each.lines if line.clause.id == clause_id
    )


def _form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    to: str,
    title: str,
    success: str,
    **context: object,
) -> HttpResponse:
    return answer(request, form, act, to=to, success=success, context={"title": title, "back_link": to, **context})


@school_page(Permission.WRITE_POLICIES)
def own_add(request: HttpRequest, school: School, pk: int, section: str) -> HttpResponse:
    """Add a paragraph of the school's own."""
    found = _draft(school, pk)
    form = OwnClauseForm(request.POST or None)
    return _form(
        request,
        form,
        lambda: actions.add_own(by=by(request), version=found, section=section, **form.cleaned_data),
        to=reverse("policy-write-section", args=[school.code, pk, section]),
        title=_("A paragraph of our own"),
        success=_("The paragraph is added."),
    )


@school_page(Permission.WRITE_POLICIES)
def own_change(request: HttpRequest, school: School, pk: int, own: int) -> HttpResponse:
    """Change a paragraph of the school's own."""
    found = _draft(school, pk)
    row = own_clause_of(found, own)
    form = OwnClauseForm(request.POST or None, initial={"words": row.words, "duties": "\n".join(row.duties)})
    return _form(
        request,
        form,
        lambda: actions.change_own(by=by(request), version=found, clause=row, **form.cleaned_data),
        to=reverse("policy-write-section", args=[school.code, pk, row.section]),
        title=_("A paragraph of our own"),
        success=_("Saved."),
    )


@school_page(Permission.WRITE_POLICIES)
def own_remove(request: HttpRequest, school: School, pk: int, own: int) -> HttpResponse:
    """Take a paragraph of the school's own out."""
    found = _draft(school, pk)
    row = own_clause_of(found, own)
    back = reverse("policy-write-section", args=[school.code, pk, row.section])
    if request.method == "POST":
        attempt(
            request,
            lambda: actions.remove_own(by=by(request), version=found, clause=row),
            _("The paragraph is out. Its words stay in the history."),
        )
        return redirect(back)
    context = {"title": _("Take this paragraph out?"), "lead": row.words, "back_link": back}
    return render(request, "design/confirm.html", context)


@school_page(Permission.WRITE_POLICIES)
def wellbeing(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """What a version means for wellbeing."""
    found = _draft(school, pk)
    form = WordsForm(
        request.POST or None,
        label=_("What it means for wellbeing"),
        hint=_(
            "Who is helped by it, who could be hurt or burdened, and what is done about that. Think of children with"
            " needs, children in care, and staff. Governors cannot approve without it."
        ),
        initial=found.wellbeing,
    )
    return _form(
        request,
        form,
        lambda: actions.note_wellbeing(by=by(request), version=found, **form.cleaned_data),
        to=reverse("policy-version", args=[school.code, pk]),
        title=_("Wellbeing first"),
        success=_("Saved."),
    )


@school_page(Permission.WRITE_POLICIES)
def details(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Where a version comes from and who reviews it next."""
    found = _draft(school, pk)
    form = DetailsForm(found, request.POST or None)
    return _form(
        request,
        form,
        lambda: actions.set_details(by=by(request), version=found, **form.cleaned_data),
        to=reverse("policy-version", args=[school.code, pk]),
        title=_("Template, advice and next review"),
        success=_("Saved."),
    )


@school_page(Permission.WRITE_POLICIES)
def abandon(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Give a version up."""
    found = version_of(school, pk)
    form = ReasonForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: actions.abandon(by=by(request), version=found, **form.cleaned_data),
        to=reverse("policies", args=[school.code]),
        success=_("The version is given up. It stays to be read."),
        context={
            "title": _("Give this version up?"),
            "danger": _("Nobody can go on with it. What is in force stays in force."),
            "submit": _("Give it up"),
            "back_link": reverse("policy-version", args=[school.code, pk]),
        },
        template="design/confirm.html",
    )
