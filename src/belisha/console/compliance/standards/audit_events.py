"""What standards put on record."""

from belisha.console.audit.events import deed

ACCEPTED = deed("standards.edition-accepted", "accepted a new edition of a standard")
