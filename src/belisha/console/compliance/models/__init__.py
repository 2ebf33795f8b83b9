"""What compliance keeps. A file for each subject."""

from belisha.console.compliance.models.attesting import Attestation
from belisha.console.compliance.models.planner import CalendarFeed
from belisha.console.compliance.models.plans import Plan
from belisha.console.compliance.models.standings import DutyStanding

__all__ = ["Attestation", "CalendarFeed", "DutyStanding", "Plan"]
