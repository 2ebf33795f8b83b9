"""What meetings put on record."""

from belisha.console.audit.events import deed

CALLED = deed("meeting.called", "called a meeting of the online-safety group")
ADDED = deed("meeting.item-added", "put something on the table of a meeting")
WRITTEN = deed("meeting.written", "wrote minutes of a meeting")
CLOSED = deed("meeting.closed", "closed the minutes of a meeting")
