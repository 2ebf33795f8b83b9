"""What one chooses from, and what a tag says of a row, can be translated: no label of a choice is bare text."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po
from django import forms
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

import belisha.console
from belisha.console.design.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

WELSH = Path(belisha.console.__path__[0]) / "design/locale/cy/LC_MESSAGES/django.po"
LETTERS = re.compile(r"[^\W\d_]{2}")


@cache
def modules() -> list[ModuleType]:
    """Every module of the console that could declare a choice."""
    found = pkgutil.walk_packages(belisha.console.__path__, "belisha.console.")
    left_out = (".tests", ".migrations", ".management", ".wsgi")
    return [importlib.import_module(each.name) for each in found if not any(part in each.name for part in left_out)]


def all_below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from all_below(each)


def of_the_console(kind: type) -> list[type]:
    loaded = {module.__name__ for module in modules()}
    return sorted({each for each in all_below(kind) if each.__module__ in loaded}, key=lambda each: each.__qualname__)


def bare(choices: Iterable[tuple[object, object]]) -> list[str]:
    """The labels that are text already, in whatever language they were written.

    A value that is its own label, and the name of a format, are no words of a page.
    """
    written = [str(label) for value, label in choices if isinstance(label, str) and label != value]
    return [label for label in written if LETTERS.search(label) and not label.isupper()]


def test_labels_of_what_rows_hold_are_marked_for_translation() -> None:
    kinds = of_the_console(models.Choices)
    assert len(kinds) > 50, "they are found at all"
    assert {f"{kind.__module__}.{kind.__qualname__}": found for kind in kinds if (found := bare(kind.choices))} == {}


def test_labels_of_what_rows_hold_are_in_welsh() -> None:
    with WELSH.open("rb") as file:
        catalogue = read_po(file, locale="cy")
    with translation.override("en-gb"):
        labels = {str(label) for kind in of_the_console(models.Choices) for label in kind.labels}
    assert {label for label in labels if not (known := catalogue.get(label)) or not known.string} == set()


def test_choices_of_fields_that_are_no_class_are_marked_too() -> None:
    fields = [field for kind in of_the_console(models.Model) for field in kind._meta.get_fields()]
    assert {str(field): found for field in fields if (found := bare(getattr(field, "flatchoices", ())))} == {}


def test_choices_of_forms_are_marked_for_translation() -> None:
    asked = {
        f"{form.__qualname__}.{name}": field.choices
        for form in of_the_console(forms.BaseForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
    }
    assert {name: found for name, choices in asked.items() if (found := bare(choices))} == {}


def test_filters_of_lists_are_marked_for_translation() -> None:
    tables = {id(each): each for module in modules() for each in vars(module).values() if isinstance(each, Table)}
    filters = [(table.name, choice) for table in tables.values() for choice in table.choices]
    assert {f"{name}: {one.key}": found for name, one in filters if (found := bare(one.choices))} == {}
    assert all(isinstance(one.title, Promise) for _name, one in filters)
