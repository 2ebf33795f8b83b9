"""What is recorded of lists."""

from belisha.console.audit.events import deed

__all__ = ["AGREED", "ASKED", "DECLINED", "ENDED", "FOUND_RIGHT", "PROPOSED", "RIGHTLY_LISTED", "UPDATE_ASKED"]

UPDATE_ASKED = deed("lists.update-asked", "had newer lists fetched")
PROPOSED = deed("lists.correction-proposed", "proposed a correction of the lists")
AGREED = deed("lists.correction-agreed", "agreed with a correction of the lists")
DECLINED = deed("lists.correction-declined", "declined a correction of the lists")
ENDED = deed("lists.correction-ended", "took a correction of the lists back")
FOUND_RIGHT = deed("lists.block-found-right", "found that a site is rightly blocked")
ASKED = deed("lists.opening-asked", "asked for a change that opens a site")
RIGHTLY_LISTED = deed("lists.rightly-listed", "found that a site is in the right category")
