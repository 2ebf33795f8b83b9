"""Pages about the family and the needs of somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.people.actions.families import change_link, link_family, unlink_family
from belisha.console.people.actions.lists import look_at_list
from belisha.console.people.actions.needs import end_need, look_at_needs, note_need, review_need
from belisha.console.people.forms.families import FindForm, LinkForm, NeedForm, NeedReviewForm, ReasonForm
from belisha.console.people.queries.families import adults_like, children_like, family_of, link_of
from belisha.console.people.queries.needs import earlier_needs, need_of, needs_with_pupils
from belisha.console.people.queries.people import person_of, pupil_of
from belisha.console.people.tables import needs_table
from belisha.console.people.views.answering import answer, rights
from belisha.console.people.views.person import seen_person, tabs_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.people.models import Person

__all__ = ["add_need", "all_needs", "family", "link", "link_add", "link_remove", "need_end", "need_review", "needs"]


def _family_page(person: Person) -> str:
    return reverse("person-family", args=[person.school.code, person.pk])


def _needs_page(person: Person) -> str:
    return reverse("person-needs", args=[person.school.code, person.pk])


@school_page(Permission.SEE_FAMILIES)
def family(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Who belongs to whom: the adults of a child, the children of an adult, brothers and sisters."""
    person = seen_person(request, school, pk)
    context = {
        "person": person,
        "school": school,
        "family": family_of(person),
        "pupil": person.kind == User.Kind.PUPIL,
        "can": rights(request, school, Permission.CHANGE_PEOPLE),
        "tabs": tabs_of(request, person, "person-family"),
    }
    return render(request, "people/family.html", context)


@school_page(Permission.CHANGE_PEOPLE)
def link_add(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Link an adult to a child, from either of them: find the other by name, then say what they are to each other."""
    person = seen_person(request, school, pk)
    pupil = person.kind == User.Kind.PUPIL
    find = FindForm(request.GET if "q" in request.GET else None)
    words = find.words
    found = adults_like(school, words) if pupil else children_like(school, words)
    ring = len(family_of(person).adults) + 1 if pupil else 1
    form = LinkForm(request.POST or None, people=found, ring=ring)

    def act() -> None:
        other = person_of(school, int(form.cleaned_data["other"]))
        adult, child = (other, person) if pupil else (person, other)
        link_family(by=by(request), adult=adult, child=child, details=form.details)

    context = {
        "title": _("Link an adult") if pupil else _("Link a child"),
        "caption": person.name,
        "find": find,
        "found": found,
        "asked": bool(words),
        "pupil": pupil,
        "back_link": _family_page(person),
        "school": school,
    }
    success = _("They are linked.")
    template = "people/link_add.html"
    return answer(request, form, act, to=_family_page(person), success=success, context=context, template=template)


@school_page(Permission.CHANGE_PEOPLE)
def link(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Change what an adult is to a child."""
    found = link_of(school, pk)
    form = LinkForm(request.POST or None, link=found)
    context = {
        "title": _("%(adult)s and %(child)s") % {"adult": found.adult.name, "child": found.child.name},
        "back_link": _family_page(found.child),
    }
    return answer(
        request,
        form,
        lambda: change_link(by=by(request), link=found, details=form.details),
        to=_family_page(found.child),
        success=_("The link is changed."),
        context=context,
    )


@school_page(Permission.CHANGE_PEOPLE)
def link_remove(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Take a link away."""
    found = link_of(school, pk)
    form = ReasonForm(request.POST or None)
    names = {"adult": found.adult.name, "child": found.child.name}
    context = {
        "title": _("Take away the link between %(adult)s and %(child)s?") % names,
        "danger": _("%(adult)s will no longer be told anything about %(child)s.") % names,
        "back_link": _family_page(found.child),
    }
    return answer(
        request,
        form,
        lambda: unlink_family(by=by(request), link=found, reason=form.cleaned_data["reason"]),
        to=_family_page(found.child),
        success=_("The link is gone. To undo it, link them again."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.SEE_NEEDS)
def all_needs(request: HttpRequest, school: School) -> HttpResponse:
    """The needs of all pupils, those first that should be looked at again; each look at the list is on record."""
    look_at_list(by=by(request), school=school, need=request.GET.get("kind", "")[:20] or "all")
    context = {"school": school}
    return show(request, needs_table(), needs_with_pupils(school), "people/all_needs.html", context)


@school_page(Permission.SEE_NEEDS)
def needs(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """What a pupil needs; each look at it is on record."""
    person = pupil_of(school, pk)
    context = {
        "person": person,
        "school": school,
        "needs": look_at_needs(by=by(request), pupil=person),
        "earlier": earlier_needs(person),
        "can": rights(request, school, Permission.CHANGE_NEEDS),
        "tabs": tabs_of(request, person, "person-needs"),
    }
    return render(request, "people/needs.html", context)


@school_page(Permission.CHANGE_NEEDS)
def add_need(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Record a need of a pupil."""
    person = pupil_of(school, pk)
    form = NeedForm(request.POST or None)
    context = {"title": _("Record a need"), "caption": person.name, "back_link": _needs_page(person)}
    return answer(
        request,
        form,
        lambda: note_need(by=by(request), pupil=person, **form.cleaned_data),
        to=_needs_page(person),
        success=_("The need is recorded."),
        context=context,
    )


@school_page(Permission.CHANGE_NEEDS)
def need_review(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Look at a need again."""
    need = need_of(school, pk)
    form = NeedReviewForm(request.POST or None, initial={"at_risk": need.at_risk, "reason": need.reason})
    title = _("Review: %(need)s") % {"need": need.get_kind_display()}
    context = {"title": title, "caption": need.person.name, "back_link": _needs_page(need.person)}
    return answer(
        request,
        form,
        lambda: review_need(by=by(request), need=need, **form.cleaned_data),
        to=_needs_page(need.person),
        success=_("The review is recorded."),
        context=context,
    )


@school_page(Permission.CHANGE_NEEDS)
def need_end(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Record that a need is no more."""
    need = need_of(school, pk)
    form = ReasonForm(request.POST or None)
    context = {
        "title": _("Is this need no more: %(need)s?") % {"need": need.get_kind_display()},
        "caption": need.person.name,
        "back_link": _needs_page(need.person),
    }
    return answer(
        request,
        form,
        lambda: end_need(by=by(request), need=need, reason=form.cleaned_data["reason"]),
        to=_needs_page(need.person),
        success=_("The need has ended. It stays in the history."),
        context=context,
        template="design/confirm.html",
    )
