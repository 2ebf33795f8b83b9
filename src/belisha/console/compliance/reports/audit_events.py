"""What reports put on record."""

from belisha.console.audit.events import deed

PACK_MADE = deed("duties.pack-made", "made an evidence pack")
REPORT_MADE = deed("duties.report-made", "made a report and kept it")
