"""Addresses of the school year."""

from django.urls import path

from belisha.console.access.calendars import views

SCHOOL, FEDERATION = "schools/<slug:school>/calendar/", "federation/calendar/"
YEAR, PART = "<int:year>/", "<int:year>/<slug:part>/"

urlpatterns = [
    path(SCHOOL, views.calendar, name="calendar"),
    path(SCHOOL + YEAR, views.calendar, name="calendar-year"),
    path(SCHOOL + "<int:year>/copy/", views.calendar_copy, name="calendar-copy"),
    path(SCHOOL + PART, views.calendar_part, name="calendar-part"),
    path(SCHOOL + PART + "reset/", views.calendar_reset, name="calendar-reset"),
    path(FEDERATION, views.federation_calendar, name="federation-calendar"),
    path(FEDERATION + YEAR, views.federation_calendar, name="federation-calendar-year"),
    path(FEDERATION + "<int:year>/copy/", views.federation_calendar_copy, name="federation-calendar-copy"),
    path(FEDERATION + PART, views.federation_calendar_part, name="federation-calendar-part"),
    path(FEDERATION + PART + "reset/", views.federation_calendar_reset, name="federation-calendar-reset"),
]
