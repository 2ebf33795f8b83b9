"""How long signatures and answers are kept, and the deletion of those that have been kept long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.keeping.actions import let_go
from belisha.console.agreements.keeping.declared import LONGER
from belisha.console.agreements.keeping.forms import LetGoForm
from belisha.console.agreements.keeping.queries import due_at
from belisha.console.agreements.keeping.rules import classes

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.agreements.keeping.queries import Due

__all__ = ["keeping"]

SIZE = 50


@school_page(Permission.WRITE_AGREEMENTS)
def keeping(request: HttpRequest, school: School) -> HttpResponse:
    """The classes, and who is due: those who are left ticked are deleted, page by page."""
    page = Paginator(due_at(school, timezone.localdate()), SIZE).get_page(request.GET.get("page"))
    due = list(page.object_list)
    form = LetGoForm(due, request.POST if request.method == "POST" else None, [_words(each) for each in due])
    if request.method == "POST" and form.is_valid():
        gone: list[int] = []
        people = form.cleaned_data["people"]
        if done(form, lambda: gone.append(let_go(by=by(request), school=school, people=people))):
            words = ngettext("%(n)s entry is deleted.", "%(n)s entries are deleted.", gone[0])
            messages.success(request, words % {"n": gone[0]})
            return redirect("agreements-keeping", school.code)
    context = {
        "school": school,
        "classes": classes().values(),
        "longer": value_of(school, LONGER),
        "setting": LONGER.key,
        "page": page,
        "form": form,
    }
    return render(request, "agreements/keeping/keeping.html", context)


def _words(due: Due) -> str:
    words = _(
        "%(name)s, left on %(left)s: %(signed)s signed, %(answers)s answered, shown in %(shown)s places,"
        " %(around)s notes of asking and declining; due since %(since)s"
    )
    return words % {
        "name": due.person.name,
        "left": date_format(due.left, "j F Y"),
        "signed": len(due.signatures),
        "answers": len(due.answers),
        "shown": len(due.shown),
        "around": len(due.around),
        "since": date_format(due.since, "j F Y"),
    }
