"""Addresses of work on concerns."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.working.views import board, ending, taking, tasks

HERE = "schools/<slug:school>/concerns"
ONE = f"{HERE}/<reference:reference>"

urlpatterns = [
    path(f"{HERE}/", board.board, name="concerns"),
    path(f"{HERE}/board/<slug:leaf>/", board.board, name="concerns-board"),
    path(f"{ONE}/acknowledge/", taking.acknowledge, name="concern-acknowledge"),
    path(f"{ONE}/assign/", taking.assign, name="concern-assign"),
    path(f"{ONE}/steps/<int:number>/", taking.step, name="concern-step"),
    path(f"{ONE}/tasks/new/", taking.task_new, name="concern-task-new"),
    path(f"{ONE}/tasks/<int:number>/", taking.task, name="concern-task"),
    path(f"{ONE}/review/", taking.review, name="concern-review"),
    path(f"{ONE}/level/", taking.level, name="concern-level"),
    path(f"{ONE}/mark/", taking.mark, name="concern-mark"),
    path(f"{ONE}/parents/", ending.parents, name="concern-parents"),
    path(f"{ONE}/find/<slug:kind>/", ending.find, name="concern-find"),
    path(f"{ONE}/taken-with/<int:number>/", ending.sanction, name="concern-sanction"),
    path(f"{ONE}/debrief/", ending.debrief, name="concern-debrief"),
    path(f"{ONE}/close/", ending.close, name="concern-close"),
    path(f"{ONE}/reopen/", ending.reopen, name="concern-reopen"),
    path("me/tasks/", tasks.my_tasks, name="my-tasks"),
    path("me/tasks/<int:number>/", tasks.my_task, name="my-task"),
]
