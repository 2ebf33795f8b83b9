"""An alert becomes a concern: with its findings and the hour around them frozen inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.queries.visible import may_work
from belisha.console.concerns.working.actions import acknowledge
from belisha.console.monitoring.alerts.rules import theme_words
from belisha.console.monitoring.hooks import MadeConcern, alert_becomes_concern
from belisha.console.monitoring.models import Alert

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["begin_concern"]

# theme of an alert (engine/themes) to category of a concern (categories.yaml); what is new is "something else online"
CATEGORY_OF: Final = {
    "abuse-at-home": "abuse-neglect",
    "asking-for-help": "wellbeing",
    "bullying": "bullying",
    "crime": "illegal-content",
    "drugs-and-alcohol": "drugs",
    "eating-disorders": "harmful-lifestyles",
    "gambling": "money",
    "getting-round-the-filter": "computer-misuse",
    "grooming": "grooming",
    "hate": "hate",
    "radicalisation": "extremism",
    "running-away": "wellbeing",
    "sexual-content": "pornography",
    "suicide-and-self-harm": "harmful-lifestyles",
    "violence-and-weapons": "violence",
}
# who is not certainly on the register goes where the alert went all the same
CATEGORY_BY_ROUTE: Final = {Alert.Route.HEAD: "adult-conduct", Alert.Route.CHAIR: "head-conduct"}
DANGER: Final = 2
COLUMNS: Final = ("at", "what", "where", "verdict", "why")  # of what was around a finding


@alert_becomes_concern
def begin_concern(by: By, alert: Alert) -> MadeConcern:
    """Make a concern of an alert, on the route of the alert or a more closed one."""
    category = CATEGORY_BY_ROUTE.get(Alert.Route(alert.route), CATEGORY_OF.get(alert.theme, "other-online"))
    concern = report(
        by=by,
        school=alert.school,
        category=category,
        words=_words(alert),
        subjects=_subjects(alert),
        told=Told(
            origin=Concern.Origin.ALERT,
            happened_at=alert.last,
            where=alert.device[:200],
            child_protection=alert.level == DANGER and alert.route == Alert.Route.SAFEGUARDING,
            context=_context(alert),
        ),
    )
    # whoever looks after the alert has the concern: nobody is called for it again
    if by.user is not None and alert.acknowledged_by_id == by.user.pk and may_work(by, concern):
        acknowledge(by=by, concern=concern)
    return MadeConcern(concern.reference, reverse("concern", args=[alert.school.code, concern.reference]))


def _words(alert: Alert) -> str:
    found = {"level": alert.get_level_display(), "theme": theme_words(alert.theme), "words": alert.words}
    return _("From an alert (%(level)s, %(theme)s): %(words)s") % found


def _subjects(alert: Alert) -> list[NewSubject]:
    """Whom the record names. A child is not called harmed by a machine; an adult of the school stands as alleged."""
    if alert.person is None:
        return [NewSubject(Subject.Role.INVOLVED, name=alert.name[:160])] if alert.name.strip() else []
    works_here = alert.person.kind not in {User.Kind.PUPIL, User.Kind.PARENT, User.Kind.VISITOR}
    return [NewSubject(Subject.Role.ALLEGED if works_here else Subject.Role.INVOLVED, alert.person)]


def _context(alert: Alert) -> dict[str, Any]:
    """What the alert showed, in tables that the page of a concern draws as they are."""
    findings = list(alert.findings.select_related("context").order_by("first", "pk"))
    around = [finding.context for finding in findings if hasattr(finding, "context")]
    return {
        "source": f"alert:{alert.pk}",
        "theme": alert.theme,
        "level": alert.get_level_display(),
        "device": alert.device,
        "first": alert.first.isoformat(),
        "last": alert.last.isoformat(),
        "seen": [_seen(one) for finding in findings for one in finding.seen],
        "why": list(dict.fromkeys(sentence for finding in findings for sentence in finding.weighs)),
        "around": [dict(zip(COLUMNS, event, strict=False)) for each in around for event in each.events],
        "left_out": sum(each.left_out for each in around),
    }


def _seen(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one.get(name, "") for name in ("at", "kind", "text", "verdict", "times", "sentence")}
