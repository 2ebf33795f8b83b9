"""Pages of telling: a child's own, and the answer of an adult."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import own_page
from belisha.console.access.models import User
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.models import Telling
from belisha.console.concerns.telling.actions import answer, practise, reply, see_answers, tell
from belisha.console.concerns.telling.forms import AnswerForm, CodeForm, MessageForm, TellForm
from belisha.console.concerns.telling.queries import (
    by_code,
    messages_of,
    of_concern,
    opened,
    own,
    own_one,
    pupil_of,
    trusted,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["code", "my_talks", "tell_adult", "tell_someone", "told", "with_code"]

CODE: Final = "telling code"  # in the session, until the page after it was shown
OPENED: Final = "telling opened"  # in the session: the talk that a code opened, and until when
TRIES: Final = "telling tries"
MOST_TRIES: Final = 10
PAUSE: Final = 300.0  # seconds


def _pupil_user(request: HttpRequest) -> User:
    """A pupil. Everybody else has a form of their own. Raises Http404."""
    if not isinstance(request.user, User) or request.user.kind != User.Kind.PUPIL:
        raise Http404
    return request.user


@never_cache
@own_page
def tell_someone(request: HttpRequest) -> HttpResponse:
    """A child tells."""
    pupil = pupil_of(_pupil_user(request))
    form = TellForm(request.POST or None, adults=trusted(pupil))
    if form.is_valid():
        if form.cleaned_data["practice"]:
            practise(pupil=pupil)
            request.session[CODE] = ""
            return redirect("told")
        found: list[tuple[Telling, str]] = []
        if done(form, lambda: found.append(_told(form, request))):
            request.session[CODE] = found[0][1]
            return redirect("told")
    return render(request, "concerns/telling/tell.html", {"form": form})


def _told(form: TellForm, request: HttpRequest) -> tuple[Telling, str]:
    given = form.cleaned_data
    return tell(
        pupil=pupil_of(_pupil_user(request)),
        picture=given["picture"],
        words=given["words"],
        named=given["named"] == "yes",
        for_friend=given["for_friend"],
        chosen=form.chosen_adult,
    )


@never_cache
@own_page
def told(request: HttpRequest) -> HttpResponse:
    """Thank you, and the code of one who did not say who they are: shown once."""
    _pupil_user(request)
    return render(request, "concerns/telling/told.html", {"code": request.session.pop(CODE, "")})


@own_page
def my_talks(request: HttpRequest) -> HttpResponse:
    """What I told, with the answers."""
    talks = list(own(_pupil_user(request))[:50])
    return render(request, "concerns/telling/my_talks.html", {"talks": talks})


@own_page
def my_talk(request: HttpRequest, key: str) -> HttpResponse:
    """One talk of my own."""
    user = _pupil_user(request)
    try:
        telling = own_one(user, key)
    except Telling.DoesNotExist as none:
        raise Http404 from none
    return _talk(request, telling, user)


@never_cache
@own_page
def code(request: HttpRequest) -> HttpResponse:
    """Open a talk by its code."""
    user = _pupil_user(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        telling = by_code(user.school, form.cleaned_data["code"]) if user.school and _may_try(request) else None
        if telling is not None:
            request.session[OPENED] = [telling.pk, timezone.now().timestamp() + PAUSE * 4]
            return redirect("tell-with-code")
        form.add_error("code", _("This code opens nothing. Look at every letter and try again."))
    return render(request, "concerns/telling/code.html", {"form": form})


@never_cache
@own_page
def with_code(request: HttpRequest) -> HttpResponse:
    """The talk that a code opened, for twenty minutes."""
    user = _pupil_user(request)
    number, until = request.session.get(OPENED, (0, 0.0))
    telling = opened(user.school, number)
    if telling is None or until < timezone.now().timestamp():
        return redirect("tell-code")
    return _talk(request, telling, None)


def _may_try(request: HttpRequest) -> bool:
    """Whether another code may be tried now."""
    now = timezone.now().timestamp()
    tries = [at for at in request.session.get(TRIES, []) if at > now - PAUSE]
    request.session[TRIES] = [*tries, now]
    return len(tries) < MOST_TRIES


def _talk(request: HttpRequest, telling: Telling, user: User | None) -> HttpResponse:
    form = MessageForm(request.POST or None)
    if form.is_valid() and done(form, lambda: reply(telling=telling, user=user, **form.cleaned_data)):
        messages.success(request, _("Sent. It was good that you told us more."))
        return redirect(request.path)
    see_answers(telling=telling)
    context = {"telling": telling, "said": messages_of(telling), "form": form, "by_code": user is None}
    return render(request, "concerns/telling/talk.html", context)


@concern_page
def tell_adult(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """Answer the child who told us."""
    telling = next((one for one in of_concern(concern) if one.key == key), None)
    if telling is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    page = reverse("concern", args=[school.code, concern.reference])
    if form.is_valid() and done(form, lambda: answer(by=by(request), telling=telling, **form.cleaned_data)):
        messages.success(request, _("Your answer waits for the child."))
        return redirect(page)
    context = {"form": form, "title": _("Answer the child"), "submit": _("Send"), "back_link": page}
    return render(request, "concerns/telling/answer.html", context | {"said": messages_of(telling)})
