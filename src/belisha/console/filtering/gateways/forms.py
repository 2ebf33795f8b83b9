"""Forms of gateways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.models import School

__all__ = ["AddForm", "NameForm", "TakeOutForm"]


class NameForm(forms.Form):
    """What a gateway is called."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Where it stands. For example: Server room, Oakfield")
    )


class AddForm(NameForm):
    """A new one."""

    schools = forms.MultipleChoiceField(
        label=_("Also for these schools"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Its machine will hold the names of their people, and what tells whether a password is right."),
    )

    def __init__(self, *given: Any, others: Sequence[School] = (), **options: Any) -> None:
        """`others`: schools where whoever adds it may add gateways too."""
        super().__init__(*given, **options)
        if not others:
            del self.fields["schools"]
        else:
            self.fields["schools"].choices = [(each.code, each.name) for each in others]  # type: ignore[attr-defined]  # of a choice field


class TakeOutForm(forms.Form):
    """Why one is taken out."""

    reason = forms.CharField(
        label=_("Why is it taken out?"), max_length=400, help_text=_("For example: the machine was replaced, or stolen")
    )
