"""Addresses of pages that cross apps."""

from django.urls import include, path

from belisha.console.flows import home, house_pages

urlpatterns = [
    path("", include("belisha.console.flows.accounts.urls")),
    path("", home.home, name="home"),
    path("schools/<slug:school>/", home.school_home, name="school_home"),
    path("language/", house_pages.change_language, name="set_language"),
    path("help/", house_pages.help_page, name="help"),
    path("privacy/", house_pages.privacy, name="privacy"),
    path("accessibility/", house_pages.accessibility, name="accessibility"),
]
