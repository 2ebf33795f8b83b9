"""What the life of the policy proves, from the version in force and from what it passed through."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.policies.approving.queries.causes import open_causes
from belisha.console.policies.approving.queries.published import (
    approval_behind,
    page_check_of,
    published_at,
    reviewer_of,
)
from belisha.console.policies.approving.queries.rounds import silent_teams
from belisha.console.policies.approving.queries.steps import signatures_of
from belisha.console.policies.approving.rules import CONSULTED, PARTS, audiences_without_words
from belisha.console.policies.clauses.house import AUDIENCES
from belisha.console.policies.models import EarlyCause, StepWord
from belisha.console.policies.writing.queries import text_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from belisha.console.access.models import School
    from belisha.console.policies.models import Round, Version

__all__: list[str] = []

AMBER: Final = timedelta(days=60)  # before a year is up
YEAR: Final = timedelta(days=366)
CHECKED: Final = timedelta(days=2)  # the public page is fetched each night
TEMPLATE_DAYS: Final = timedelta(days=30)  # to look at a newer edition of the clauses


def _page(school: School) -> str:
    return reverse("policies", args=[school.code])


def _none(school: School) -> Standing:
    return Standing(State.BREACHED, _("No policy is in force here."), link=_page(school))


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _of(school: School, version: Version) -> str:
    return reverse("policy-version", args=[school.code, version.pk])


def _met(school: School, version: Version, words: str, basis: Basis = Basis.RECORDED) -> Standing:
    return Standing(State.MET, words, basis, link=_of(school, version))


def _breached(school: School, version: Version, words: str, basis: Basis = Basis.RECORDED) -> Standing:
    return Standing(State.BREACHED, words, basis, link=_of(school, version))


@proves("governance.wellbeing-test")
def wellbeing_test(school: School, now: datetime) -> Standing:
    """The version in force says what it means for wellbeing."""
    del now
    version = published_at(school)
    if version is None:
        return _none(school)
    if not version.wellbeing.strip():
        return _breached(school, version, _("The policy in force says nothing about wellbeing."))
    return _met(school, version, _("What it means for wellbeing was written before governors approved it."))


@proves("governance.federation-and-school")
def federation_and_school(school: School, now: datetime) -> Standing:
    """Every school of the federation has a policy in force: its own, or the federation's as it reads there."""
    del now
    version = published_at(school)
    if version is None:
        return _none(school)
    others = [each for each in school.federation.schools.order_by("name") if published_at(each) is None]
    link = reverse("policy-variations", args=[school.code])
    if others:
        names = ", ".join(each.name for each in others)
        return Standing(State.BREACHED, _("No policy is in force at: %(names)s.") % {"names": names}, link=link)
    if version.policy.school_id is None:
        words = _("The federation's policy counts here, as it reads with this school's posts and settings.")
    else:
        words = _("This school's own policy counts here; the federation's stands beside it to compare.")
    return Standing(State.MET, words, link=link)


@proves("governance.principles-per-audience")
def principles_per_audience(school: School, now: datetime) -> Standing:
    """Each group is spoken to in paragraphs of its own."""
    del now
    version = published_at(school)
    if version is None:
        return _none(school)
    empty = audiences_without_words(text_of(version, school), AUDIENCES)
    if empty:
        words = _("The policy has no paragraph of its own for: %(groups)s.") % {"groups": ", ".join(empty)}
        return _breached(school, version, words, Basis.MEASURED)
    words = _("Pupils, staff, governors, parents and visitors each have paragraphs of their own.")
    return _met(school, version, words, Basis.MEASURED)


def _heard(school: School, audience: str) -> tuple[Version | None, Round | None, int]:
    """The version in force, its last consultation, and how many of a group answered here."""
    version = published_at(school)
    round_ = version.rounds.filter(closed_at__isnull=False).order_by("-number").first() if version else None
    if round_ is None:
        return version, None, 0
    given = round_.responses.filter(audience=audience, school=school).values_list("hands", flat=True)
    return version, round_, sum(given)


def _late(round_: Round, now: datetime) -> bool:
    return round_.closed_at is None or now - round_.closed_at > YEAR


@proves("governance.stakeholder-input")
def stakeholder_input(school: School, now: datetime) -> Standing:
    """Staff, pupils and parents answered about the version in force, or a reason is on record, within a year."""
    version, round_, _count = _heard(school, "staff")
    if version is None:
        return _none(school)
    if round_ is None or _late(round_, now):
        return _breached(school, version, _("Nobody was consulted within the year."))
    silent = dict(round_.silences.values_list("audience", "reason"))
    heard = set(round_.responses.filter(school=school).values_list("audience", flat=True))
    missing = [str(title) for audience, title in CONSULTED.items() if audience not in heard | set(silent)]
    if missing:
        words = _("Neither an answer nor a reason is on record for: %(groups)s.") % {"groups": ", ".join(missing)}
        return _breached(school, version, words)
    day = {"day": _day(timezone.localtime(round_.closed_at).date() if round_.closed_at else None)}
    if silent:
        groups = ", ".join(str(CONSULTED[each]) for each in silent)
        words = _("Consulted until %(day)s; a reason is on record why nobody answered for: %(groups)s.")
        return Standing(State.AT_RISK, words % {**day, "groups": groups}, Basis.RECORDED, link=_of(school, version))
    return _met(school, version, _("Staff, pupils and parents answered; the round closed on %(day)s.") % day)


@proves("governance.staff-contribute")
def staff_contribute(school: School, now: datetime) -> Standing:
    """Staff answered, and somebody of each team."""
    version, round_, count = _heard(school, "staff")
    if version is None:
        return _none(school)
    if round_ is None or not count or _late(round_, now):
        return _breached(school, version, _("No member of staff answered a consultation within the year."))
    if teams := silent_teams(round_, school):
        names = ", ".join(role.value.replace("-", " ") for role in teams)
        words = _("Nobody answered of these teams: %(names)s.") % {"names": names}
        return _breached(school, version, words)
    return _met(school, version, _("%(n)s members of staff answered, some of every team.") % {"n": count})


@proves("governance.pupil-voice")
def pupil_voice(school: School, now: datetime) -> Standing:
    """Pupils of this school answered within the year."""
    version, round_, count = _heard(school, "pupils")
    if version is None:
        return _none(school)
    if round_ is None or not count or _late(round_, now):
        return _breached(school, version, _("No pupil was heard about the policy within the year."))
    return _met(school, version, _("%(n)s pupils were heard, with pictures and words.") % {"n": count})


@proves("governance.template-and-advice")
def template_and_advice(school: School, now: datetime) -> Standing:
    """The version says its template; a newer edition of the clauses is looked at within thirty days."""
    version = published_at(school)
    if version is None:
        return _none(school)
    if not version.template.strip():
        return _breached(school, version, _("The policy does not say which template it was begun from."))
    newer = EarlyCause.objects.filter(
        policy=version.policy, source__startswith="edition:", decided_at__isnull=True, since__lt=now - TEMPLATE_DAYS
    )
    if newer.exists():
        words = _("A newer edition of the clauses has waited more than 30 days for a decision.")
        return _breached(school, version, words)
    advice = version.advice.strip()
    if not advice:
        words = _("Begun from: %(template)s. No advice is on record.") % {"template": version.template}
        return Standing(State.AT_RISK, words, Basis.RECORDED, link=_of(school, version))
    return _met(
        school, version, _("Begun from: %(template)s. Who advised is on record.") % {"template": version.template}
    )


@proves("governance.governor-approval")
def governor_approval(school: School, now: datetime) -> Standing:
    """A vote with a minute stands behind the very text in force."""
    del now
    version = published_at(school)
    if version is None:
        return _none(school)
    approval = approval_behind(version)
    if approval is None:
        return _breached(school, version, _("No vote is on record for the text in force."))
    words = _("Governors approved it on %(day)s (%(minute)s).")
    return _met(school, version, words % {"day": _day(approval.met_on), "minute": approval.minute})


@proves("governance.signatures")
def signatures(school: School, now: datetime) -> Standing:
    """Head and chair signed the very text in force."""
    del now
    version = published_at(school)
    if version is None:
        return _none(school)
    missing = [each.title for each in signatures_of(version) if each.given is None]
    if missing:
        words = _("Not signed by: %(parts)s.") % {"parts": ", ".join(missing)}
        return _breached(school, version, words)
    return _met(school, version, _("Signed by the %(n)s who must.") % {"n": len(PARTS)})


@proves("governance.adoption-date")
def adoption_date(school: School, now: datetime) -> Standing:
    """It shows when it was adopted: the day of the last signature."""
    del now
    version = published_at(school)
    if version is None:
        return _none(school)
    last = version.signatures.filter(digest=version.digest).order_by("-at").first()
    if last is None or version.adopted != timezone.localtime(last.at).date():
        return _breached(school, version, _("The day of adoption is not that of the last signature."), Basis.MEASURED)
    words = _("Adopted on %(day)s, as every copy says.") % {"day": _day(version.adopted)}
    return _met(school, version, words, Basis.MEASURED)


@proves("governance.review-date-shown")
def review_date_shown(school: School, now: datetime) -> Standing:
    """It names who reviews it next and when: on the page and at the head of every sheet of paper."""
    version = published_at(school)
    if version is None:
        return _none(school)
    reviewer = reviewer_of(version, school, timezone.localdate(now))
    if not reviewer or version.review_due is None:
        return _breached(school, version, _("The policy does not say who reviews it, or when."), Basis.MEASURED)
    if ":" not in reviewer:
        words = _("Nobody holds the post that reviews it: %(post)s.") % {"post": reviewer}
        return Standing(State.AT_RISK, words, link=_of(school, version))
    words = _("Every page says: %(who)s, next review %(day)s.") % {"who": reviewer, "day": _day(version.review_due)}
    return _met(school, version, words, Basis.MEASURED)


@proves("governance.contents-list")
def contents_list(school: School, now: datetime) -> Standing:
    """It opens with a list of its sections, made from their headings."""
    del now
    version = published_at(school)
    if version is None:
        return _none(school)
    titles = [section.title for section in text_of(version, school)]
    if not titles or len(set(titles)) != len(titles) or not all(titles):
        return _breached(
            school, version, _("The sections have no headings that a list could be made of."), Basis.MEASURED
        )
    words = _("It opens with a list of its %(n)s sections.") % {"n": len(titles)}
    return _met(school, version, words, Basis.MEASURED)


@proves("governance.annual-review")
def annual_review(school: School, now: datetime) -> Standing:
    """The clock since adoption: amber sixty days before the review is due, red from the day on."""
    version = published_at(school)
    if version is None or version.review_due is None:
        return _none(school)
    today = timezone.localdate(now)
    day = {"day": _day(version.review_due)}
    if version.review_due <= today:
        return _breached(school, version, _("The review was due on %(day)s.") % day, Basis.MEASURED)
    if version.review_due - today <= AMBER:
        words = _("The review is due on %(day)s: begin it now.") % day
        return Standing(State.AT_RISK, words, link=_of(school, version))
    return _met(school, version, _("The next review is due on %(day)s.") % day, Basis.MEASURED)


@proves("governance.early-review-trigger")
def early_review_trigger(school: School, now: datetime) -> Standing:
    """What may want an early review is decided about within ten school days."""
    if published_at(school) is None:
        return _none(school)
    link, today = reverse("policy-causes", args=[school.code]), timezone.localdate(now)
    waiting = list(open_causes(school))
    late = [cause for cause in waiting if cause.due < today]
    if late:
        words = _("Not decided within ten school days: %(n)s.") % {"n": len(late)}
        return Standing(State.BREACHED, words, link=link)
    if waiting:
        words = _("To be decided by %(day)s.") % {"day": _day(min(cause.due for cause in waiting))}
        return Standing(State.AT_RISK, words, link=link)
    return Standing(State.MET, _("Nothing waits for a decision about an early review."), link=link)


@proves("governance.policy-on-website")
def policy_on_website(school: School, now: datetime) -> Standing:
    """The public page was fetched over HTTP without signing in, and shows the version in force."""
    version = published_at(school)
    if version is None:
        return _none(school)
    check, link = page_check_of(school), reverse("policy-publish", args=[school.code])
    if check is None or now - check.at > CHECKED:
        return Standing(State.NOT_KNOWN, _("The public page was not fetched within two days."), link=link)
    if check.fault or check.version_id != version.pk:
        words = check.fault or _("The public page was last seen with another version.")
        return Standing(State.BREACHED, words, since=check.failing_since, link=link)
    at = date_format(timezone.localtime(check.at), "j F Y, H:i")
    return Standing(State.MET, _("Fetched as anybody would on %(at)s: it shows this version.") % {"at": at}, link=link)


@proves("governance.technical-input")
def technical_input(school: School, now: datetime) -> Standing:
    """Technical staff said their word on the version in force; passed over is red until they do."""
    del now
    version = published_at(school)
    if version is None:
        return _none(school)
    said = version.step_words.filter(step=StepWord.Step.TECHNICAL)
    given = said.filter(skipped=False).first()
    if given is None:
        words = _("Technical staff have not commented on the policy in force.")
        return Standing(
            State.BREACHED, words, Basis.RECORDED, link=reverse("policy-technical", args=[school.code, version.pk])
        )
    return _met(school, version, _("%(name)s commented on it.") % {"name": given.by_name})
