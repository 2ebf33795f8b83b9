"""What calendars put on record."""

from belisha.console.audit.events import deed

FEED_MADE = deed("calendar.feed-made", "made an address for a calendar to subscribe to")
FEED_ENDED = deed("calendar.feed-ended", "ended the address of a calendar")
