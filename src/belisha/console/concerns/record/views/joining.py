"""Concerns that belong together: linking, putting together, taking apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.concerns.actions.writing import check_may_work
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.record.actions.joining import end_tie, link, merge
from belisha.console.concerns.record.actions.parting import part
from belisha.console.concerns.record.actions.splitting import NEVER_COPIED, split
from belisha.console.concerns.record.forms.joining import JoinForm, PartForm, SplitForm
from belisha.console.concerns.record.queries.entries import entries_of
from belisha.console.concerns.record.queries.people import merge_of, numbered_subjects, tie_of, workable
from belisha.console.concerns.record.views.history import history_steps_up
from belisha.console.concerns.record.views.writing import page_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["link_new", "merge_into", "part_again", "split_off", "tie_end"]


def _other(who: By, school: School, form: forms.Form) -> Concern:
    """The other concern. Raises ValidationError alike for one that is hidden and one that does not exist."""
    found = workable(who, school, form.cleaned_data["reference"])
    if found is None:
        raise ValidationError({"reference": _("There is no concern of that reference that you work on.")})
    return found


@never_cache
@concern_page
@history_steps_up
def link_new(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Link it with another."""
    who = check_may_work(by(request), concern)
    form = JoinForm(request.POST or None)

    def act() -> None:
        other = _other(who, school, form)
        link(by=who, concern=concern, other=other, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("They are linked."))
        return redirect(page_of(concern))
    context = {
        "form": form,
        "title": _("Link it with another concern"),
        "caption": concern.reference,
        "lead": _("Each stays as it is. Only those who may see both are shown the link."),
        "submit": _("Link them"),
        "back_link": page_of(concern),
    }
    return render(request, "design/form_page.html", context)


@never_cache
@concern_page
@history_steps_up
def tie_end(request: HttpRequest, school: School, concern: Concern, number: int) -> HttpResponse:
    """They do not belong together after all."""
    del school
    who = check_may_work(by(request), concern)
    tie, other = tie_of(who, concern, number)
    if request.method == "POST":
        end_tie(by=who, tie=tie)
        messages.success(request, _("They are no longer linked."))
        return redirect(page_of(concern))
    context = {
        "title": _("End the link with %(reference)s?") % {"reference": other.reference},
        "caption": concern.reference,
        "rows": [{"key": _("Why they were linked"), "value": tie.reason}],
        "back_link": page_of(concern),
    }
    return render(request, "design/confirm.html", context)


@never_cache
@concern_page
@history_steps_up
def merge_into(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Put it together with another."""
    who = check_may_work(by(request), concern)
    form = JoinForm(request.POST or None)
    made: list[Concern] = []

    def act() -> None:
        other = _other(who, school, form)
        made.append(merge(by=who, concern=concern, into=other, reason=form.cleaned_data["reason"]))

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("It is put together with %(other)s.") % {"other": made[0].reference})
        if visible(by(request), school).filter(pk=made[0].pk).exists():
            return redirect(page_of(made[0]))
        return redirect("concerns-all", school.code)
    context = {
        "form": form,
        "title": _("Put it together with another concern"),
        "caption": concern.reference,
        "lead": _(
            "Everything that is written here is then shown with the other one, under the other reference. Nothing is"
            " lost, and nobody sees more than before: whoever may not see either does not see the two together. It can"
            " be taken out again; what is written meanwhile stays with the other."
        ),
        "rows": _what_merging_does(concern),
        "danger": _("Link them if you are not sure."),
        "submit": _("Put them together"),
        "back_link": page_of(concern),
    }
    return render(request, "design/confirm.html", context)


def _what_merging_does(concern: Concern) -> list[dict[str, object]]:
    return [
        {"key": _("Goes into the other"), "value": concern.reference},
        {"key": _("Whose it is"), "value": _("The more closed of the two holds for both")},
        {
            "key": _("Readers who were let in"),
            "value": _("Those of the other alone go on reading; let others in again"),
        },
    ]


@never_cache
@concern_page
@history_steps_up
def part_again(request: HttpRequest, school: School, concern: Concern, number: int) -> HttpResponse:
    """Take out again what was put into it."""
    who = check_may_work(by(request), concern)
    merge = merge_of(concern, number)
    form = PartForm(request.POST or None)
    made: list[Concern] = []

    def act() -> None:
        made.append(part(by=who, merge=merge, reason=form.cleaned_data["reason"]))

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("%(other)s is a concern of its own again.") % {"other": made[0].reference})
        seen = visible(by(request), school).filter(pk=concern.pk).exists()
        return redirect(page_of(concern) if seen else reverse("concerns-all", args=[school.code]))
    context = {
        "form": form,
        "title": _("Take %(reference)s out again") % {"reference": merge.source.reference},
        "caption": concern.reference,
        "lead": _(
            "Its tasks, steps, referrals, files and talks go back to it, as far as they are by now, and whoever was let"
            " in there reads it again. What was written since stays here; then this one stays as closed as it became,"
            " with everybody who is in it. Both are linked."
        ),
        "rows": [{"key": _("Why they were put together"), "value": merge.reason}],
        "submit": _("Take it out"),
        "back_link": page_of(concern),
    }
    return render(request, "design/confirm.html", context)


@never_cache
@concern_page
@history_steps_up
def split_off(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Begin a second concern with copies of some of its entries."""
    who = check_may_work(by(request), concern)
    people = {str(number): subject for number, subject in numbered_subjects(who, concern)}
    entries = {
        one.mark: one
        for one in entries_of(concern)
        if one.entry.kind not in NEVER_COPIED and one.entry.erased_at is None
    }
    form = SplitForm(
        request.POST or None,
        subjects=[(key, f"{row}: {row.get_role_display()}") for key, row in people.items()],
        entries=[
            (mark, f"{one.number}. {one.entry.get_kind_display()}: {Truncator(one.entry.text).words(14)}")
            for mark, one in entries.items()
        ],
    )
    made: list[Concern] = []

    def act() -> None:
        given = form.cleaned_data
        made.append(
            split(
                by=who,
                concern=concern,
                category=given["category"],
                entries=[entries[mark] for mark in given["entries"]],
                subjects=[people[key] for key in given["subjects"]],
                reason=given["reason"],
            )
        )

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("The new concern is %(new)s.") % {"new": made[0].reference})
        seen = visible(by(request), school).filter(pk=made[0].pk).exists()
        return redirect(page_of(made[0] if seen else concern))
    context = {
        "form": form,
        "title": _("Take part of it into a new concern"),
        "caption": concern.reference,
        "lead": _("The new concern is as closed as this one, or more. Both are linked."),
        "submit": _("Begin the new concern"),
        "back_link": page_of(concern),
    }
    return render(request, "design/form_page.html", context)
