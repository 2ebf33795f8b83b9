"""Addresses of changes."""

from django.urls import path

from belisha.console.filtering.changes.views import blocking, digests, impacts, managers, reading, steps

FILTER = "schools/<slug:school>/filter/"
CHANGES = FILTER + "changes/"
CHANGE = CHANGES + "<int:number>/"
MANAGERS = CHANGES + "managers/"
WEEKS = CHANGES + "weeks/"

urlpatterns = [
    path(CHANGES, reading.changes, name="filter-changes"),
    path(CHANGE, reading.change, name="filter-change"),
    path(CHANGE + "submit/", steps.submit, name="filter-change-submit"),
    path(CHANGE + "drop/<int:index>/", steps.drop, name="filter-change-drop"),
    path(CHANGE + "rework/", steps.rework, name="filter-change-rework"),
    path(CHANGE + "teaching/", steps.education, name="filter-change-education"),
    path(CHANGE + "technical/", steps.technical, name="filter-change-technical"),
    path(CHANGE + "consent/", steps.consent, name="filter-change-consent"),
    path(CHANGE + "apply/", steps.apply, name="filter-change-apply"),
    path(CHANGE + "undo/", steps.undo, name="filter-change-undo"),
    path(CHANGE + "review/", steps.review, name="filter-change-review"),
    path(CHANGE + "withdraw/", steps.withdraw, name="filter-change-withdraw"),
    path(CHANGE + "anew/", steps.anew, name="filter-change-anew"),
    path(CHANGE + "impact/", impacts.work_out, name="filter-change-impact"),
    path(CHANGES + "log/", reading.log, name="filter-log"),
    path(FILTER + "block/", blocking.block, name="filter-block"),
    path(MANAGERS, managers.managers, name="filter-managers"),
    path(MANAGERS + "give/", managers.give, name="filter-manager-give"),
    path(MANAGERS + "<int:number>/end/", managers.end, name="filter-manager-end"),
    path(WEEKS, digests.weeks, name="filter-weeks"),
    path(WEEKS + "<str:week>/", digests.week, name="filter-week"),
]
