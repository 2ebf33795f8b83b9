"""What every page does on which somebody reads an agreement and signs it: forms to choose from, questions, signing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from belisha.console.access.forms import done
from belisha.console.agreements.home.hooks import policy_address
from belisha.console.agreements.signing.actions.signatures import sign
from belisha.console.agreements.signing.forms import SignForm
from belisha.console.agreements.texts.rules import DRESSED, content_of, languages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.acting import By
    from belisha.console.access.models import User
    from belisha.console.agreements.models import Agreement
    from belisha.console.agreements.signing.queries.standing import Line
    from belisha.console.people.models import Person

__all__ = ["Reader", "form_names", "read_and_sign", "shown_form"]

POLICY_READ: Final = "policy-read"  # of texts/data/kinds.yaml: what is signed here is that the policy was read


class Reader(NamedTuple):
    """Who reads what, in which way, and where they go on. `at`: for the system's own acts."""

    by: By
    person: Person
    line: Line
    way: str
    to: str
    back: str
    witness: User | None = None


def form_names(agreement: Agreement) -> list[tuple[str, str]]:
    """The forms that an agreement can be read in, with their names: English ones first."""
    english = [
        ("plain", _("Plain")),
        ("pictures", _("With pictures")),
        ("large", _("Large print")),
        ("aloud", _("Read aloud")),
    ]
    own = [(language.id, language.name) for language in languages()]
    return [(code, name) for code, name in (*english, *own) if DRESSED.get(code, code) in agreement.forms]


def shown_form(agreement: Agreement, wanted: str, main: str) -> str:
    """The form that somebody asked for, or the one that the agreement opens with."""
    known = {code for code, _name in form_names(agreement)}
    return wanted if wanted in known else main if main in known else "plain"


def read_and_sign(request: HttpRequest, reader: Reader, template: str = "agreements/signing/read.html") -> HttpResponse:
    """The page of one agreement: reading it, and signing once the form is sent."""
    line = reader.line
    agreement = line.agreement
    code = shown_form(agreement, request.POST.get("form", "") or request.GET.get("form", ""), line.kind.main_form)
    content = content_of(agreement.forms, code)
    form = SignForm(content, request.POST or None, helped=reader.way != "class", plain=bool(line.kind.reading_age))
    if request.method == "POST" and form.is_valid():
        kept = done(
            form,
            lambda: sign(
                by=reader.by,
                person=reader.person,
                agreement=agreement,
                form=code,
                way=reader.way,
                child=line.child,
                answers=form.answers,
                helper=form.cleaned_data.get("helper", ""),
                witness=reader.witness,
            ),
        )
        if kept:
            return redirect(reader.to)
    context: dict[str, Any] = {
        "line": line,
        "agreement": agreement,
        "content": content,
        "code": code,
        "names": form_names(agreement),
        "form": form,
        "person": reader.person,
        "way": reader.way,
        "back_link": reader.back,
        "policy": policy_address(reader.person.school) if line.kind.id == POLICY_READ else "",
        "again": form.is_bound and not form.is_valid(),
    }
    return render(request, template, context)
