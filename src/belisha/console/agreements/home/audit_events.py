"""What the pages for parents put on record."""

from __future__ import annotations

from belisha.console.audit.events import deed, event

__all__ = [
    "ACTIVITY_ADDED",
    "ACTIVITY_CANCELLED",
    "ACTIVITY_CHANGED",
    "CAME_IN",
    "HOME_SCHOOL_ENTERED",
    "INVITED",
    "LINK_ASKED",
    "NOTICE_SENT",
    "NOTICE_WITHDRAWN",
    "USE_SEEN",
]

LINK_ASKED = event("home.link-asked", "was sent a link to the parents' pages")
CAME_IN = event("home.came-in", "came in by a link to the parents' pages")
INVITED = deed("home.invited", "sent parents a link to their pages")
NOTICE_SENT = deed("home.notice-sent", "sent parents a notice")
NOTICE_WITHDRAWN = deed("home.notice-withdrawn", "withdrew a notice to parents")
ACTIVITY_ADDED = deed("home.activity-added", "planned something for parents")
ACTIVITY_CHANGED = deed("home.activity-changed", "changed something for parents")
ACTIVITY_CANCELLED = deed("home.activity-cancelled", "cancelled something for parents")
HOME_SCHOOL_ENTERED = event(
    "home.home-school-entered", "was entered from paper: a parent's home-school form for a child"
)
USE_SEEN = event("home.use-seen", "was looked at by a parent: what the school knows of internet use")
