"""The pages of a concern's files. What is handed out leaves as a download that no browser opens as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.forms import done
from belisha.console.concerns.evidence.actions.keeping import keep
from belisha.console.concerns.evidence.actions.looking import check_open, shown, taken
from belisha.console.concerns.evidence.actions.sealing import words_only
from belisha.console.concerns.evidence.forms import AddForm, OriginalForm, WordsOnlyForm
from belisha.console.concerns.evidence.queries import file_of, files_of
from belisha.console.concerns.evidence.rules.guard import NEVER, WHOM_TO_CALL, takes_files
from belisha.console.concerns.evidence.rules.kinds import KINDS
from belisha.console.concerns.evidence.rules.names import saved_name
from belisha.console.concerns.evidence.tables import files_table
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import may_work
from belisha.console.design.files import handed_out
from belisha.console.design.tables import show
from belisha.console.people.views.answering import answer
from belisha.console.scanner import knows_viruses

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern, EvidenceFile

__all__ = ["add", "file", "files", "original", "picture", "words_only_page"]


def _list(school: School, concern: Concern) -> str:
    return reverse("concern-files", args=[school.code, concern.reference])


def _told(concern: Concern) -> dict[str, object]:
    """What the templates need to say where words alone are taken."""
    return {"takes": takes_files(concern), "never": NEVER, "call": WHOM_TO_CALL}


@never_cache
@concern_page
def files(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """The files of a concern; where it takes words only, whom to call and what not to do."""
    context = {"school": school, "concern": concern, "works": may_work(by(request), concern), **_told(concern)}
    return show(request, files_table(), files_of(concern), "concerns/evidence/files.html", context)


@never_cache
@concern_page
def add(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Add a file. Where the concern takes words only there is no field for one, and what is sent is refused."""
    if not takes_files(concern):
        context = {"school": school, "concern": concern, **_told(concern)}
        status = 409 if request.method == "POST" else 200
        return render(request, "concerns/evidence/words_only.html", context, status=status)
    form = AddForm(request.POST or None, request.FILES or None)
    context = {
        "title": _("Add a file"),
        "caption": concern.reference,
        "submit": _("Add it"),
        "back_link": _list(school, concern),
    }
    kept: list[EvidenceFile] = []

    def act() -> None:
        told = form.cleaned_data
        kept.append(
            keep(by=by(request), concern=concern, upload=told["file"], shows=told["shows"], about=told["about"])
        )

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("It is kept: %(state)s.") % {"state": kept[0].get_state_display()})
        return redirect("concern-file", school.code, concern.reference, kept[0].key)
    return render(request, "concerns/evidence/add.html", {"form": form, **context})


@never_cache
@concern_page
def file(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """One file: what it is, and for a picture a copy with the viewer's name across it."""
    kept = file_of(concern, key)
    opens, why = True, ""
    try:
        check_open(kept)
    except ValidationError as error:
        opens, why = False, " ".join(error.messages)
    context = {
        "school": school,
        "concern": concern,
        "kept": kept,
        "kind": KINDS[kept.kind],
        "size": filesizeformat(kept.size),
        "opens": opens,
        "knows_viruses": knows_viruses(kept.scanner),
        "why": why,
        "works": may_work(by(request), concern),
        **_told(concern),
    }
    return render(request, "concerns/evidence/file.html", context)


@never_cache
@concern_page
def picture(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """A picture with the viewer's name and the time across it; the look goes on record."""
    del school
    try:
        content = shown(by=by(request), kept=file_of(concern, key))
    except ValidationError as error:
        return handed_out(" ".join(error.messages), "not-shown.txt", "text/plain; charset=utf-8")
    return handed_out(content, media="image/jpeg")


@never_cache
@concern_page
def original(request: HttpRequest, school: School, concern: Concern, key: str) -> HttpResponse:
    """Take the original away, with the reason on record."""
    kept = file_of(concern, key)
    back = reverse("concern-file", args=[school.code, concern.reference, kept.key])
    if not may_work(by(request), concern):
        raise NotAllowedError(_("You were let into this concern to read it: ask those who answer for it."))
    form = OriginalForm(request.POST or None)
    content: list[bytes] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: content.append(taken(by=by(request), kept=kept, reason=form.cleaned_data["reason"])))
    ):
        kind = KINDS[kept.kind]
        return handed_out(content[0], saved_name(kept.name, kind.suffix, concern.reference), kind.media)
    context = {
        "form": form,
        "title": _("Take the original away"),
        "caption": concern.reference,
        "lead": _("It leaves the encrypted store, without your name across it. Keep it no longer than you need it."),
        "submit": _("Save it"),
        "back_link": back,
    }
    return render(request, "design/form_page.html", context)


@never_cache
@concern_page
def words_only_page(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Say that a concern is about sexual images of a child: its files are sealed away and no more are taken."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if not may_work(by(request), concern):
        raise NotAllowedError(_("You were let into this concern to read it: tell those who answer for it at once."))
    form = WordsOnlyForm(request.POST or None)
    context = {
        "title": _("This is about sexual images of a child"),
        "caption": concern.reference,
        "danger": _("Its files are sealed away at once. Nobody opens them or adds any, and this is never taken back."),
        "submit": _("Seal its files away"),
        "back_link": _list(school, concern),
        **_told(concern),
    }
    return answer(
        request,
        form,
        lambda: words_only(by=by(request), concern=concern, **form.taken()),
        to=_list(school, concern),
        success=_("This concern takes words only. Its files are sealed away."),
        context=context,
        template="concerns/evidence/seal.html",
    )
