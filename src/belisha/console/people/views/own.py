"""What staff do for themselves: yearly declarations, ties, leave for contact, steps of their induction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import own_page, school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.people.actions.declarations import declare
from belisha.console.people.actions.starters import sign_step
from belisha.console.people.actions.ties import ask_contact, close_contact, declare_tie
from belisha.console.people.forms.staff import ContactForm, DeclarationForm, TieForm
from belisha.console.people.queries.people import is_own_staff, own_person
from belisha.console.people.queries.staff import contact_of, own_contacts, own_forms, own_steps, own_ties
from belisha.console.people.rules.forms_of_staff import form_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["contact_ask", "contact_close", "declaration", "duties", "here", "step_sign", "tie_tell"]

STAFF = "staff"
# those whom the register only holds
ON_REGISTER = frozenset({User.Kind.PUPIL, User.Kind.PARENT, User.Kind.VISITOR})


def _me(request: HttpRequest) -> Person:
    person = own_person(request.user)
    if person.kind != STAFF:
        raise Http404
    return person


@school_page(Permission.SEE_PEOPLE)
def here(request: HttpRequest, school: School) -> HttpResponse:
    """The way to one's own declarations from the navigation of a school."""
    del request, school
    return redirect("own-duties")


@own_page
def duties(request: HttpRequest) -> HttpResponse:
    """All that a member of staff declares, tells and signs; others who work here read that nothing is asked of them."""
    if isinstance(request.user, User) and not is_own_staff(request.user) and request.user.kind not in ON_REGISTER:
        return render(request, "people/own_nothing.html")
    person = _me(request)
    context = {
        "person": person,
        "forms_of": own_forms(person),
        "steps": own_steps(person),
        "ties": own_ties(person),
        "contacts": own_contacts(person),
        "today": timezone.localdate(),
    }
    return render(request, "people/own.html", context)


@own_page
def declaration(request: HttpRequest, form: str) -> HttpResponse:
    """Fill in a yearly form."""
    person = _me(request)
    try:
        asked = form_of(form)
    except KeyError as error:
        raise Http404 from error
    filled = DeclarationForm(asked, request.POST or None)
    passed = []
    context = {
        "title": asked.title,
        "caption": _("Once a year"),
        "lead": asked.intro,
        "back_link": reverse("own-duties"),
        "submit": _("Declare this"),
    }

    def act() -> None:
        passed.append(declare(by=by(request), person=person, form=asked.id, answers=filled.answers).passed)

    success = _("Thank you. Your answers are kept, and you can see them here.")
    return answer(request, filled, act, to=reverse("own-duties"), success=success, context=context)


@own_page
def tie_tell(request: HttpRequest) -> HttpResponse:
    """Tell of a tie with a pupil or family, in private."""
    person = _me(request)
    form = TieForm(request.POST or None)
    context = {
        "title": _("Tell of a tie with a pupil or family"),
        "lead": _(
            "Only you, the designated safeguarding lead (DSL) and the head see this. They will talk it over with "
            "you. Having a tie is nothing wrong; hiding it can put you and the child in a hard place."
        ),
        "back_link": reverse("own-duties"),
        "submit": _("Tell them"),
    }
    return answer(
        request,
        form,
        lambda: declare_tie(by=by(request), person=person, tie=form.cleaned_data["tie"]),
        to=reverse("own-duties"),
        success=_("The safeguarding lead and the head can see it now. They will talk it over with you."),
        context=context,
    )


@own_page
def contact_ask(request: HttpRequest) -> HttpResponse:
    """Ask for leave for contact from a personal account."""
    person = _me(request)
    form = ContactForm(request.POST or None)
    context = {
        "title": _("Ask for leave for contact from a personal account"),
        "lead": _("Use school systems wherever you can. Wait for the answer before you are in contact."),
        "back_link": reverse("own-duties"),
        "submit": _("Ask the head"),
    }
    return answer(
        request,
        form,
        lambda: ask_contact(by=by(request), person=person, **form.cleaned_data),
        to=reverse("own-duties"),
        success=_("The head has been asked. Wait for the answer."),
        context=context,
    )


@require_POST
@own_page
def contact_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the contact has ended."""
    person = _me(request)
    asked = contact_of(person.school, pk)
    if asked.person_id != person.pk:
        raise Http404
    attempt(request, lambda: close_contact(by=by(request), asked=asked), _("Thank you: it is closed."))
    return redirect("own-duties")


@require_POST
@own_page
def step_sign(request: HttpRequest, step: str) -> HttpResponse:
    """Sign a step of one's induction."""
    person = _me(request)
    attempt(request, lambda: sign_step(by=by(request), person=person, step=step), _("Signed."))
    return redirect("own-duties")
