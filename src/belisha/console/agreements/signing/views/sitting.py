"""Pages of a device that others sign on: a class, child after child; visitors at the desk. Nobody is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import By, by
from belisha.console.access.forms import done
from belisha.console.access.guards import open_page
from belisha.console.agreements.models import Sitting
from belisha.console.agreements.signing.forms import VisitorForm
from belisha.console.agreements.signing.pacing import MOST_VISITORS, paced, too_many
from belisha.console.agreements.signing.queries.sittings import child_of, children_of, photo_in, sitting_of
from belisha.console.agreements.signing.queries.standing import standing_of
from belisha.console.agreements.signing.queries.visitors import desk_mark, visitor_of
from belisha.console.agreements.signing.views.reading import Reader, read_and_sign
from belisha.console.people.visits.actions import expect_visitor

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.people.models import Person

__all__ = ["class_child", "class_grid", "class_photo", "desk", "desk_done", "desk_read"]

DESK: Final = "agreements/signing/desk.html"
HOUR: Final = 3600


@never_cache
@open_page
@paced
def class_grid(request: HttpRequest, token: str) -> HttpResponse:
    """Every child of the class taps their picture."""
    sitting = sitting_of(token, Sitting.Kind.CLASS)
    children = [child for child in children_of(sitting, timezone.localdate()) if child.asked]
    context = {
        "sitting": sitting,
        "token": token,
        "children": children,
        "left": sum(1 for child in children if child.to_sign),
        "last": request.GET.get("done", ""),
    }
    return render(request, "agreements/signing/grid.html", context)


@never_cache
@open_page
@paced
def class_child(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One child reads the rules, and signs."""
    sitting = sitting_of(token, Sitting.Kind.CLASS)
    today = timezone.localdate()
    child = child_of(sitting, number, today)
    back = reverse("sign-class", args=[token])
    line = next((line for line in standing_of(child, today) if not line.is_done), None)
    if line is None:
        return redirect(back)
    acts = By(sitting.opened_by, by(request).address)
    to = f"{back}?done={child.pk}"
    reader = Reader(acts, child, line, "class", to=to, back=back, witness=sitting.opened_by)
    return read_and_sign(request, reader, "agreements/signing/child.html")


@open_page
@paced
def class_photo(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The photo of a child of the class, while it signs."""
    del request
    photo = photo_in(sitting_of(token, Sitting.Kind.CLASS), number, timezone.localdate())
    response = HttpResponse(bytes(photo.data), content_type=photo.media_type)
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


@never_cache
@open_page
@paced
def desk(request: HttpRequest, token: str) -> HttpResponse:
    """A visitor says who they are."""
    sitting = sitting_of(token, Sitting.Kind.DESK)
    form = VisitorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_many("visitors", token, MOST_VISITORS, HOUR):
            form.add_error(None, _("Very many visitors came in this hour. Please go to the office."))
            return render(request, DESK, {"sitting": sitting, "token": token, "form": form})
        found: list[Person] = []
        acts = By(sitting.opened_by, by(request).address)
        given = form.cleaned_data
        if done(form, lambda: found.append(expect_visitor(by=acts, school=sitting.school, **given))):
            return redirect("sign-desk-one", token, found[0].pk, desk_mark(token, found[0].pk))
    return render(request, DESK, {"sitting": sitting, "token": token, "form": form})


@never_cache
@open_page
@paced
def desk_read(request: HttpRequest, token: str, number: int, mark: str) -> HttpResponse:
    """A visitor reads what they have to sign, one after the other."""
    sitting = sitting_of(token, Sitting.Kind.DESK)
    person = visitor_of(sitting.school, token, number, mark)
    if person is None:
        raise Http404
    line = next((line for line in standing_of(person, timezone.localdate()) if not line.is_done), None)
    if line is None:
        return redirect("sign-desk-done", token)
    acts = By(None, by(request).address, system=_("%(name)s, at the desk") % {"name": person.name})
    here = reverse("sign-desk-one", args=[token, number, mark])
    reader = Reader(acts, person, line, "desk", to=here, back=reverse("sign-desk", args=[token]))
    return read_and_sign(request, reader)


@open_page
@paced
def desk_done(request: HttpRequest, token: str) -> HttpResponse:
    """Thank you; the office makes the badge."""
    sitting = sitting_of(token, Sitting.Kind.DESK)
    return render(request, "agreements/signing/desk_done.html", {"sitting": sitting, "token": token})
