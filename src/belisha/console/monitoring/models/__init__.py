"""What monitoring keeps. A file for each subject."""

from belisha.console.monitoring.models.alerts import Alert, AlertContext, AlertFinding, AlertInflow, AlertStep
from belisha.console.monitoring.models.digests import DigestSignature, HealthDay
from belisha.console.monitoring.models.use import Look, RecordLook, ReportPlan, ReportReader, UseReport

__all__ = [
    "Alert",
    "AlertContext",
    "AlertFinding",
    "AlertInflow",
    "AlertStep",
    "DigestSignature",
    "HealthDay",
    "Look",
    "RecordLook",
    "ReportPlan",
    "ReportReader",
    "UseReport",
]
