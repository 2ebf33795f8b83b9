"""What setting up a school puts on record."""

from belisha.console.audit.events import deed

LEVELS_ACCEPTED = deed("starting.levels-accepted", "put the proposed levels of the filter in force")
