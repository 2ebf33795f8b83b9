"""What the record says of calendars."""

from belisha.console.audit.events import deed

CHANGED = deed("calendars.changed", "changed a part of the school year")
RESET = deed("calendars.reset", "put a part of the school year back to what is inherited")
COPIED = deed("calendars.copied", "copied a part of the school year from the year before")
