"""What a parent does for one child: sign, permit, read the rules together, the home-school form, see internet use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.forms import attempt
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.consents.actions.answering import answer, answer_many
from belisha.console.agreements.consents.forms import AnswersForm
from belisha.console.agreements.consents.queries.looking import asked_purposes, history_of, lines_of
from belisha.console.agreements.consents.rules import Why, purpose_of
from belisha.console.agreements.home.actions.doing import look_at_use, note_step, send_home_school
from belisha.console.agreements.home.declared import SEE_USE
from belisha.console.agreements.home.forms import HomeSchoolForm, TogetherForm
from belisha.console.agreements.home.guards import acting, family_page
from belisha.console.agreements.home.queries.front import to_sign
from belisha.console.agreements.home.queries.rules_read import rules_of
from belisha.console.agreements.home.queries.steps import has_step
from belisha.console.agreements.home.rules import card_on, school_year, talking
from belisha.console.agreements.models import FamilyStep
from belisha.console.agreements.signing.queries.standing import standing_of
from belisha.console.agreements.signing.views.reading import Reader, read_and_sign
from belisha.console.people.views.answering import answer as form_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.agreements.home.queries.entering import Family
    from belisha.console.agreements.models import ConsentAnswer
    from belisha.console.people.models import Relationship

__all__ = ["child", "consents", "home_school", "say_no", "sign", "talked", "together", "use"]

Kind = FamilyStep.Kind


@family_page
def child(request: HttpRequest, family: Family, number: int) -> HttpResponse:
    """Everything about one child."""
    link = family.link_to(number)
    today = timezone.localdate()
    mine = link.parental_responsibility
    purposes = asked_purposes(link.child.school) if mine else []
    answers = lines_of([link.child], purposes, today)[0].answers if purposes else []
    year = str(school_year(today))
    lines = standing_of(link.adult, today) if mine else []
    context = {
        "family": family,
        "link": link,
        "mine": mine,
        "to_sign": to_sign(link.adult, link.child, today) if mine else [],
        "signed": [line for line in lines if line.child and line.child.pk == number and line.is_done],
        "answers": list(zip(purposes, answers, strict=True)),
        "open": all(answer.why == Why.NOBODY_SAID for answer in answers),
        "read_with": has_step(link.adult, link.child, Kind.READ_WITH, year),
        "sent": has_step(link.adult, link.child, Kind.HOME_SCHOOL, year),
        "talked": has_step(link.adult, link.child, Kind.TALKED, _talk_item()),
        "card": card_on(today),
        "sees_use": mine and value_of(link.child.school, SEE_USE) == "yes",
    }
    return render(request, "agreements/home/child.html", context)


def _talk_item() -> str:
    """What a talk of today is kept as: the school year and its card."""
    today = timezone.localdate()
    return f"{school_year(today)}-{card_on(today).id}"


@family_page
def consents(request: HttpRequest, family: Family, number: int) -> HttpResponse:
    """Say yes or no for a child, purpose by purpose."""
    link = family.link_to(number, answering=True)
    purposes = asked_purposes(link.child.school)
    sent = request.method == "POST"
    own = [] if sent else _said_by(link)
    said = {row.purpose: row for row in reversed(own)}
    initial = {code: "yes" if row.yes else "no" for code, row in said.items()}
    form = AnswersForm(purposes, request.POST if sent else None, initial)

    def context() -> dict[str, object]:
        # a thousand parents answer in one evening: what only the page shows is asked for only where it is shown
        today, history = timezone.localdate(), own or _said_by(link)
        return {
            "family": family,
            "link": link,
            "answers": list(zip(purposes, lines_of([link.child], purposes, today)[0].answers, strict=True)),
            "said": {row.purpose: row for row in reversed(history)},
            "history": history,
            "title_of": {purpose.id: purpose.title for purpose in purposes},
            "today": today,
        }

    return form_page(
        request,
        form,
        lambda: answer_many(
            by=acting(request, family), person=link.adult, about=link.child, answers=form.answers, way=family.way
        ),
        to=reverse("family-child", args=[number]),
        success=_("Thank you. Your answers are kept. You can change them on any day."),
        context=context,
        template="agreements/home/consents.html",
    )


def _said_by(link: Relationship) -> list[ConsentAnswer]:
    """What an adult has said for a child, latest first."""
    return [row for row in history_of(link.child).answers if row.person_id == link.adult_id]


@family_page
@require_POST
def say_no(request: HttpRequest, family: Family, number: int, purpose: str) -> HttpResponse:
    """Take a yes back, in one tap."""
    link = family.link_to(number, answering=True)
    try:
        title = purpose_of(purpose).title
    except KeyError as error:
        raise Http404 from error
    done = _("You said no: %(title)s. The school takes down what it shows of your child there.")
    attempt(
        request,
        lambda: answer(
            by=acting(request, family),
            person=link.adult,
            about=link.child,
            purpose=purpose,
            yes=False,
            way=family.way,
        ),
        done % {"title": title},
    )
    return redirect("family-consents", number)


@family_page
def sign(request: HttpRequest, family: Family, number: int, agreement: int) -> HttpResponse:
    """Read one agreement, and sign it."""
    link = family.link_to(number, answering=True)
    lines = standing_of(link.adult, timezone.localdate())
    about = (line for line in lines if line.child and line.child.pk == number)
    line = next((line for line in about if line.agreement.pk == agreement), None)
    if line is None:
        raise Http404
    back = reverse("family-child", args=[number])
    reader = Reader(acting(request, family), link.adult, line, "link", to=back, back=back)
    found = read_and_sign(request, reader._replace(way="own" if family.way == "portal" else "link"))
    if found.status_code == 302:
        messages.success(request, _("Thank you. You have signed."))
    return found


@family_page
def together(request: HttpRequest, family: Family, number: int) -> HttpResponse:
    """The rules that the child signs, with what to talk about; and saying that it was done."""
    link = family.link_to(number)
    today = timezone.localdate()
    year = str(school_year(today))
    form = TogetherForm(request.POST if request.method == "POST" else None)
    context = {
        "family": family,
        "link": link,
        "rules": rules_of(link.child, today),
        "points": talking().together,
        "done": has_step(link.adult, link.child, Kind.READ_WITH, year),
    }
    return form_page(
        request,
        form,
        lambda: note_step(link=link, kind=Kind.READ_WITH, item=year, child=True, words=form.cleaned_data["words"]),
        to=reverse("family-child", args=[number]),
        success=_("Thank you. It is good that you read it together."),
        context=context,
        template="agreements/home/together.html",
    )


@family_page
def home_school(request: HttpRequest, family: Family, number: int) -> HttpResponse:
    """The home-school form: it can be sent once the online safety page was opened."""
    link = family.link_to(number, answering=True)
    year = str(school_year(timezone.localdate()))
    form = HomeSchoolForm(request.POST if request.method == "POST" else None)
    context = {
        "family": family,
        "link": link,
        "opened": has_step(link.adult, None, Kind.SAFETY_PAGE, year),
        "sent": has_step(link.adult, link.child, Kind.HOME_SCHOOL, year),
    }
    return form_page(
        request,
        form,
        lambda: send_home_school(link=link, agreed=form.cleaned_data["agreed"]),
        to=reverse("family-child", args=[number]),
        success=_("Thank you. The school has your form."),
        context=context,
        template="agreements/home/home_school.html",
    )


@family_page
@require_POST
def talked(request: HttpRequest, family: Family, number: int) -> HttpResponse:
    """We talked about it."""
    link = family.link_to(number)
    note_step(link=link, kind=Kind.TALKED, item=_talk_item(), child=True)
    messages.success(request, _("Lovely. There is a new card in some weeks."))
    return redirect("family-child", number)


@family_page
def use(request: HttpRequest, family: Family, number: int) -> HttpResponse:
    """What the school knows of a child's internet use, where its policy lets parents see it."""
    link = family.link_to(number, answering=True)
    try:
        found = look_at_use(by=acting(request, family), link=link)
    except ValidationError as error:
        raise Http404 from error
    return render(request, "agreements/home/use.html", {"family": family, "link": link, "use": found})
