"""Addresses of meetings."""

from django.urls import path

from belisha.console.compliance.meetings import views

S = "schools/<slug:school>/duties/meetings"

urlpatterns = [
    path(f"{S}/", views.meetings, name="meetings"),
    path(f"{S}/call/", views.meeting_call, name="meeting-call"),
    path(f"{S}/<int:number>/", views.meeting, name="meeting"),
    path(f"{S}/<int:number>/paper/", views.meeting_paper, name="meeting-paper"),
    path(f"{S}/<int:number>/add/", views.meeting_add, name="meeting-add"),
    path(f"{S}/<int:number>/close/", views.meeting_close, name="meeting-close"),
    path(f"{S}/items/<int:number>/", views.meeting_write, name="meeting-write"),
    path(f"{S}/items/<int:number>/plan/", views.meeting_follow, name="meeting-follow"),
]
