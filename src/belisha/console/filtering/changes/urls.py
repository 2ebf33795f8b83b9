"""Addresses of changes: of a school, and of its federation."""

from django.urls import path

from belisha.console.filtering.changes.views import blocking, digests, impacts, managers, reading, steps

CHANGE = "changes/<int:number>/"
MANAGERS = "changes/managers/"
WEEKS = "schools/<slug:school>/filter/changes/weeks/"

PAGES = (
    ("changes/", reading.changes, "filter-changes"),
    (CHANGE, reading.change, "filter-change"),
    (CHANGE + "submit/", steps.submit, "filter-change-submit"),
    (CHANGE + "drop/<int:index>/", steps.drop, "filter-change-drop"),
    (CHANGE + "rework/", steps.rework, "filter-change-rework"),
    (CHANGE + "teaching/", steps.education, "filter-change-education"),
    (CHANGE + "technical/", steps.technical, "filter-change-technical"),
    (CHANGE + "consent/", steps.consent, "filter-change-consent"),
    (CHANGE + "apply/", steps.apply, "filter-change-apply"),
    (CHANGE + "undo/", steps.undo, "filter-change-undo"),
    (CHANGE + "review/", steps.review, "filter-change-review"),
    (CHANGE + "withdraw/", steps.withdraw, "filter-change-withdraw"),
    (CHANGE + "anew/", steps.anew, "filter-change-anew"),
    (CHANGE + "impact/", impacts.work_out, "filter-change-impact"),
    ("changes/log/", reading.log, "filter-log"),
    ("block/", blocking.block, "filter-block"),
    (MANAGERS, managers.managers, "filter-managers"),
    (MANAGERS + "give/", managers.give, "filter-manager-give"),
    (MANAGERS + "<int:number>/end/", managers.end, "filter-manager-end"),
)

urlpatterns = [
    *(path(f"schools/<slug:school>/filter/{at}", both.school, name=name) for at, both, name in PAGES),
    *(path(f"federation/filter/{at}", both.federation, name=f"federation-{name}") for at, both, name in PAGES),
    path(WEEKS, digests.weeks, name="filter-weeks"),
    path(f"{WEEKS}<str:week>/", digests.week, name="filter-week"),
]
