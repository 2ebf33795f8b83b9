"""Forms for many site rules at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from belisha.console.design.fields import LongSelect
from belisha.console.filtering.policy.forms.site_rules import EndingForm
from belisha.console.filtering.policy.rules.many import Renewal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.engine.policy import Policy

__all__ = ["EndManyForm", "RenewManyForm"]


class EndManyForm(forms.Form):
    """Whether to end these rules. `same`: they are those that the page showed; others are not ended unread."""

    def __init__(self, data: Any = None, *, same: bool) -> None:
        super().__init__(data)
        self._same = same

    def clean(self) -> dict[str, Any]:
        """The rules are those that were read."""
        if not self._same:
            raise ValidationError(_("These rules are not the same as before: somebody changed one. Look once more."))
        return self.cleaned_data


class RenewManyForm(EndingForm, EndManyForm):
    """A new end, and perhaps another owner and reason, for all of them."""

    owner = forms.ChoiceField(
        label=__("Who answers for them"),
        widget=LongSelect,
        required=False,
        help_text=__("Leave it, and each keeps its own."),
    )
    reason = forms.CharField(
        label=__("Why"),
        widget=forms.Textarea({"rows": 3}),
        max_length=400,
        required=False,
        help_text=__("Leave it empty, and each keeps its own reason."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        same: bool,
        opens: bool,
        policy: Policy,
        owners: Sequence[tuple[str, object]],
    ) -> None:
        super().__init__(data, same=same)
        self._opens = opens
        self._set_up(owners, policy)
        self.fields["owner"].choices = [("", _("As it is")), *owners]  # type: ignore[attr-defined]  # of ChoiceField
        self.fields["until_day"].help_text = _("Rules that block without an end stay without one.")

    def clean(self) -> dict[str, Any]:
        """What opens needs an end, and something has to be said."""
        super().clean()
        self._clean_end("allow" if self._opens else "block")
        given = self.cleaned_data
        if not self.errors and not any((given["until"], given["owner"], given["reason"].strip())):
            raise ValidationError(_("Say until when they go on, who answers for them from now on, or why."))
        return given

    def renewal(self) -> Renewal:
        """How each of them goes on."""
        given = self.cleaned_data
        name = str(self._owners[given["owner"]]) if given["owner"] else ""
        return Renewal(given["until"], given["owner"], name, given["reason"].strip())
