"""Forms of imports: the file, its columns, its words, the last look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.importing.actions.unpacking import MOST_ZIP_BYTES
from belisha.console.concerns.importing.rules.fields import TITLES
from belisha.console.concerns.importing.rules.reading import MOST_BYTES
from belisha.console.concerns.rules.categories import categories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.concerns.importing.rules.fields import Mapping

__all__ = ["ColumnsForm", "SureForm", "TakeBackForm", "UploadForm", "WordsForm"]


class UploadForm(forms.Form):
    """The file."""

    upload = forms.FileField(
        label=_("File"),
        help_text=_("A CSV file of at most 20,000 rows and 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file.")},
    )

    archive = forms.FileField(
        label=_("Zip with the files that belong to it"),
        help_text=_("At most 1,000 files and 100 MB. A column of the log must name the files of each row."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        required=False,
        allow_empty_file=True,
    )

    def clean_upload(self) -> Any:
        """Not too large to be read. Raises ValidationError."""
        given = self.cleaned_data["upload"]
        if (given.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file has more than 20 MB. Divide it, and take over one part after the other."))
        return given

    def clean_archive(self) -> Any:
        """Not too large to be read. Raises ValidationError."""
        given = self.cleaned_data["archive"]
        if given and (given.size or 0) > MOST_ZIP_BYTES:
            raise ValidationError(_("The zip has more than 100 MB. Divide it, and its rows with it."))
        return given


class ColumnsForm(forms.Form):
    """Which column is what."""

    def __init__(self, *given: Any, headers: Sequence[str], start: Mapping, **options: Any) -> None:
        """`start`: what the file probably means."""
        super().__init__(*given, **options)
        found = dict.fromkeys(header for header in headers if header)
        choices = [("", now_("Not in this file")), *((header, header) for header in found)]
        for field, title in TITLES.items():
            self.fields[f"c_{field}"] = forms.ChoiceField(
                label=title, choices=choices, required=False, initial=start.columns.get(field, "")
            )
            self.fields[f"c_{field}"].plain = True  # type: ignore[attr-defined]  # "Not in this file" says enough
        self.fields["unsaid"] = forms.ChoiceField(
            label=_("Rows that do not say whether they are closed are"),
            choices=[("closed", _("closed, on their own date")), ("open", _("open: somebody must look at them"))],
            initial=start.unsaid,
            widget=forms.RadioSelect,
        )

    def clean(self) -> dict[str, Any]:
        """With `columns`. Raises ValidationError."""
        said = super().clean() or {}
        said["columns"] = {field: said[f"c_{field}"] for field in TITLES if said.get(f"c_{field}")}
        if "date" not in said["columns"]:
            self.add_error("c_date", now_("Choose the column with the date."))
        if "words" not in said["columns"]:
            self.add_error("c_words", now_("Choose the column that says what happened."))
        return said


class WordsForm(forms.Form):
    """What the words for kinds of concern mean here."""

    def __init__(self, *given: Any, words: Sequence[tuple[str, int]], start: dict[str, str], rest: str, **options: Any):
        """`words`: of the file, with how many rows have them; `start`: what they probably mean."""
        super().__init__(*given, **options)
        kinds = [(one.id, now_(one.title)) for one in categories()]
        self.words = [word for word, _number in words]
        for place, (word, number) in enumerate(words):
            self.fields[f"w_{place}"] = forms.ChoiceField(
                label=now_("“%(word)s” (rows: %(n)s)") % {"word": word, "n": number},
                choices=[("", now_("As everything else, below")), *kinds],
                initial=start.get(word, ""),
                required=False,
            )
            self.fields[f"w_{place}"].plain = True  # type: ignore[attr-defined]  # its first choice is an answer
        self.fields["rest"] = forms.ChoiceField(
            label=_("Everything else, and rows that do not say, is"), choices=kinds, initial=rest
        )

    @property
    def meant(self) -> dict[str, str]:
        """What was chosen: word -> id of a category."""
        found = {word: self.cleaned_data[f"w_{place}"] for place, word in enumerate(self.words)}
        return {word: kind for word, kind in found.items() if kind}


class TakeBackForm(forms.Form):
    """Why an old log is taken back."""

    reason = forms.CharField(
        label=_("Why?"), max_length=400, error_messages={"required": _("Say why it is taken back.")}
    )


class SureForm(forms.Form):
    """The last look."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sure = forms.BooleanField(
        label=_("I have looked at what comes in, and who will see it"),
        error_messages={"required": _("Tick this when you have looked.")},
    )

    def shows(self, seen: str) -> None:
        """Take the plan that is on the page now, whatever was on it before."""
        self.initial["seen"] = seen
        if self.is_bound:
            self.data = {**{name: self.data[name] for name in self.data}, "seen": seen}
