"""An alert in words: what was seen and why it counts, what happened to it, what to think of."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.settings.queries import value_of
from belisha.console.monitoring.alerts.declared import OUT_OF_HOURS_NUMBER
from belisha.console.monitoring.alerts.rules import DANGER, HELP, LEVELS, ROUND
from belisha.console.monitoring.models import AlertStep

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.monitoring.models import Alert, AlertFinding

__all__ = ["VERDICTS", "advice", "found_words", "steps_of"]

VERDICTS: Final = {"allow": gettext_lazy("open"), "block": gettext_lazy("blocked"), "": ""}
KINDS: Final = {
    "search": gettext_lazy("Searched for"),
    "page": gettext_lazy("Page"),
    "told": gettext_lazy("Told by hand"),
}


def found_words(found: AlertFinding) -> dict[str, Any]:
    """A finding as its page shows it."""
    seen = [
        {
            "text": one["text"],
            "kind": KINDS.get(one["kind"], one["kind"]),
            "at": timezone.localtime(datetime.fromisoformat(one["at"])),
            "verdict": VERDICTS.get(one["verdict"], one["verdict"]),
            "times": one["times"],
            "sentence": one["sentence"],
            "rule": " ".join(filter(None, (one["rule"], one["version"]))),
        }
        for one in found.seen
    ]
    return {
        "level": LEVELS[found.level],
        "first": found.first,
        "last": found.last,
        "seen": seen,
        "weighs": found.weighs,
        "raised": found.raised,
        "false_alarm": found.false_alarm,
        "id": found.finding,
    }


def steps_of(alert: Alert) -> list[dict[str, Any]]:
    """What happened, for a timeline. One query."""
    return [
        {
            "title": step.get_kind_display().capitalize(),
            "who": step.by.name if step.by else "",
            "at": step.at,
            "text": _mails(step.words) if step.kind == AlertStep.Kind.TOLD else step.words,
        }
        for step in alert.steps.select_related("by").order_by("at", "pk")
    ]


def _mails(number: str) -> str:
    return (
        _("To %(n)s people.") % {"n": number} if number not in {"", "0"} else _("Nobody with an address could be told.")
    )


def advice(alert: Alert, school: School) -> list[str]:
    """What to think of first."""
    if alert.level == DANGER:
        number = value_of(school, OUT_OF_HOURS_NUMBER)
        told = [_("Where is the child now, and who is with them? In danger: 999 first.")]
        if number:
            told.append(_("Children's social care outside office hours: %(number)s.") % {"number": number})
        return [*told, _("Words are no proof: a story, a song or a friend may be behind them. Talk before you judge.")]
    if alert.theme == HELP:
        return [_("Somebody looked for help. That is no offence: see that they find it, at school too.")]
    if alert.theme == ROUND:
        return [_("Who gets round the filter may be curious, bored or hiding something: ask which.")]
    return []
