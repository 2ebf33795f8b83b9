"""A profile's parts as forms: settings, categories, what stays open, times of day, encrypted connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from msgspec.structs import replace

from belisha.console.design.fields import LongSelect
from belisha.console.filtering.policy.forms.choices import category_ids, profile_choices
from belisha.console.filtering.policy.rules.resolved import (
    FILE_KINDS,
    PAGES,
    QUIC,
    SAFE_SEARCH,
    UNLISTED,
    YOUTUBE,
    blocked_by,
    parts_of,
)
from belisha.console.filtering.policy.rules.words import KINDS_OF_CATEGORY, title_of
from belisha.engine.decide.file_kinds import CONTENT_TYPES
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy.inherit import lineage
from belisha.engine.policy.model import Profile, TlsRules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.engine.policy import Policy

__all__ = ["CategoriesForm", "NewProfileForm", "SettingsForm", "rooted", "tls_with"]

INHERITED: Final = ""


class NewProfileForm(forms.Form):
    """A profile to begin with: what it is called, and what it inherits from."""

    name = forms.CharField(
        label=__("Name"), max_length=60, help_text=__("Say whom it is for. For example, Reading club or Year 6.")
    )
    inherits = forms.ChoiceField(
        label=__("Inherits from"),
        widget=LongSelect,
        help_text=__("It begins as this profile is, and follows it wherever you say nothing."),
    )

    def __init__(self, data: Any = None, *, policy: Policy, inherits: str = "") -> None:
        super().__init__(data, initial={"inherits": inherits or policy.federation.profile})
        self.fields["inherits"].choices = profile_choices(policy.profiles)  # type: ignore[attr-defined]  # of ChoiceField
        self._names = {profile.name.casefold() for profile in policy.profiles.values()}

    def clean_name(self) -> str:
        """No two profiles have one name."""
        name = str(self.cleaned_data["name"]).strip()
        if name.casefold() in self._names:
            raise ValidationError(_("There is a profile of this name already."))
        return name

    def profile(self) -> Profile:
        """The profile that is asked for."""
        return Profile(name=self.cleaned_data["name"], inherits=self.cleaned_data["inherits"])


def rooted(policy: Policy, profile: str) -> str:
    """What a profile inherits from, if that exists."""
    parent = policy.profiles[profile].inherits
    return parent if parent in policy.profiles else ""


SETTINGS: Final[Mapping[str, tuple[object, Mapping[str, object], object]]] = {
    "page": (__("Page when something is blocked"), PAGES, __("Who reads it: the words are for their age.")),
    "unlisted": (
        __("Sites in no list"),
        UNLISTED,
        __("Lists know millions of sites, but not all. What is marked appears in the weekly report."),
    ),
    "safe_search": (__("Safe search"), SAFE_SEARCH, __("Search engines leave out pictures and pages for adults.")),
    "youtube": (__("YouTube"), YOUTUBE, ""),
    "quic": (__("QUIC, the browsers' fast lane"), QUIC, ""),
}


class SettingsForm(forms.Form):
    """Name, what a profile inherits from, and its settings other than categories."""

    name = forms.CharField(label=__("Name"), max_length=60)
    inherits = forms.ChoiceField(label=__("Inherits from"), required=False, widget=LongSelect)

    def __init__(self, data: Any = None, *, policy: Policy, profile: str) -> None:
        self._own = policy.profiles[profile]
        super().__init__(data, initial=_initial(self._own))
        parent = rooted(policy, profile)
        heirs = [name for name in policy.profiles if profile in lineage(name, policy.profiles)]
        choices = profile_choices(policy.profiles, heirs)
        self.fields["inherits"].choices = [(INHERITED, _("No other profile")), *choices]  # type: ignore[attr-defined]  # of ChoiceField
        told = {part.name: part.value for part in parts_of(parent, policy.profiles)} if parent else {}
        for field, (label, known, hint) in SETTINGS.items():
            self.fields[field] = _setting(str(label), known, str(hint), told.get(str(label), ""))
        self._file_kinds(told.get(_("Files that are not let in"), ""))

    def _file_kinds(self, inherited: str) -> None:
        own = [("inherit", _("As inherited: %(kinds)s") % {"kinds": inherited})] if inherited else []
        self.fields["kinds"] = forms.ChoiceField(
            label=_("Files that are not let in"),
            choices=[*own, ("own", _("These kinds, or none"))],
            widget=forms.RadioSelect,
            initial=self.initial["kinds"] if own else "own",
        )
        self.fields["blocked_file_kinds"] = forms.MultipleChoiceField(
            label=_("Kinds of file"),
            choices=[(kind, FILE_KINDS.get(kind, kind)) for kind in CONTENT_TYPES],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Counts only where this profile says so itself."),
        )

    def profile(self) -> Profile:
        """The profile with what was chosen."""
        given = self.cleaned_data
        kinds = tuple(given["blocked_file_kinds"]) if given["kinds"] == "own" else None
        safe = {"yes": True, "no": False}.get(given["safe_search"])
        return replace(
            self._own,
            name=given["name"].strip(),
            inherits=given["inherits"] or None,
            page=given["page"] or None,
            unlisted=given["unlisted"] or None,
            youtube=given["youtube"] or None,
            quic=given["quic"] or None,
            safe_search=safe,
            blocked_file_kinds=kinds,
        )


def _initial(own: Profile) -> dict[str, Any]:
    safe = {True: "yes", False: "no", None: INHERITED}[own.safe_search]
    return {
        "name": own.name,
        "inherits": own.inherits or INHERITED,
        "page": own.page or INHERITED,
        "unlisted": own.unlisted or INHERITED,
        "youtube": own.youtube or INHERITED,
        "quic": own.quic or INHERITED,
        "safe_search": safe,
        "kinds": "inherit" if own.blocked_file_kinds is None else "own",
        "blocked_file_kinds": list(own.blocked_file_kinds or ()),
    }


def _setting(label: str, known: Mapping[str, object], hint: str, inherited: str) -> forms.ChoiceField:
    """A setting with "as inherited" as its first choice; a profile that inherits from none has to say it."""
    first = [(INHERITED, _("As inherited: %(value)s") % {"value": inherited})] if inherited else []
    return forms.ChoiceField(
        label=label,
        choices=[*first, *known.items()],
        widget=forms.RadioSelect,
        help_text=hint,
        required=not inherited,
    )


class CategoriesForm(forms.Form):
    """Every category in one of three states: as inherited, blocked, open."""

    def __init__(self, data: Any = None, *, policy: Policy, profile: str) -> None:
        super().__init__(data)
        self._own = policy.profiles[profile]
        parent = rooted(policy, profile)
        inherited = blocked_by(parent, policy.profiles) if parent else {}
        self._ids = category_ids((*self._own.block, *self._own.unblock))
        for name in self._ids:
            self.fields[_field(name)] = _state(name, policy, inherited.get(name), has_parent=bool(parent))
            self.initial[_field(name)] = self._is(name)

    def _is(self, name: str) -> str:
        if name in self._own.block:
            return "block"
        return "unblock" if name in self._own.unblock else INHERITED

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by kind of category."""
        found: dict[str, list[forms.BoundField]] = {}
        for name in self._ids:
            category = categories().get(name)
            kind = str(KINDS_OF_CATEGORY[category.kind]) if category else _("The school's own lists")
            found.setdefault(kind, []).append(self[_field(name)])
        return list(found.items())

    def profile(self) -> Profile:
        """The profile with what was chosen; a category that was not sent along stays as it is."""
        chosen = {
            name: self.cleaned_data[_field(name)] if _field(name) in self.data else self._is(name) for name in self._ids
        }
        return replace(
            self._own,
            block=tuple(name for name in self._ids if chosen[name] == "block"),
            unblock=tuple(name for name in self._ids if chosen[name] == "unblock"),
        )


def _field(category: str) -> str:
    return f"category-{category}"


def _state(name: str, policy: Policy, blocker: str | None, *, has_parent: bool) -> forms.ChoiceField:
    if blocker:
        inherited = _("As inherited: blocked by %(profile)s") % {"profile": policy.profiles[blocker].name}
    else:
        inherited = _("As inherited: open") if has_parent else _("Open")
    choices = [(INHERITED, inherited), ("block", _("Blocked"))]
    if has_parent:
        choices.append(("unblock", _("Open")))
    category = categories().get(name)
    return forms.ChoiceField(
        label=title_of(name), choices=choices, required=False, help_text=category.plain if category else ""
    )


def tls_with(own: TlsRules | None, **changes: object) -> TlsRules | None:
    """The rules about encrypted connections with changes; None where nothing is left that they say."""
    rules = replace(own or TlsRules(), **cast("dict[str, Any]", changes))
    return rules if rules != TlsRules() else None
