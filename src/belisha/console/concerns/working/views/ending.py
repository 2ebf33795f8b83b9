"""What is established, the debrief, closing with all that is missing, and opening again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.acting import by
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.forms import CloseForm, CodeForm, DebriefForm, ParentsForm, WordsForm
from belisha.console.concerns.working.queries.people import owners
from belisha.console.concerns.working.queries.sheet import rungs_for
from belisha.console.concerns.working.queries.work import alleged_of, blocks_closing, ladder_of
from belisha.console.concerns.working.views.guarding import page_of, work_page
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["close", "debrief", "find", "parents", "reopen", "sanction"]

HEARD: Final = (("heard", gettext_lazy("They were heard")), ("not-heard", gettext_lazy("Not heard: say why")))
# title, question, answers and what to write, by kind; policies are of the school's ladder
ASKED: Final[dict[str, tuple[StrOrPromise, StrOrPromise, tuple[tuple[str, StrOrPromise], ...], StrOrPromise]]] = {
    "child-voice": (
        gettext_lazy("What the child says"),
        gettext_lazy("Was the child heard?"),
        HEARD,
        gettext_lazy("In the child's own words; or why not"),
    ),
    "parents-voice": (
        gettext_lazy("What the parents say"),
        gettext_lazy("Were the parents heard?"),
        HEARD,
        gettext_lazy("In their own words; or why not"),
    ),
    "support": (
        gettext_lazy("Support given"),
        gettext_lazy("Was support given?"),
        (("given", gettext_lazy("It was given")), ("none-needed", gettext_lazy("None was needed"))),
        gettext_lazy("What, by whom, until when; or why none"),
    ),
    "policy": (
        gettext_lazy("Policy relied on"),
        gettext_lazy("Which policy governs this?"),
        (),
        gettext_lazy("What it says of this, in a sentence"),
    ),
}


def _page(concern: Concern, title: StrOrPromise, **more: object) -> dict[str, object]:
    return {"title": title, "caption": concern.reference, "back_link": page_of(concern), **more}


@work_page
def find(request: HttpRequest, school: School, concern: Concern, kind: str) -> HttpResponse:
    """A voice, support, or the policy relied on."""
    if kind not in ASKED:
        raise Http404
    title, question, choices, words = ASKED[kind]
    answers = choices or tuple((policy.id, policy.title) for policy in ladder_of(school).policies)
    form = CodeForm(request.POST or None, label=question, choices=answers, words=words)
    return answer(
        request,
        form,
        lambda: actions.find(by=by(request), concern=concern, kind=kind, **form.cleaned_data),
        to=page_of(concern),
        success=_("It is written down."),
        context=_page(concern, title),
    )


@work_page
def sanction(request: HttpRequest, school: School, concern: Concern, number: int) -> HttpResponse:
    """A step taken with somebody, by the ladder for their age and role."""
    subject = next((each for each in alleged_of(concern) if each.pk == number), None)
    if subject is None:
        raise Http404
    form = CodeForm(
        request.POST or None,
        label=_("Which step?"),
        choices=rungs_for(school, subject),
        words=_("Why this step, and who decided it"),
    )
    lead = _("With %(name)s. The steps are those for their age or role, of: %(title)s.")
    return answer(
        request,
        form,
        lambda: actions.find(by=by(request), concern=concern, kind="sanction", subject=subject, **form.cleaned_data),
        to=page_of(concern),
        success=_("It is written down."),
        context=_page(concern, _("Step taken"), lead=lead % {"name": subject, "title": ladder_of(school).title}),
    )


@work_page
def parents(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Were the parents told, when, by whom; or why not."""
    del school
    form = ParentsForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        actions.tell_parents(
            by=by(request), concern=concern, code=given["code"], words=given["words"], at=form.at,
            teller=given["teller"],
        )  # fmt: skip

    lead = _("Tell parents, unless that may put somebody at risk or the police or social care ask you to wait.")
    return answer(
        request,
        form,
        act,
        to=page_of(concern),
        success=_("It is written down."),
        context=_page(concern, _("Telling the parents"), lead=lead),
    )


@work_page
def debrief(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """What was learnt; lessons become tasks."""
    del school
    first = {"due": timezone.localdate() + timedelta(days=28)}
    form = DebriefForm(request.POST or None, users=list(owners(concern)), initial=first)

    def act() -> None:
        given = form.cleaned_data
        lessons = [(given["text"], form.user, given["due"])]
        actions.debrief(by=by(request), concern=concern, words=given["words"], lessons=lessons)

    return answer(
        request,
        form,
        act,
        to=page_of(concern),
        success=_("The debrief is written down, and the lesson is a task."),
        context=_page(concern, _("Debrief"), lead=_("Hold it with those who worked on it. Nobody is blamed.")),
    )


@work_page
def close(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """What is still missing; close it when nothing is."""
    form = CloseForm(request.POST or None, route=concern.route)
    return answer(
        request,
        form,
        lambda: actions.close(by=by(request), concern=concern, **form.cleaned_data),
        to=page_of(concern),
        success=_("It is closed. It can be opened again."),
        context=_page(
            concern,
            _("Close this concern"),
            missing=blocks_closing(concern),
            school_code=school.code,
            submit=_("Close it"),
        ),
        template="concerns/working/close.html",
    )


@work_page
def reopen(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Open it again, with a reason."""
    del school
    form = WordsForm(request.POST or None, label=_("Why it is opened again"))

    def act() -> None:
        actions.reopen(by=by(request), concern=concern, reason=form.cleaned_data["words"])

    return answer(
        request,
        form,
        act,
        to=page_of(concern),
        success=_("It is open again."),
        context=_page(concern, _("Open this concern again"), submit=_("Open it again")),
    )
