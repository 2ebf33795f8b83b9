"""What compliance keeps. A file for each subject."""

from belisha.console.compliance.models.attesting import Attestation, AttestationFile
from belisha.console.compliance.models.meetings import Meeting, MeetingItem
from belisha.console.compliance.models.planner import CalendarFeed
from belisha.console.compliance.models.plans import Plan
from belisha.console.compliance.models.reports import KeptReport
from belisha.console.compliance.models.risks import Assessment, Technology
from belisha.console.compliance.models.self_review import AspectJudged
from belisha.console.compliance.models.standards import AcceptedEdition
from belisha.console.compliance.models.standings import DutyStanding
from belisha.console.compliance.models.surveys import (
    OwnQuestion,
    QuestionChoice,
    Survey,
    SurveyAction,
    SurveyAnswer,
    SurveyCode,
    SurveyForm,
    SurveyGroup,
    SurveyWords,
)
from belisha.console.compliance.models.tasks import PostHandOver, TaskTold
from belisha.console.compliance.models.walks import OwnPoint, Sight, Walk, WalkPlace
from belisha.console.compliance.models.watching import Asked, Changed, Touched

__all__ = [
    "AcceptedEdition",
    "Asked",
    "AspectJudged",
    "Assessment",
    "Attestation",
    "AttestationFile",
    "CalendarFeed",
    "Changed",
    "DutyStanding",
    "KeptReport",
    "Meeting",
    "MeetingItem",
    "OwnPoint",
    "OwnQuestion",
    "Plan",
    "PostHandOver",
    "QuestionChoice",
    "Sight",
    "Survey",
    "SurveyAction",
    "SurveyAnswer",
    "SurveyCode",
    "SurveyForm",
    "SurveyGroup",
    "SurveyWords",
    "TaskTold",
    "Technology",
    "Touched",
    "Walk",
    "WalkPlace",
]
