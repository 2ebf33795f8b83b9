"""The body map: marks on a figure, by pointer or from a list; kept in a sealed entry, printed with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.concerns.actions.writing import add_entry, look
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.models import Entry
from belisha.console.concerns.record.forms.body import BodyForm, marks_in, rows_for
from belisha.console.concerns.record.queries.entries import draft_of, entry_of
from belisha.console.concerns.record.rules.body import KINDS, parts
from belisha.console.concerns.record.views.history import history_steps_up
from belisha.console.concerns.record.views.writing import form_of_entry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.record.forms.body import MarkForm

__all__ = ["new", "shown"]


class _WithMarks(BodyForm):
    """The form with its rows: valid when all of them are."""

    def __init__(self, *given: Any, rows: list[MarkForm], **options: Any) -> None:
        super().__init__(*given, **options)
        self.rows = rows

    def is_valid(self) -> bool:
        """Whether words and marks may be written down."""
        rows = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(rows)


@never_cache
@concern_page
@history_steps_up
def new(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Write down injuries."""
    del school
    who = by(request)
    draft = draft_of(who, concern, "body-map")
    typed = request.POST if request.method == "POST" else None
    rows = rows_for(typed, draft.typed if draft else {})
    adding = typed is not None and "more" in typed
    kept = draft.typed.get("text", "") if draft else ""
    first = {"text": typed.get("text", "") if typed is not None and adding else kept}
    form = _WithMarks(None if adding else typed, rows=rows, initial=first)

    def act() -> None:
        details = {"figure": 1, "marks": marks_in(rows)}
        add_entry(by=who, concern=concern, kind=Entry.Kind.BODY_MAP, text=form.cleaned_data["text"], details=details)

    return form_of_entry(
        request,
        concern,
        "body-map",
        form,
        act,
        template="concerns/record/body_map_new.html",
        context={"forms": rows, "parts": parts(), "draft": draft, "marks": _placed(rows)},
    )


def _placed(rows: list[MarkForm]) -> list[dict[str, Any]]:
    """What of the rows can be drawn already, right or wrong."""
    found = []
    by_id = {part.id: part for part in parts()}
    for row in rows:
        part = by_id.get(str(row["part"].value() or ""))
        if part is not None:
            x, y = row["x"].value(), row["y"].value()
            at = (int(x), int(y)) if str(x).isdigit() and str(y).isdigit() else part.middle
            found.append({"n": row.number, "view": part.view, "x": at[0], "y": at[1]})
    return found


@never_cache
@concern_page
@history_steps_up
def shown(request: HttpRequest, school: School, concern: Concern, mark: str) -> HttpResponse:
    """A body map with its words, made to be printed."""
    one = entry_of(concern, mark)
    if one.entry.kind != Entry.Kind.BODY_MAP or one.entry.erased_at is not None:
        raise Http404
    look(by=by(request), concern=concern, what="body-map")
    context = {
        "school": school,
        "concern": concern,
        "one": one,
        "parts": parts(),
        "marks": one.entry.details.get("marks", []),
        "kinds": dict(KINDS),
    }
    return render(request, "concerns/record/body_map.html", context)
