"""Pages of posts that go over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.compliance.handing_over import actions
from belisha.console.compliance.handing_over.forms import AcceptForm, NoteForm
from belisha.console.compliance.handing_over.queries import going_of, goings, open_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["accept", "hand_over", "hand_overs", "note"]


@school_page(Permission.SEE_DUTIES)
def hand_overs(request: HttpRequest, school: School) -> HttpResponse:
    """Posts that end or have ended, and what nobody has taken over."""
    context = {"school": school, "found": goings(school, timezone.localdate())}
    return render(request, "compliance/handing_over/list.html", context)


@school_page(Permission.SEE_DUTIES)
def hand_over(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """What is open with one post, the note of whoever gives it up, and who took it over."""
    user, going = _user(request), going_of(school, number)
    context = {
        "school": school,
        "going": going,
        "open": open_of(school, going, user),
        "may_note": actions.can_note(user, school, going),
        "may_accept": actions.can_accept(user, school, going),
        "today": timezone.localdate(),
        "duties": catalogue(),
    }
    return render(request, "compliance/handing_over/one.html", context)


@school_page(Permission.SEE_DUTIES)
def note(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Leave a note for who follows."""
    going = going_of(school, number)
    if not actions.can_note(_user(request), school, going):
        raise NotAllowedError(_("Whoever gives the post up writes the note, or who appoints."))
    form = NoteForm(request.POST or None, initial={"note": going.kept.note if going.kept else ""})
    return answer(
        request,
        form,
        lambda: actions.leave_note(by=by(request), school=school, going=going, note=form.cleaned_data["note"]),
        to=reverse("hand-over", args=[school.code, number]),
        success=_("The note is there for who follows."),
        context={
            "title": _("A note for who follows"),
            "caption": going.title,
            "submit": _("Leave the note"),
            "back_link": reverse("hand-over", args=[school.code, number]),
        },
    )


@school_page(Permission.SEE_DUTIES)
def accept(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take over what is open."""
    user, going = _user(request), going_of(school, number)
    if not actions.can_accept(user, school, going):
        raise NotAllowedError(_("Whoever follows in the post takes it over; while nobody does, who appoints."))
    found = open_of(school, going, user)
    form = AcceptForm(found, request.POST if request.method == "POST" else None, all_chosen=not going.stays)
    lead = _("Duties and confirmations go with the post by themselves. What you tick becomes yours.")
    return answer(
        request,
        form,
        lambda: actions.accept(by=by(request), school=school, going=going, **form.chosen),
        to=reverse("hand-over", args=[school.code, number]),
        success=_("You have taken it over. What became yours stands in your list."),
        context={
            "title": _("Take it over"),
            "caption": f"{going.title}: {going.post.holder.name}",
            "lead": lead,
            "submit": _("I take it over"),
            "back_link": reverse("hand-over", args=[school.code, number]),
        },
    )


def _user(request: HttpRequest) -> User:
    """Whoever is signed in: the guard has let nobody else in. Raises NotAllowedError."""
    if not isinstance(request.user, User):
        raise NotAllowedError
    return request.user
