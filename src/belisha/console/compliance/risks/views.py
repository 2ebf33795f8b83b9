"""Pages of the risk register, and of staff who want something new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.compliance.plans.queries import owners
from belisha.console.compliance.risks import actions
from belisha.console.compliance.risks.forms import (
    AssessForm,
    DataForm,
    DecideForm,
    EndForm,
    RegisterForm,
    WishForm,
)
from belisha.console.compliance.risks.queries import (
    ai_open_for_pupils,
    allowed_at,
    asked_of,
    assessment_waiting,
    last_assessed,
    matrix,
    may_assess,
    may_decide,
    on_register,
    pupils_ai_allowed,
    technology_of,
    unregistered_services,
    wished_by,
)
from belisha.console.compliance.risks.rules import AI, ANSWERS, ai_points, hindrances, level_of
from belisha.console.compliance.risks.tables import register_table
from belisha.console.design.tables import show
from belisha.console.people.views.answering import answer
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.compliance.models import Assessment, Technology
    from belisha.console.compliance.risks.rules import Point

__all__ = [
    "risk",
    "risk_add",
    "risk_assess",
    "risk_change",
    "risk_data",
    "risk_decide",
    "risk_end",
    "risks",
    "risks_matrix",
    "technology",
    "technology_ask",
]


def _check_keeper(request: HttpRequest, school: School) -> None:
    if may_assess(request.user, school) is None:  # type: ignore[arg-type]  # a page of the signed in
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work keep the risk register."))


@school_page(Permission.SEE_DUTIES)
def risks(request: HttpRequest, school: School) -> HttpResponse:
    """The register, and what turned up without standing on it."""
    context = {
        "school": school,
        "may_keep": may_assess(request.user, school) is not None,  # type: ignore[arg-type]  # signed in
        "services": unregistered_services(school),
        "ai_open": () if pupils_ai_allowed(school) else ai_open_for_pupils(school),
    }
    rows = on_register(school)
    if request.GET.get("state") != "ended":
        rows = rows.filter(ended_at__isnull=True)
    return show(request, register_table(timezone.localdate()), rows, "compliance/risks/risks.html", context)


@school_page(Permission.SEE_DUTIES)
def risks_matrix(request: HttpRequest, school: School) -> HttpResponse:
    """What is on the register by likelihood and harm, with and without what is done about it."""
    before = request.GET.get("before") == "yes"
    rows = on_register(school).filter(ended_at__isnull=True).prefetch_related("assessments")
    cells = matrix(rows, before=before)
    context = {"school": school, "before": before, "rows": cells, "level_of": level_of}
    return render(request, "compliance/risks/matrix.html", context)


@school_page(Permission.SEE_DUTIES)
def risk(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One technology: what it is, how it was assessed each time, what was decided, and what comes next."""
    found = technology_of(school, number)
    waiting = assessment_waiting(found)
    user = request.user
    points = {each.id: each for each in ai_points().points}
    context = {
        "school": school,
        "technology": found,
        "waiting": waiting,
        "why_not": hindrances(asked_of(found, waiting)) if waiting else [],
        "may_keep": may_assess(user, school) is not None and not found.ended_at,  # type: ignore[arg-type]  # signed in
        "may_decide": waiting is not None
        and may_decide(user, school) is not None  # type: ignore[arg-type]  # the same
        and waiting.by_id != user.pk,
        "may_say": waiting is not None and found.personal and Role.DPO in roles_at(user, school),  # type: ignore[arg-type]
        "history": [_told(each, points) for each in found.assessments.all()],
        "level_of": level_of,
        "late": found.is_late(timezone.localdate()),
        "source": ai_points() if found.kind == AI else None,
    }
    return render(request, "compliance/risks/risk.html", context)


def _told(assessment: Assessment, points: dict[str, Point]) -> tuple[Assessment, list[tuple[Point, str]]]:
    """An assessment with the questions about AI tools that were answered, each with its answer."""
    words = {name: str(title) for name, title in ANSWERS}
    return assessment, [(points[name], words[said]) for name, said in assessment.points.items() if name in points]


@school_page(Permission.SEE_DUTIES)
def risk_add(request: HttpRequest, school: School) -> HttpResponse:
    """Put something on the register."""
    _check_keeper(request, school)
    initial = {"service": request.GET.get("service", ""), "name": request.GET.get("name", "")}
    if initial["service"]:
        initial |= {"kind": "system", "in_use": "yes", "personal": "yes"}
    form = RegisterForm(school, owners(school), request.POST or None, initial)
    return answer(
        request,
        form,
        lambda: actions.enter(by=by(request), school=school, what=form.what),
        to=reverse("risks", args=[school.code]),
        success=_("It is on the register. Assess its risks next."),
        context=_words(_("Put on the risk register"), reverse("risks", args=[school.code])),
    )


@school_page(Permission.SEE_DUTIES)
def risk_change(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Mend what the register says."""
    found = technology_of(school, number)
    _check_keeper(request, school)
    flags = {name: "yes" if getattr(found, name) else "no" for name in ("pupils", "personal", "in_use")}
    names = ("name", "kind", "address", "purpose", "who", "ages", "service", "owner")
    form = RegisterForm(
        school,
        owners(school),
        request.POST or None,
        {name: getattr(found, name) for name in names} | flags | {"takes": found.data},
    )
    lead = _("Where kind, children or data are others now, what was decided falls, and it is assessed anew.")
    return answer(
        request,
        form,
        lambda: actions.change(by=by(request), technology=found, what=form.what),
        to=_page(school, found),
        success=_("It is changed."),
        context=_words(found.name, _page(school, found)) | {"lead": lead},
    )


@school_page(Permission.SEE_DUTIES)
def risk_assess(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Put down the risks; of an AI tool with the questions that the official standard names."""
    found = technology_of(school, number)
    _check_keeper(request, school)
    form = AssessForm(found.kind, request.POST or None, last_assessed(found))
    is_ai = found.kind == AI
    return answer(
        request,
        form,
        lambda: actions.assess(by=by(request), technology=found, rated=form.rated),
        to=_page(school, found),
        success=_("It is kept. Another leader decides."),
        context=_words(_("Assess the risks"), _page(school, found), found.name)
        | {"points": ai_points() if is_ai else None},
        template="compliance/risks/assess.html",
    )


@school_page(Permission.SEE_DUTIES)
def risk_data(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The data protection officer's word."""
    found = technology_of(school, number)
    if Role.DPO not in roles_at(request.user, school):  # type: ignore[arg-type]  # a page of the signed in
        raise NotAllowedError(_("The data protection officer says this."))
    form = DataForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: actions.say_of_data(by=by(request), technology=found, words=form.cleaned_data["words"]),
        to=_page(school, found),
        success=_("Your word is kept."),
        context=_words(_("What it takes of people"), _page(school, found), found.name) | {"lead": found.data},
    )


@school_page(Permission.SEE_DUTIES)
def risk_decide(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Allow it, try it or refuse it."""
    found = technology_of(school, number)
    if may_decide(request.user, school) is None:  # type: ignore[arg-type]  # a page of the signed in
        raise NotAllowedError(_("The head or a senior leader decides."))
    form = DecideForm(request.POST or None)
    waiting = assessment_waiting(found)
    return answer(
        request,
        form,
        lambda: actions.decide(by=by(request), technology=found, decided=form.decided),
        to=_page(school, found),
        success=_("It is decided and on record."),
        context=_words(_("Decide"), _page(school, found), found.name)
        | {"waiting": waiting, "why_not": hindrances(asked_of(found, waiting)) if waiting else []},
        template="compliance/risks/decide.html",
    )


@school_page(Permission.SEE_DUTIES)
def risk_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take it off the register."""
    found = technology_of(school, number)
    _check_keeper(request, school)
    form = EndForm(request.POST or None)
    words = _words(_("Take it off the register"), _page(school, found), found.name)
    return answer(
        request,
        form,
        lambda: actions.end(by=by(request), technology=found, reason=form.cleaned_data["reason"]),
        to=reverse("risks", args=[school.code]),
        success=_("It is off the register. Its history stays."),
        context=words | {"danger": _("From now on it counts as neither used nor allowed.")},
        template="design/confirm.html",
    )


@school_page(Permission.ASK_FOR_PAGES)
def technology(request: HttpRequest, school: School) -> HttpResponse:
    """What staff may use, and what they asked for."""
    context = {"school": school, "allowed": allowed_at(school), "mine": wished_by(request.user, school)}  # type: ignore[arg-type]
    return render(request, "compliance/risks/technology.html", context)


@school_page(Permission.ASK_FOR_PAGES)
def technology_ask(request: HttpRequest, school: School) -> HttpResponse:
    """Ask for a technology that is not allowed yet."""
    form = WishForm(request.POST or None)
    back = reverse("technology", args=[school.code])
    lead = _("Somebody looks at its risks and a leader decides. Do not use it with children before that.")
    return answer(
        request,
        form,
        lambda: actions.enter(by=by(request), school=school, what=form.what),
        to=back,
        success=_("You have asked. You see here what becomes of it."),
        context=_words(_("Ask for something new"), back) | {"lead": lead, "submit": _("Ask for it")},
    )


def _page(school: School, found: Technology) -> str:
    return reverse("risk", args=[school.code, found.pk])


def _words(title: str, back: str, caption: str = "") -> dict[str, object]:
    return {"title": title, "back_link": back, "caption": caption}
