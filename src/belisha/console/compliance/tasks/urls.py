"""Addresses of lists of tasks."""

from django.urls import path

from belisha.console.compliance.tasks import views

S = "schools/<slug:school>/to-do"

urlpatterns = [
    path("me/to-do/", views.mine, name="to-do"),
    path(f"{S}/", views.school_tasks, name="school-to-do"),
    path(f"{S}/told/", views.told, name="school-to-do-told"),
]
