"""Pages of the office, leaders and teachers: who has signed, who is chased, paper, who declined, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.papers import qr_drawing
from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.agreements.consents.listing import Leafed, typed_in, with_words
from belisha.console.agreements.signing.actions.paper import enter_paper, look_at_scan
from belisha.console.agreements.signing.actions.signatures import decline, end_decline, talk, withdraw
from belisha.console.agreements.signing.actions.sittings import link_for
from belisha.console.agreements.signing.forms import ConversationForm, DeclineForm, PaperForm, ReasonForm
from belisha.console.agreements.signing.queries.chasing import chase, counts, seen_by
from belisha.console.agreements.signing.queries.signatures import decline_of, declines_of, signature_of, signatures_of
from belisha.console.agreements.signing.queries.standing import standing_of
from belisha.console.agreements.signing.queries.teaching import may_take, sees_all
from belisha.console.agreements.signing.views.own import certificate_of
from belisha.console.agreements.signing.views.reading import form_names
from belisha.console.agreements.texts.queries import in_force
from belisha.console.agreements.texts.rules import kinds
from belisha.console.design.files import handed_out, spreadsheet
from belisha.console.people.queries.people import person_of
from belisha.console.people.views.answering import answer, rights

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.agreements.signing.queries.chasing import Unsigned
    from belisha.console.agreements.signing.queries.standing import Line
    from belisha.console.people.models import Person

__all__ = [
    "agreements",
    "chasing",
    "decline_end",
    "decline_enter",
    "decline_talk",
    "declined",
    "link",
    "paper",
    "person",
    "scan",
    "signature_paper",
    "signature_withdraw",
]


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _person(request: HttpRequest, school: School, number: int) -> Person:
    """Somebody whose signatures may be seen. Raises Http404."""
    found = person_of(school, number)
    user = _user(request)
    if not sees_all(user, school) and not may_take(user, found):
        raise Http404
    return found


def _line(person: Person, number: int, child: int) -> Line:
    lines = standing_of(person, timezone.localdate())
    found = next(
        (each for each in lines if each.agreement.pk == number and (each.child.pk if each.child else 0) == child), None
    )
    if found is None:
        raise Http404
    return found


@school_page(Permission.SEE_SIGNATURES)
def agreements(request: HttpRequest, school: School) -> HttpResponse:
    """Every kind of agreement and how it stands."""
    today = timezone.localdate()
    people = seen_by(_user(request), school, today)
    context = {
        "school": school,
        "counts": counts(school, people, today),
        "there": in_force(school),
        "declined": len(declines_of(school)),
        "all": sees_all(_user(request), school),
        "can": rights(
            request,
            school,
            Permission.WRITE_AGREEMENTS,
            Permission.TAKE_SIGNATURES,
            Permission.RECEIVE_VISITORS,
            Permission.LEAD_STAFF,
        ),
    }
    return render(request, "agreements/signing/overview.html", context)


@school_page(Permission.SEE_SIGNATURES)
def chasing(request: HttpRequest, school: School) -> HttpResponse:
    """Who has not signed, by class and post."""
    today = timezone.localdate()
    people = seen_by(_user(request), school, today)
    kind, place, typed = request.GET.get("kind", ""), request.GET.get("place", ""), typed_in(request)
    everything = chase(school, people, today)
    rows = [
        row
        for row in everything
        if (not kind or row.line.kind.id == kind) and (not place or place in row.place.split(", "))
        if with_words(row.person.search, typed)
    ]
    rows.sort(key=lambda row: not row.restricted)  # first whose internet waits for it
    if request.GET.get("format") == "csv":
        return _csv(school, rows)
    context = {
        "school": school,
        "listing": Leafed(request, rows),
        "typed": typed,
        "kinds": [each for each in kinds() if any(row.line.kind is each for row in everything)],
        "places": sorted({place for row in everything for place in row.place.split(", ")}),
        "kind": kind,
        "place": place,
        "people": len({row.person.pk for row in rows}),
    }
    return render(request, "agreements/signing/chase.html", context)


def _csv(school: School, rows: list[Unsigned]) -> HttpResponse:
    heads = [_("Name"), _("Class or post"), _("Agreement"), _("For"), _("State"), _("Since"), _("Restricted")]
    return spreadsheet(f"unsigned-{school.code}", heads, map(_cells, rows))


def _cells(row: Unsigned) -> tuple[object, ...]:
    line = row.line
    child = line.child.name if line.child else ""
    return row.person.name, row.place, line.kind.title, child, line.state, line.since, row.restricted


@school_page(Permission.SEE_SIGNATURES)
def person(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Where somebody stands, and all that they have signed."""
    found = _person(request, school, number)
    context = {
        "school": school,
        "person": found,
        "lines": standing_of(found, timezone.localdate()),
        "signatures": signatures_of(found),
        "takes": may_take(_user(request), found),
        "can": rights(request, school, Permission.WRITE_AGREEMENTS),
    }
    return render(request, "agreements/signing/person.html", context)


@school_page(Permission.TAKE_SIGNATURES)
def paper(request: HttpRequest, school: School, number: int, agreement: int, child: int = 0) -> HttpResponse:
    """Enter what somebody signed on paper."""
    found = _person(request, school, number)
    line = _line(found, agreement, child)
    form = PaperForm(form_names(line.agreement), request.POST or None, request.FILES or None)
    back = reverse("agreements-of", args=[school.code, number])

    def act() -> None:
        upload = form.cleaned_data["scan"]
        enter_paper(
            by=by(request),
            person=found,
            agreement=line.agreement,
            form=form.cleaned_data["form"],
            helper=form.cleaned_data["helper"],
            content=upload.read() if upload else b"",
            child=line.child,
        )

    context = {
        "title": _("Signed on paper"),
        "caption": f"{found.name}: {line.kind.title}",
        "submit": _("Enter the signature"),
        "back_link": back,
        "school": school,
    }
    return answer(request, form, act, to=back, success=_("The signature is entered."), context=context)


@school_page(Permission.TAKE_SIGNATURES)
def decline_enter(request: HttpRequest, school: School, number: int, agreement: int) -> HttpResponse:
    """Enter that somebody does not sign."""
    found = _person(request, school, number)
    line = next((each for each in standing_of(found, timezone.localdate()) if each.agreement.pk == agreement), None)
    if line is None:
        raise Http404
    form = DeclineForm(request.POST or None)
    back = reverse("agreements-of", args=[school.code, number])
    return answer(
        request,
        form,
        lambda: decline(by=by(request), person=found, agreement=line.agreement, reason=form.cleaned_data["reason"]),
        to=back,
        success=_("It is recorded. Somebody talks with them about it."),
        context={"title": _("They do not sign"), "caption": found.name, "back_link": back, "school": school},
    )


@school_page(Permission.WRITE_AGREEMENTS)
def declined(request: HttpRequest, school: School) -> HttpResponse:
    """Who has declined, and what was talked about."""
    return render(request, "agreements/signing/declined.html", {"school": school, "rows": declines_of(school)})


@school_page(Permission.WRITE_AGREEMENTS)
def decline_talk(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Record the conversation."""
    found = decline_of(school, number)
    form = ConversationForm(request.POST or None, initial={"words": found.conversation})
    back = reverse("agreements-declined", args=[school.code])
    return answer(
        request,
        form,
        lambda: talk(by=by(request), decline=found, words=form.cleaned_data["words"]),
        to=back,
        success=_("The conversation is recorded."),
        context={"title": _("The conversation"), "caption": found.person.name, "back_link": back, "school": school},
    )


@school_page(Permission.WRITE_AGREEMENTS)
def decline_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take it back."""
    found = decline_of(school, number)
    form = ReasonForm(request.POST or None)
    back = reverse("agreements-declined", args=[school.code])
    return answer(
        request,
        form,
        lambda: end_decline(by=by(request), decline=found, reason=form.cleaned_data["reason"]),
        to=back,
        success=_("They are asked to sign again."),
        context={"title": _("Ask them again"), "caption": found.person.name, "back_link": back, "school": school},
    )


@school_page(Permission.TAKE_SIGNATURES)
def link(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Make a link by which somebody without an account signs."""
    found = _person(request, school, number)
    context = {"school": school, "person": found, "back_link": reverse("agreements-of", args=[school.code, number])}
    if request.method == "POST":
        try:
            token = link_for(by=by(request), person=found).token
        except (ValidationError, NotAllowedError) as error:
            messages.error(request, str(error))
            return redirect("agreements-of", school.code, number)
        address = f"{settings.CONSOLE.url}{reverse('sign-by-link', args=[token])}"
        context |= {"address": address, "picture": qr_drawing(address)}
    response = render(request, "agreements/signing/link.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@school_page(Permission.WRITE_AGREEMENTS)
def signature_withdraw(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Withdraw a signature for somebody."""
    found = signature_of(school, number)
    form = ReasonForm(request.POST or None)
    back = reverse("agreements-of", args=[school.code, found.person_id])
    context = {
        "title": _("Withdraw this signature"),
        "caption": found.name,
        "danger": _("Their use of the internet at school is restricted until they sign again."),
        "back_link": back,
        "school": school,
    }
    return answer(
        request,
        form,
        lambda: withdraw(by=by(request), signature=found, reason=form.cleaned_data["reason"]),
        to=back,
        success=_("The signature is withdrawn."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.SEE_SIGNATURES)
def signature_paper(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The certificate of somebody's signature."""
    found = signature_of(school, number)
    _person(request, school, found.person_id)
    return certificate_of(found)


@school_page(Permission.SEE_SIGNATURES)
def scan(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The scan of a signature on paper: the look goes on record."""
    found = signature_of(school, number)
    _person(request, school, found.person_id)
    try:
        content, media = look_at_scan(by=by(request), signature=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("agreements-of", school.code, found.person_id)
    return handed_out(content, f"agreement-{found.pk}.{media.rpartition('/')[2]}", media)
