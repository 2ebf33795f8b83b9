"""Addresses of the planner and of calendars."""

from django.urls import path

from belisha.console.compliance.planner import views

urlpatterns = [
    path("schools/<slug:school>/duties/year/", views.year, name="duties-year"),
    path("me/calendar/", views.own_calendar, name="own-calendar"),
    path("me/calendar/end/", views.calendar_end, name="own-calendar-end"),
    path("calendar/<str:secret>.ics", views.calendar_feed, name="calendar-feed"),
]
