"""Addresses of work on concerns."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.working.views import board, digests, ending, low_level, school, taking, tasks

HERE = "schools/<slug:school>/concerns"
ONE = f"{HERE}/<reference:reference>"

urlpatterns = [
    path(f"{HERE}/", board.board, name="concerns"),
    path(f"{HERE}/board/<slug:leaf>/", board.board, name="concerns-board"),
    path(f"{HERE}/low-level/", low_level.low_level, name="concerns-low-level"),
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
    path(f"{HERE}/playbooks/", school.books, name="concern-playbooks"),
    path(f"{HERE}/tables/", school.tables, name="concern-tables"),
    path(f"{HERE}/tables/<slug:kind>/", school.table_load, name="concern-table-load"),
    path(f"{HERE}/rota/", school.rota, name="concern-rota"),
    path(f"{HERE}/rota/new/", school.turn_new, name="concern-turn-new"),
    path(f"{HERE}/rota/<int:number>/end/", school.turn_end, name="concern-turn-end"),
    path(f"{HERE}/drills/", school.drills, name="concern-drills"),
    path(f"{HERE}/drills/new/", school.drill_new, name="concern-drill-new"),
    path(f"{HERE}/drills/<int:number>/", school.drill, name="concern-drill"),
    path(f"{HERE}/drills/<int:number>/steps/<int:place>/", school.drill_step_done, name="concern-drill-step"),
    path(f"{HERE}/drills/<int:number>/end/", school.drill_end, name="concern-drill-end"),
    path(f"{HERE}/numbers/", digests.digests, name="concern-digests"),
    path(f"{HERE}/numbers/<slug:week>/", digests.digest, name="concern-digest"),
    path(f"{HERE}/numbers/<slug:week>/read/", digests.digest_read, name="concern-digest-read"),
    path("me/tasks/", tasks.my_tasks, name="my-tasks"),
    path("me/tasks/<int:number>/", tasks.my_task, name="my-task"),
]
