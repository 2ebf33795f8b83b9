"""Forms as people meet them: what is asked, what is wrong, and where to mend it."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.design.fields import DayField, Fault, Radios, faults_of, forms_with_errors


class Joining(forms.Form):
    """One of each kind of control."""

    name = forms.CharField(label="Full name", help_text="As in the register", max_length=20)
    about = forms.CharField(label="About them", widget=forms.Textarea, max_length=200, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Staff"), ("b", "Pupil")], widget=Radios({"b": "A child"}))
    days = forms.MultipleChoiceField(
        label="Days", choices=[("m", "Monday")], widget=forms.CheckboxSelectMultiple, required=False
    )
    joined = DayField(label="First day")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    file = forms.FileField(label="Photo", required=False)
    agreed = forms.BooleanField(label="They have read the rules")


def shown(form: forms.Form, name: str) -> str:
    return str(form[name].as_field_group())


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_a_date_typed_is_the_date_read(day: date) -> None:
    assert DayField().clean([f"{day.day:02}", str(day.month), str(day.year)]) == day


@pytest.mark.parametrize("month", ["9", "09", "sep", "Sept", "September"])
def test_a_month_may_be_a_name(month: str) -> None:
    assert DayField().clean(["4", month, "2026"]) == date(2026, 9, 4)


@pytest.mark.parametrize(
    ("boxes", "code"),
    [
        (["", "", ""], "required"),
        (["4", "", "2026"], "incomplete"),
        (["31", "2", "2026"], "invalid"),
        (["4", "smarch", "2026"], "invalid"),
        (["4", "9", "99999"], "invalid"),
        (["-4", "9", "2026"], "invalid"),
    ],
)
def test_a_date_that_is_none_is_refused_with_what_is_missing(boxes: list[str], code: str) -> None:
    with pytest.raises(forms.ValidationError) as raised:
        DayField().clean(boxes)
    assert raised.value.code == code


def test_an_optional_date_may_be_left_out() -> None:
    assert DayField(required=False).clean(["", "", ""]) is None


def test_what_was_typed_in_a_date_that_is_none_stays() -> None:
    text = shown(Joining({"joined_day": "31", "joined_month": "2", "joined_year": "2026"}), "joined")
    assert 'value="31"' in text
    assert "Enter a real date" in text


def test_every_error_leads_to_the_control_that_mends_it() -> None:
    form = Joining({})
    assert [fault.href for fault in faults_of([form])] == [
        "#id_name",
        "#id_kind_0",
        "#id_joined_0",
        "#id_secret",
        "#id_agreed",
    ]
    assert faults_of([form])[0] == Fault("Full name: Fill this in.", "#id_name")
    text = str(form)
    assert all(f'id="{fault.href[1:]}"' in text for fault in faults_of([form]))


def test_a_form_that_nobody_has_sent_has_no_errors_to_list() -> None:
    assert forms_with_errors(Joining(), [Joining({})], None, "") != []
    assert forms_with_errors(Joining(), None) == []


def test_hint_and_error_are_read_with_the_control() -> None:
    text = shown(Joining({}), "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'id="id_name_helptext"' in text
    assert 'id="id_name_error"' in text
    assert 'aria-invalid="true"' in text


def test_what_may_be_left_out_says_so() -> None:
    assert "(optional)" in shown(Joining(), "about")
    assert "(optional)" not in shown(Joining(), "name")


def test_a_choice_may_have_a_hint_of_its_own() -> None:
    assert 'aria-describedby="id_kind_1_hint"' in shown(Joining(), "kind")


def test_letters_are_counted_where_there_is_a_most() -> None:
    assert 'data-maxlength="200"' in shown(Joining(), "about")


def test_what_somebody_typed_cannot_break_out_of_the_page() -> None:
    text = shown(Joining({"name": '"><script>alert(1)</script>'}), "name")
    assert "<script>" not in text


def test_a_password_is_never_sent_back() -> None:
    assert "hunter2" not in shown(Joining({"secret": "hunter2"}), "secret")
