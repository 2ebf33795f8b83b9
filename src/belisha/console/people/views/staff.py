"""What those who lead staff see: who has declared what, ties, leave for contact, starters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.people.actions.declarations import confirm_declaration, look_at_declaration
from belisha.console.people.actions.starters import guide_step, take_over_starters
from belisha.console.people.actions.ties import (
    advise_on_tie,
    close_contact,
    decide_contact,
    end_tie,
    look_at_ties,
)
from belisha.console.people.forms.families import ReasonForm
from belisha.console.people.forms.staff import AdviceForm, DecisionForm, NoteForm, TakeOverForm
from belisha.console.people.queries.people import person_of
from belisha.console.people.queries.staff import (
    FormState,
    contact_of,
    contacts_of,
    declaration_of,
    declarations_of,
    starters_of,
    tie_of,
)
from belisha.console.people.rules.forms_of_staff import form_of, staff_forms
from belisha.console.people.views.answering import answer, rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = [
    "contact_close",
    "contact_decide",
    "contacts",
    "declaration",
    "declarations",
    "starter_guide",
    "starters",
    "starters_take_over",
    "tie_advise",
    "tie_end",
    "ties",
]

MOST_SHOWN = 100


@school_page(Permission.LEAD_STAFF)
def declarations(request: HttpRequest, school: School) -> HttpResponse:
    """Who on the staff has filled in which form; answers are a page further, for those who may see them."""
    states = declarations_of(school)
    rows: dict[int, list[object]] = {}
    for state in states:
        rows.setdefault(state.person.pk, []).append(state)
    can = rights(request, school, Permission.SEE_DECLARATIONS, Permission.LEAD_STAFF)
    context = {
        "school": school,
        "forms_of": staff_forms(),
        "rows": list(rows.values()),
        "due": sum(1 for state in states if state.due),
        "can": can,
        "open": {form.id for form in staff_forms() if can[form.seen_by.name.lower()]},
        "tabs": _tabs(request, school, "declarations"),
    }
    return render(request, "people/declarations.html", context)


@school_page(Permission.LEAD_STAFF)
def declaration(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Somebody's answers, and confirming that they were talked over; each look is on record."""
    found = look_at_declaration(by=by(request), declaration=declaration_of(school, pk))
    asked = form_of(found.form)
    form = NoteForm(request.POST or None)
    back = reverse("declarations", args=[school.code])
    context = {
        "school": school,
        "declaration": found,
        "asked": asked,
        "title": asked.title,
        "caption": found.person.name,
        "back_link": back,
        "submit": _("Confirm"),
        "may_confirm": FormState(found.person, asked, found, due=False).unconfirmed
        and found.person.user_id != request.user.pk,
    }
    return answer(
        request,
        form,
        lambda: confirm_declaration(by=by(request), declaration=found, note=form.cleaned_data["note"]),
        to=back,
        success=_("It is confirmed."),
        context=context,
        template="people/declaration.html",
    )


@school_page(Permission.SEE_DECLARATIONS)
def ties(request: HttpRequest, school: School) -> HttpResponse:
    """Ties that staff have told of; each look is on record. One's own are not here."""
    context = {
        "school": school,
        "ties": look_at_ties(by=by(request), school=school),
        "today": timezone.localdate(),
        "tabs": _tabs(request, school, "ties"),
    }
    return render(request, "people/ties.html", context)


@school_page(Permission.SEE_DECLARATIONS)
def tie_advise(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Write down what was advised, or a review of it."""
    tie = tie_of(school, pk)
    form = AdviceForm(request.POST or None, initial={"advice": tie.advice})
    back = reverse("ties", args=[school.code])
    context = {"title": _("Advice"), "caption": tie.person.name, "lead": tie.tie, "back_link": back}
    return answer(
        request,
        form,
        lambda: advise_on_tie(by=by(request), tie=tie, **form.cleaned_data),
        to=back,
        success=_("The advice is written down; they can read it on their page."),
        context=context,
    )


@school_page(Permission.SEE_DECLARATIONS)
def tie_end(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Record that a tie is no more."""
    tie = tie_of(school, pk)
    form = ReasonForm(request.POST or None)
    back = reverse("ties", args=[school.code])
    context = {"title": _("Is this tie no more?"), "caption": tie.person.name, "lead": tie.tie, "back_link": back}
    return answer(
        request,
        form,
        lambda: end_tie(by=by(request), tie=tie, reason=form.cleaned_data["reason"]),
        to=back,
        success=_("The tie has ended."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.SEE_DECLARATIONS)
def contacts(request: HttpRequest, school: School) -> HttpResponse:
    """Leave asked for contact from personal accounts."""
    context = {
        "school": school,
        "contacts": contacts_of(school),
        "today": timezone.localdate(),
        "tabs": _tabs(request, school, "contacts"),
    }
    return render(request, "people/contacts.html", context)


@school_page(Permission.SEE_DECLARATIONS)
def contact_decide(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Agree or refuse."""
    asked = contact_of(school, pk)
    form = DecisionForm(request.POST or None)
    back = reverse("contacts", args=[school.code])

    def act() -> None:
        agreed = form.cleaned_data["agreed"] == "yes"
        decide_contact(by=by(request), asked=asked, agreed=agreed, answer=form.cleaned_data["answer"])

    context = {"title": _("Leave for contact"), "caption": asked.person.name, "back_link": back, "asked": asked}
    success = _("The answer is on their page.")
    template = "people/contact_decide.html"
    return answer(request, form, act, to=back, success=success, context=context, template=template)


@require_POST
@school_page(Permission.SEE_DECLARATIONS)
def contact_close(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Record that the contact has ended."""
    asked = contact_of(school, pk)
    attempt(request, lambda: close_contact(by=by(request), asked=asked), _("It is closed."))
    return redirect("contacts", school.code)


@school_page(Permission.LEAD_STAFF)
def starters(request: HttpRequest, school: School) -> HttpResponse:
    """Whose induction is not finished, and by when it should be; the most overdue first."""
    waiting = sorted((one for one in starters_of(school) if not one.done), key=lambda one: one.by)
    context = {
        "school": school,
        "open": waiting[:MOST_SHOWN],
        "number": len(waiting),
        "today": timezone.localdate(),
        "tabs": _tabs(request, school, "starters"),
    }
    return render(request, "people/starters.html", context)


@require_POST
@school_page(Permission.LEAD_STAFF)
def starter_guide(request: HttpRequest, school: School, pk: int, step: str) -> HttpResponse:
    """Sign that one took somebody through a step."""
    person = person_of(school, pk)
    attempt(request, lambda: guide_step(by=by(request), person=person, step=step), _("Signed."))
    return redirect("starters", school.code)


@school_page(Permission.LEAD_STAFF)
def starters_take_over(request: HttpRequest, school: School) -> HttpResponse:
    """Record inductions from before this record was kept."""
    form = TakeOverForm(request.POST or None)
    back = reverse("starters", args=[school.code])
    context = {
        "title": _("Inductions from before this record"),
        "lead": _(
            "For staff who were here before the school used this list. It counts as somebody's word, and says whose."
        ),
        "back_link": back,
    }
    return answer(
        request,
        form,
        lambda: take_over_starters(by=by(request), school=school, **form.cleaned_data),
        to=back,
        success=_("It is recorded."),
        context=context,
    )


def _tabs(request: HttpRequest, school: School, here: str) -> list[dict[str, object]]:
    can = rights(request, school, Permission.SEE_DECLARATIONS)["see_declarations"]
    pages = [("declarations", _("Yearly forms")), ("starters", _("Starters"))]
    if can:
        pages += [("ties", _("Ties")), ("contacts", _("Leave for contact"))]
    return [{"text": text, "href": reverse(name, args=[school.code]), "active": name == here} for name, text in pages]
