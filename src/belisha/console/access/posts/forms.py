"""Forms of posts: whom to look for, on which terms, for which days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import User
from belisha.console.access.permissions import TITLES
from belisha.console.access.posts.actions.appointing import Terms
from belisha.console.access.posts.rules import MINUTED
from belisha.console.access.roles import ROLES, Role
from belisha.console.design.fields import DayField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import Post

__all__ = [
    "AppointForm",
    "AwayForm",
    "CoverForm",
    "EndForm",
    "HandOverForm",
    "ReappointForm",
    "WhoMayForm",
]

FOUND_AT_MOST = 20


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """Somebody of those found, by name and what they are to the school."""

    def label_from_instance(self, obj: User) -> str:
        """The name, and what tells two people of one name apart."""
        return f"{obj.name} ({obj.get_kind_display().lower()}{f', {obj.username}' if obj.username else ''})"


def _person(label: Any, people: QuerySet[User], sought: str) -> PersonChoice:
    """A choice among the first people whose name holds the words sought; any of `people` is accepted when sent.

    Parents are many, and seldom meant: they are shown to whoever seeks them by name.
    """
    field = PersonChoice(
        people,
        label=label,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a person."), "invalid_choice": _("Choose one of the people found.")},
    )
    found = people if sought else people.exclude(kind=User.Kind.PARENT)
    for word in sought.split():
        found = found.filter(name__icontains=word)
    field.widget.choices = [(user.pk, field.label_from_instance(user)) for user in found[:FOUND_AT_MOST]]
    return field


class TermsForm(forms.Form):
    """On which terms a post is held: asks for what the role asks for."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), required=False, help_text=_("Leave empty if it has no end yet."))
    leads = forms.BooleanField(
        label=_("They are on the leadership team"),
        required=False,
        help_text=_("A designated safeguarding lead (DSL) must be."),
    )
    supplier = forms.CharField(label=_("Supplier"), max_length=120, help_text=_("The company they work for."))
    minute = forms.CharField(
        label=_("Minute"),
        max_length=120,
        required=False,
        help_text=_("Which minute of the governors appointed them, for example FGB 12 May 2026, item 7."),
    )
    reason = forms.CharField(
        label=_("Remark"), max_length=200, required=False, help_text=_("Kept in the record of who did what.")
    )

    def for_role(self, role: Role) -> None:
        """Leave out what the role does not ask for."""
        asked = {
            "leads": role is Role.DSL,
            "supplier": role is Role.TECHNICIAN,
            "minute": role in MINUTED,
        }
        for name, wanted in asked.items():
            if not wanted:
                del self.fields[name]
        if ROLES[role].ends:
            self.fields["last"].required = True
            self.fields["last"].help_text = _("The end of the contract, or earlier. Appoint them again to go on.")
        self.fields["first"].initial = timezone.localdate()

    @property
    def terms(self) -> Terms:
        """What was entered. Only of a valid form."""
        given = self.cleaned_data
        return Terms(
            given["first"],
            given["last"],
            given.get("leads", False),
            given.get("supplier", ""),
            given.get("minute", ""),
        )


class AppointForm(TermsForm):
    """Whom to appoint to a role. `everywhere`: whether it may be for the whole federation."""

    def __init__(
        self, *args: Any, role: Role, people: QuerySet[User], sought: str, everywhere: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.for_role(role)
        self.fields["holder"] = _person(_("Whom"), people, sought)
        if everywhere:
            self.fields["everywhere"] = forms.BooleanField(label=_("For all schools of the federation"), required=False)
        # the action says of these what it refuses: shown at the top where the form has no such field
        self.order_fields(["holder", "everywhere", "first", "last"])


class HandOverForm(TermsForm):
    """Who takes a post over, from when."""

    def __init__(self, *args: Any, post: Post, people: QuerySet[User], sought: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.for_role(Role(post.role))
        self.fields["holder"] = _person(_("Who takes over"), people.exclude(pk=post.holder_id), sought)
        self.fields["first"].label = _("First day of the new holder")
        self.fields["first"].help_text = _("The one before has the post until the day before.")
        self.order_fields(["holder", "first", "last"])


class EndForm(forms.Form):
    """When a post ends, and why."""

    last = DayField(label=_("Last day"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Kept in the record of who did what.")
    )


class ReappointForm(forms.Form):
    """Until when somebody goes on."""

    last = DayField(label=_("New last day"), required=False)
    minute = forms.CharField(label=_("Minute"), max_length=120, required=False)

    def __init__(self, *args: Any, role: Role, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["last"].required = ROLES[role].ends
        if role not in MINUTED:
            del self.fields["minute"]


class CoverForm(forms.Form):
    """Who stands in, from when to when."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    delegated = forms.BooleanField(
        label=_("The holder works on as well"),
        required=False,
        help_text=_("Then both have the rights of the post: the work is delegated, not covered."),
    )
    reason = forms.CharField(
        label=_("Remark"), max_length=200, required=False, help_text=_("Not the reason of an absence: that is private.")
    )

    def __init__(self, *args: Any, people: QuerySet[User], sought: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stand_in"] = _person(_("Who stands in"), people, sought)
        self.order_fields(["stand_in", "first", "last", "delegated", "reason"])


class AwayForm(forms.Form):
    """From when to when somebody is away. It does not ask why."""

    first = DayField(label=_("First day away"))
    last = DayField(label=_("Last day away"))


class WhoMayForm(forms.Form):
    """Which right to look up."""

    right = forms.ChoiceField(
        label=_("Who may …"), required=False, choices=[(each.value, title) for each, title in TITLES.items()]
    )
