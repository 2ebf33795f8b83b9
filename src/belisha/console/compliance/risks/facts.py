"""What reviews show of technology and of the board: on the register, AI tools, and how the duties stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.compliance.models import Technology
from belisha.console.compliance.queries import rows
from belisha.console.compliance.risks.queries import (
    ai_open_for_pupils,
    late,
    pupils_ai_allowed,
    unregistered_services,
)
from belisha.console.compliance.rules import STATES, board_of
from belisha.console.reviews.queries import OTHER_FACTS, Fact

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["ai_tools", "board", "technology"]


def technology(school: School) -> list[Fact]:
    """What stands on the register, what is late, and what is used without standing there."""
    link, source = reverse("risks", args=[school.code]), _("risk register of technology")
    every = Technology.objects.for_school(school).standing()
    overdue = late(school, timezone.localdate()).count()
    absent = unregistered_services(school)
    words = _("On the register: %(all)s. To be looked at anew: %(late)s. Used and not on it: %(absent)s.") % {
        "all": every.count(),
        "late": overdue,
        "absent": ", ".join(each.name for each in absent) or _("none"),
    }
    state = "breached" if overdue or absent else ""
    return [Fact(_("Apps, tools and services"), state, words, source, link=link)]


def ai_tools(school: School) -> list[Fact]:
    """Each tool with artificial intelligence, what was decided, and for whom the filter leaves their sites open."""
    link, source = reverse("risks", args=[school.code]), _("risk register of technology")
    tools = Technology.objects.for_school(school).standing().filter(kind=Technology.Kind.AI).order_by("name", "pk")
    lines = [
        f"{each.name}: {each.get_decision_display()}"
        + (f", {each.allowed_for}, {date_format(each.review_on, 'j F Y')}" if each.review_on else "")
        for each in tools
    ]
    levels = ai_open_for_pupils(school)
    state = "breached" if levels and not pupils_ai_allowed(school) else ""
    where = _("Sites of such tools are open in these levels of pupils: %(names)s.") % {
        "names": ", ".join(levels) or _("none")
    }
    profiles = reverse("filter-profiles", args=[school.code])
    return [
        Fact(_("Tools with artificial intelligence"), "", "; ".join(lines) or _("none"), source, link=link),
        Fact(_("Such tools and pupils"), state, where, _("the filter's policy"), link=profiles),
    ]


def board(school: School) -> list[Fact]:
    """How the duties of each part of the policy stand."""
    source, link = _("board of duties"), reverse("duties", args=[school.code])
    return [
        Fact(
            each.title,
            "breached" if each.counts[0] else "",
            ", ".join(f"{title}: {count}" for title, count in zip(STATES.values(), each.counts, strict=True) if count),
            source,
            link=f"{link}?domain={each.domain}",
        )
        for each in board_of(rows(school, timezone.now()))
    ]


OTHER_FACTS.update({"technology": technology, "ai-tools": ai_tools, "board": board})
