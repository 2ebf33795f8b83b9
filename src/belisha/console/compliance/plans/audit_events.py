"""What plans put on record."""

from belisha.console.audit.events import deed

PLANNED = deed("duties.planned", "planned what is done about a duty")
ACCEPTED = deed("duties.risk-accepted", "accepted a risk for a time")
GIVEN = deed("duties.plan-given", "gave a plan for a duty to another")
ENDED = deed("duties.plan-ended", "ended a plan for a duty")
