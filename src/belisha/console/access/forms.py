"""What all forms about schools, calendars and posts share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

__all__ = ["PickedDay", "attempt", "done"]


class PickedDay(forms.DateField):
    """A day in one box, with the browser's own picker: for tables of many days. Without a picker: 1/9/2026."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"])
        super().__init__(**options)


def done(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Whether an action could be done; if not, the form says why, beside the field that is wrong."""
    try:
        act()
    except ValidationError as error:
        known = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
        form.add_error(None, error if known or not hasattr(error, "error_dict") else error.messages)
        return False
    return True


def attempt(request: HttpRequest, act: Callable[[], object], success: StrOrPromise) -> bool:
    """Do what a button without a form asks for, and say on the next page how it went."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, success)
    return True
