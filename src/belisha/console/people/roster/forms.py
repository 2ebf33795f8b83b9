"""Forms of rosters: the upload, the columns of a spreadsheet, reasons, the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from belisha.console.design.fields import Radios
from belisha.console.people.roster.actions.taking import DEFAULT_SOURCE
from belisha.console.people.roster.readers import RosterError, bundle_of
from belisha.console.people.roster.readers.files import MEGABYTE, MOST_BYTES, MOST_FILES
from belisha.console.people.roster.readers.mapped import Mapping
from belisha.console.people.roster.words import MAPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from belisha.console.people.models import RosterFeed, RosterSource
    from belisha.console.people.roster.readers.mapped import Sample

__all__ = ["ApplyForm", "FeedForm", "MappingForm", "ReadingForm", "ReasonForm", "UploadForm"]

AS_SAID, EVERYBODY, SOME = "", "all", "some"
OTHER = "other"


class _Files(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """One file or several."""

    widget = _Files(attrs={"accept": ".xml,.csv,.txt,.xlsx,.zip"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files as a list. Raises ValidationError."""
        given: list[Any] = data if isinstance(data, list) else [data]
        return [super(_FilesField, self).clean(each, initial) for each in given or [None]]


class UploadForm(forms.Form):
    """What to take in."""

    upload = _FilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_(
            "A Common Transfer File (XML), a OneRoster or School Data Sync export (all its CSV files, or the zip "
            "archive), or one spreadsheet (CSV or XLSX). At most 32 MB."
        ),
    )
    source = forms.ChoiceField(
        label=_("Which system does it come from?"),
        help_text=_("Whoever came from a system before and is missing from its next complete file counts as a leaver."),
        widget=forms.RadioSelect,
    )
    new_source = forms.CharField(
        label=_("Name of the other system"), max_length=60, required=False, help_text=_("For example: HR system")
    )
    complete = forms.ChoiceField(
        label=_("Does it name everybody?"),
        required=False,
        choices=[
            (AS_SAID, _("As the file says itself")),
            (EVERYBODY, _("Yes: whoever is missing has left")),
            (SOME, _("No: nobody leaves because of it")),
        ],
        widget=Radios(
            {
                AS_SAID: _("OneRoster and School Data Sync files do. Other files are taken not to name everybody."),
                EVERYBODY: _("Only for the kinds of people in the file: a file of pupils takes no staff away."),
            }
        ),
    )

    def __init__(self, *given: Any, sources: Sequence[RosterSource] = (), **options: Any) -> None:
        """`sources`: the systems of the school."""
        super().__init__(*given, **options)
        names = [source.name for source in sources] or [DEFAULT_SOURCE]
        field = self.fields["source"]
        field.choices = [*((name, name) for name in names), (OTHER, _("Another system"))]  # type: ignore[attr-defined]  # of a ChoiceField
        field.initial = names[0]
        self.fields["complete"].plain = True  # type: ignore[attr-defined]  # it has an answer from the start

    def clean(self) -> dict[str, Any]:
        """With `bundle` and `source_name`. Raises ValidationError."""
        said = super().clean() or {}
        other = said.get("source") == OTHER
        said["source_name"] = said.get("new_source", "").strip() if other else said.get("source", "")
        if other and not said["source_name"]:
            self.add_error("new_source", _("Give the other system a name."))
        files: list[UploadedFile[Any]] = said.get("upload") or []
        if files:
            said["bundle"] = self._bundle(files)
        said["names_everybody"] = {EVERYBODY: True, SOME: False}.get(said.get("complete", ""))
        return said

    def _bundle(self, files: list[UploadedFile[Any]]) -> Any:
        if sum(file.size or 0 for file in files) > MOST_BYTES:
            self.add_error("upload", _("Together these are more than %(n)s MB.") % {"n": MOST_BYTES // MEGABYTE})
            return None
        if len(files) > MOST_FILES:
            self.add_error("upload", _("These are too many files for one roster."))
            return None
        try:
            return bundle_of([(file.name or "file", file.read()) for file in files])
        except RosterError as error:
            self.add_error("upload", str(error))
            return None


class MappingForm(forms.Form):
    """Which column of a spreadsheet is what."""

    def __init__(self, *given: Any, sample: Sample, **options: Any) -> None:
        """`sample`: the spreadsheet's headers, and what we guess."""
        super().__init__(*given, **options)
        headers = list(dict.fromkeys(header for header in sample.headers if header))
        choices = [("", _("Not in this file")), *((header, header) for header in headers)]
        for field, label in MAPPED.items():
            self.fields[f"c_{field}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=sample.guess.columns.get(field, "")
            )
            self.fields[f"c_{field}"].plain = True  # type: ignore[attr-defined]  # "Not in this file" says enough
        self.fields["everybody_is"] = forms.ChoiceField(
            label=_("If no column says what people are: everybody is"),
            choices=[
                ("", _("A column says it")),
                ("pupil", _("a pupil")),
                ("staff", _("staff")),
                ("parent", _("a parent")),
            ],
            required=False,
            initial=sample.guess.kind,
        )
        self.fields["everybody_is"].plain = True  # type: ignore[attr-defined]  # a choice says it

    def clean(self) -> dict[str, Any]:
        """With `mapping`. Raises ValidationError."""
        said = super().clean() or {}
        columns = {field: said[f"c_{field}"] for field in MAPPED if said.get(f"c_{field}")}
        if not {"key", "upn"} & columns.keys():
            self.add_error("c_key", _("Choose the column with the id, or that with the pupil number (UPN)."))
        if not {"given", "family", "full_name"} & columns.keys():
            self.add_error("c_family", _("Choose the columns with the names."))
        if "kind" not in columns and not said.get("everybody_is"):
            self.add_error("everybody_is", _("Say what the people in this file are."))
        said["mapping"] = Mapping(columns=columns, kind="" if "kind" in columns else said.get("everybody_is", ""))
        return said


class ReadingForm(forms.Form):
    """How a file is compared: our school in it, does it name everybody, is it trusted in spite of bad rows."""

    org = forms.ChoiceField(label=_("Which school of the file is this one?"), required=False)
    complete = forms.BooleanField(label=_("The file names everybody: whoever is missing has left"), required=False)
    trust_absent = forms.BooleanField(
        label=_("None of the bad rows is about somebody who is still here: take the missing people as leavers"),
        required=False,
    )


class ApplyForm(forms.Form):
    """The last look before a roster is applied."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=_("Why is this right?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *given: Any, asks: bool, **options: Any) -> None:
        """`asks`: whether a reason is needed."""
        super().__init__(*given, **options)
        if asks:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class ReasonForm(forms.Form):
    """A reason, for the record."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, help_text=_("It goes on record."))


class FeedForm(forms.Form):
    """The nightly feed."""

    on = forms.BooleanField(label=_("Take in and apply files by themselves"), required=False)
    source = forms.CharField(
        label=_("System that it comes from"),
        max_length=60,
        help_text=_("Use the same name as for files that you upload by hand."),
    )
    complete = forms.BooleanField(label=_("Each file names everybody: whoever is missing has left"), required=False)
    due_at = forms.TimeField(
        label=_("A file is due each day by"),
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        help_text=_("For example, 06:00"),
    )
    weekdays_only = forms.BooleanField(label=_("Not on Saturdays and Sundays"), required=False)
    late_hours = forms.IntegerField(
        label=_("Hours after which it is too late"),
        min_value=1,
        max_value=168,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        help_text=_("Then it stands on the first page of all who import people, and the next file waits for approval."),
    )

    @staticmethod
    def starting_with(feed: RosterFeed | None) -> dict[str, Any]:
        """What the form shows at first."""
        if feed is None:
            return {
                "source": DEFAULT_SOURCE,
                "complete": True,
                "due_at": "06:00",
                "weekdays_only": True,
                "late_hours": 24,
            }
        names = ("on", "complete", "due_at", "weekdays_only", "late_hours")
        return {"source": feed.source.name} | {name: getattr(feed, name) for name in names}

    def clean_source(self) -> str:
        """Without spaces at its ends. Raises ValidationError."""
        name: str = self.cleaned_data["source"].strip()
        if not name:
            raise ValidationError(_("Give the system a name."))
        return name
