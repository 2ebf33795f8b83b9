"""Marks on the body map: each a place, what is seen, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.concerns.record.rules.body import DEEP, KINDS, WIDE, mark_of, part_of, parts

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOST", "BodyForm", "MarkForm", "marks_in", "rows_for"]

MOST: Final = 12
AT_FIRST: Final = 3


def _part_choices() -> list[Any]:
    views = {"front": _("Front"), "back": _("Back")}
    found: list[Any] = [("", _("No mark"))]
    for view, title in views.items():
        found.append((title, [(part.id, _(part.title)) for part in parts() if part.view == view]))
    return found


class MarkForm(forms.Form):
    """One mark. A row whose place is not chosen is left out."""

    part = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[("", gettext_lazy("Choose")), *((id_, gettext_lazy(title)) for id_, title in KINDS)],
        required=False,
    )
    size = forms.CharField(
        label=gettext_lazy("Size and colour"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For example: as a 10p piece, yellow"),
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("What it looks like, and what the child says of it"),
    )
    x = forms.IntegerField(required=False, min_value=0, max_value=WIDE, widget=forms.HiddenInput)
    y = forms.IntegerField(required=False, min_value=0, max_value=DEEP, widget=forms.HiddenInput)

    def __init__(self, *given: Any, number: int, **options: Any) -> None:
        options["prefix"] = f"mark-{number}"
        super().__init__(*given, **options)
        self.number = number
        self.fields["part"].choices = _part_choices()  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.plain = True  # type: ignore[attr-defined]  # a row may be left empty as a whole

    def clean(self) -> dict[str, Any]:
        """A mark has words. Raises ValidationError."""
        given = super().clean() or {}
        said = any(given.get(name) for name in ("kind", "size", "words"))
        if given.get("part") and not given.get("words"):
            self.add_error("words", ValidationError(_("Say in words what is seen there.")))
        if said and not given.get("part") and "part" not in self.errors:
            self.add_error("part", ValidationError(_("Say where it is.")))
        return given

    @property
    def mark(self) -> dict[str, Any] | None:
        """As the entry keeps it; None for an empty row."""
        given = self.cleaned_data
        part = part_of(given["part"])
        if part is None:
            return None
        at = (given["x"], given["y"]) if given["x"] is not None and given["y"] is not None else None
        return mark_of(self.number, part, at, kind=given["kind"], size=given["size"], words=given["words"])


class BodyForm(forms.Form):
    """What is said of all marks together."""

    text = forms.CharField(
        label=gettext_lazy("How it came to be seen"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "Who saw it, when, and what the child said, word for word. Never undress a child to look."
        ),
        error_messages={"required": gettext_lazy("Write down how it came to be seen.")},
    )


def rows_for(typed: Mapping[str, Any] | None, first: Mapping[str, Any]) -> list[MarkForm]:
    """The rows of the page: those that were typed into, with empty ones after them. `first`: what was kept."""
    held = typed if typed is not None else first
    used = [
        number for number in range(1, MOST + 1) if any(held.get(f"mark-{number}-{name}") for name in ("part", "words"))
    ]
    more = AT_FIRST if typed is None or "more" in typed else 0
    count = min(max(max(used, default=0) + more, AT_FIRST), MOST)
    if typed is not None and "more" not in typed:
        return [MarkForm(typed, number=number) for number in range(1, count + 1)]
    return [MarkForm(number=number, initial=_row(held, number)) for number in range(1, count + 1)]


def _row(held: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {name: held.get(f"mark-{number}-{name}") for name in ("part", "kind", "size", "words", "x", "y")}


def marks_in(rows: list[MarkForm]) -> list[dict[str, Any]]:
    """The marks of valid rows, numbered anew. Raises ValidationError where there is none."""
    marks = [row.mark for row in rows if row.mark is not None]
    if not marks:
        raise ValidationError(_("Put at least one mark on the figure: choose a part of the body."))
    return [{**mark, "n": number} for number, mark in enumerate(marks, 1)]
