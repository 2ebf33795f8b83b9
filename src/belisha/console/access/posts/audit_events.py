"""What the record says of posts."""

from belisha.console.audit.events import event

APPOINTED = event("posts.appointed", "appointed somebody to a post")
HANDED_OVER = event("posts.handed-over", "handed a post over")
REAPPOINTED = event("posts.reappointed", "appointed somebody again to the same post")
ENDED = event("posts.ended", "ended a post")
KEPT_ON = event("posts.kept-on", "took back the end of a post")
CHANGED = event("posts.changed", "changed the details of a post")
COVERED = event("posts.covered", "named a stand-in for a post")
DELEGATED = event("posts.delegated", "delegated a post")
COVER_ENDED = event("posts.cover-ended", "ended a stand-in")
AWAY = event("posts.away", "marked somebody as away")
BACK = event("posts.back", "marked somebody as back")
