"""What all pages with a form do: show it, act when it is sent, go on with a message, or say what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from belisha.console.access.forms import done
from belisha.console.access.places import may

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django import forms
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import School
    from belisha.console.access.permissions import Permission

__all__ = ["answer", "rights"]


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    to: str | Callable[[], str],
    success: StrOrPromise,
    context: Mapping[str, object] | Callable[[], Mapping[str, object]],
    template: str = "design/form_page.html",
) -> HttpResponse:
    """The page of a form; once it is sent and the action is done, on to another page with a message.

    `context`: asked for only where the page is shown, if it is a function.
    """
    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, success)
        return redirect(to if isinstance(to, str) else to())
    shown = context() if callable(context) else context
    return render(request, template, {"form": form, **shown})


def rights(request: HttpRequest, school: School, *wanted: Permission) -> dict[str, bool]:
    """Which of some permissions whoever asks has here, by name in small letters: what a template asks for."""
    return {permission.name.lower(): may(request, permission, school) for permission in wanted}
