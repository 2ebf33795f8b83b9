"""Pages of reviews."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.papers import as_pdf
from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.design.files import handed_out
from belisha.console.design.tables import show
from belisha.console.people.views.answering import answer
from belisha.console.reviews import actions
from belisha.console.reviews.actions import seen_by
from belisha.console.reviews.forms import (
    ActionForm,
    AnswersForm,
    CauseForm,
    DoneForm,
    ReasonForm,
    SignForm,
)
from belisha.console.reviews.models import Review
from belisha.console.reviews.queries import (
    Fact,
    action_of,
    cause_words,
    facts_by_name,
    facts_of,
    next_due,
    open_actions,
    review_of,
    reviews_of,
    roles_at,
    statuses_of,
)
from belisha.console.reviews.rules import Wanted, digest_of, frozen_text, kind_of, kinds, missing, parts_for
from belisha.console.reviews.tables import PAST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django import forms
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.reviews.rules import Kind

__all__ = [
    "action_add",
    "action_done",
    "begin_review",
    "cause",
    "frozen",
    "paper",
    "past",
    "review",
    "reviews",
    "signing",
    "withdrawing",
    "write",
]

TONES = {Wanted.NOT_YET: "good", Wanted.DUE: "risk", Wanted.OVERDUE: "bad"}


def _mine(request: HttpRequest, school: School, kind: Kind) -> bool:
    return bool(parts_for(kind, roles_at(request.user, school)))  # type: ignore[arg-type]  # a page of the signed in


@school_page(Permission.SEE_DUTIES)
def reviews(request: HttpRequest, school: School) -> HttpResponse:
    """Every kind of review, how it stands, and what the last ones want done."""
    found = [
        {
            "status": status,
            "tone": TONES[status.wanted] if not status.causes else "bad",
            "causes": cause_words(status.causes),
            "mine": _mine(request, school, status.kind),
        }
        for status in statuses_of(school, timezone.now())
    ]
    context = {
        "school": school,
        "mine": [each for each in found if each["mine"]],
        "others": [each for each in found if not each["mine"]],
        "actions": list(open_actions(school)),
        "today": timezone.localdate(),
    }
    return render(request, "reviews/reviews.html", context)


@school_page(Permission.SEE_DUTIES)
def past(request: HttpRequest, school: School) -> HttpResponse:
    """All reviews ever begun."""
    return show(request, PAST, reviews_of(school), "reviews/past.html", {"school": school})


@school_page(Permission.SEE_DUTIES)
@require_POST
def begin_review(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """Begin one, or go on with the one that is open."""
    if kind not in {each.id for each in kinds()}:
        raise Http404
    begun = actions.begin(by=by(request), school=school, kind=kind)
    return redirect("review-write", school=school.code, pk=begun.pk)


@school_page(Permission.SEE_DUTIES)
def review(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """A review: what was found, answered, signed, and what is to be done."""
    found = review_of(school, pk)
    kind = kind_of(found.kind)
    signed = {each.part: each for each in found.signatures.all()}
    mine = _mine(request, school, kind)
    is_open = found.state == Review.State.OPEN
    context = {
        **_told(school, found, kind),
        "missing": len(missing(kind, found.answers)),
        "may_write": mine and is_open,
        "may_sign": is_open and bool(parts_for(kind, roles_at(request.user, school), signed)),  # type: ignore[arg-type]
        "mine": mine,
        "today": timezone.localdate(),
    }
    return render(request, "reviews/review.html", context)


def _shown(fact: Sequence[str]) -> dict[str, Any]:
    """A fact for a template: its time as a time. Those kept by an earlier edition say less."""
    told: dict[str, Any] = dict(zip(Fact._fields, [*fact, *[""] * len(Fact._fields)], strict=False))
    return told | {"at": datetime.fromisoformat(told["at"]) if told["at"] else None}


def _told(school: School, found: Review, kind: Kind) -> dict[str, Any]:
    """What a review says, on a screen and on paper. What was frozen by the first signature is shown as it was then."""
    signed = {each.part: each for each in found.signatures.all()}
    titles = {part.id: part.title for part in kind.parts}
    live = found.state == Review.State.OPEN and not found.digest
    facts = [tuple(fact) for fact in facts_of(school, kind, timezone.now())] if live else found.facts
    whole = found.digest == digest_of(found.kind, found.version, found.answers, found.facts)
    return {
        "school": school,
        "review": found,
        "kind": kind,
        "answers": [(question, found.answers.get(question.id, "")) for question in kind.questions],
        "facts": [_shown(fact) for fact in facts],
        "parts": [(part, signed.get(part.id)) for part in kind.parts],
        "stale": [
            {
                "title": titles.get(each["part"], ""),
                "name": each["name"],
                "signed": datetime.fromisoformat(each["signed"]),
            }
            for each in found.taken_off
        ],
        "whole": whole if found.digest else None,
        "next_due": next_due(school, found),
    }


@school_page(Permission.SEE_DUTIES)
def paper(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """A review to print, to file or to send: tagged PDF, with the digest of what was signed."""
    del request
    found = review_of(school, pk)
    context = {**_told(school, found, kind_of(found.kind)), "now": timezone.now()}
    return as_pdf("reviews/paper.html", context, f"review-{found.kind}-{school.code}-{found.pk}")


@school_page(Permission.SEE_DUTIES)
def frozen(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """The very bytes that were signed: their SHA-256 is the one that stands with each signature."""
    del request
    found = review_of(school, pk)
    text = frozen_text(found.kind, found.version, found.answers, found.facts)
    return handed_out(text, f"review-{found.kind}-{found.pk}.json", "application/json")


def _form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    back: str,
    words: dict[str, Any],
    template: str = "design/form_page.html",
) -> HttpResponse:
    """A page with a form that leads back to where one came from."""
    context = {**words, "back_link": back}
    return answer(request, form, act, to=back, success=words["success"], context=context, template=template)


@school_page(Permission.SEE_DUTIES)
def write(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Answer the questions; what is written is kept at once and can be gone on with."""
    found = review_of(school, pk)
    kind = kind_of(found.kind)
    form = AnswersForm(kind, request.POST or None, initial=found.answers)
    back = reverse("review", args=[school.code, pk])
    facts = facts_by_name(school, kind, timezone.now())
    words = {
        "title": kind.title,
        "lead": kind.intro,
        "facts": [_shown(fact) for name in kind.facts for fact in facts[name]],
        "questions": [(field, [_shown(fact) for fact in about]) for field, about in form.with_facts(kind, facts)],
        "signed": found.signatures.count(),
        "success": _("Your words are kept."),
        "school": school,
    }
    return _form(
        request,
        form,
        lambda: actions.answer(by=by(request), review=found, answers=form.answers),
        back,
        words,
        "reviews/write.html",
    )


@school_page(Permission.SEE_DUTIES)
def signing(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Sign a part."""
    found = review_of(school, pk)
    kind = kind_of(found.kind)
    signed = {each.part for each in found.signatures.all()}
    able = parts_for(kind, roles_at(request.user, school), signed)  # type: ignore[arg-type]  # a page of the signed in
    form = SignForm(able, request.POST or None, seen_by(found))
    words = {
        "title": _("Sign"),
        "caption": kind.title,
        "lead": _(
            "You stand by what is written, and by the figures beside it as the first signature froze them. If anybody "
            "changes a word afterwards, your signature is taken off."
        ),
        "submit": _("Sign"),
        "success": _("You have signed."),
    }
    act = lambda: actions.sign(  # noqa: E731 - what is done once the form is good
        by=by(request), review=found, **form.cleaned_data
    )
    return _form(request, form, act, reverse("review", args=[school.code, pk]), words)


@school_page(Permission.SEE_DUTIES)
def withdrawing(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Close one that is not wanted."""
    found = review_of(school, pk)
    form = ReasonForm(request.POST or None)
    words = {
        "title": _("Withdraw this review"),
        "danger": _("What is written in it stays on record and cannot be gone on with."),
        "success": _("The review is withdrawn."),
    }
    act = lambda: actions.withdraw(by=by(request), review=found, reason=form.cleaned_data["reason"])  # noqa: E731
    back = reverse("reviews", args=[school.code])
    return _form(request, form, act, back, words, "design/confirm.html")


@school_page(Permission.SEE_DUTIES)
def cause(request: HttpRequest, school: School) -> HttpResponse:
    """Say why a review is wanted before its time."""
    form = CauseForm(request.POST or None)
    words = {
        "title": _("A review is wanted"),
        "lead": _("The review turns red until it is made."),
        "success": _("The review is asked for."),
    }
    act = lambda: actions.want(by=by(request), school=school, **form.cleaned_data)  # noqa: E731
    return _form(request, form, act, reverse("reviews", args=[school.code]), words)


@school_page(Permission.SEE_DUTIES)
def action_add(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Note something to do."""
    found = review_of(school, pk)
    form = ActionForm(request.POST or None, initial={"text": request.GET.get("about", "")[:400]})
    words = {"title": _("Something to do"), "success": _("It is noted.")}
    act = lambda: actions.add_action(by=by(request), review=found, **form.cleaned_data)  # noqa: E731
    return _form(request, form, act, reverse("review", args=[school.code, pk]), words)


@school_page(Permission.SEE_DUTIES)
def action_done(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Say that it is done."""
    found = action_of(school, pk)
    form = DoneForm(request.POST or None)
    words = {"title": _("It is done"), "caption": found.text, "success": _("It is noted as done.")}
    act = lambda: actions.finish_action(by=by(request), action=found, words=form.cleaned_data["words"])  # noqa: E731
    return _form(request, form, act, reverse("review", args=[school.code, found.review_id]), words)
