"""What asks, reports and openings put on record. Each title goes on from the thing that it is about."""

from __future__ import annotations

from belisha.console.audit.events import event

ASKED = event("filter-asks.asked", "was asked for")
BROUGHT = event("filter-asks.brought", "was asked for at the gateway")
HANDED_ON = event("filter-asks.handed-on", "was passed on to the filter managers")
DECLINED = event("filter-asks.declined", "was asked for and answered no")
TAKEN_UP = event("filter-asks.taken-up", "was taken into a change of the filter")
ENDED = event("filter-asks.ended", "was answered by the end of a change")
CLOCK_SET = event("filter-asks.clock-set", "has another time to be answered by, for the calendar changed")
AGREED = event("filter-openings.agreed", "was agreed on for lessons")
AGREEMENT_ENDED = event("filter-openings.agreement-ended", "is no longer agreed on for lessons")
OPENED = event("filter-openings.opened", "was opened for a lesson")
CLOSED = event("filter-openings.closed", "was closed before its time")
REPORTED = event("filter-reports.reported", "was reported as unsuitable")
PRACTISED = event("filter-reports.practised", "was reported for practice")
REPORT_READ = event("filter-reports.read", "was reported, and the report was read")
KEPT_BLOCKED = event("filter-reports.kept", "was reported and stays blocked")
LEFT_OPEN = event("filter-reports.left-open", "was reported and stays open")
MAY_BE_ILLEGAL = event("filter-reports.illegal", "was reported and may be against the law")
RAISED = event("filter-reports.raised", "was raised with others")
FAILED = event("filter-failures.reported", "was reported as a failure of the filter")
FAILURE_READ = event("filter-failures.read", "was opened by somebody who answers for it")
FAILURE_RAISED = event("filter-failures.raised", "was raised with the supplier")
FAILURE_OVER = event("filter-failures.over", "is over")
PROCEDURE_READ = event("filter-procedure.read", "has read how to raise what the filter shows")
SPOOL_LOOKED_AT = event("filter-asks.spool-looked-at", "was looked at: a line that could not be read")
FORGOTTEN = event("filter-asks.forgotten", "no longer keeps old requests, reports and lesson openings")
