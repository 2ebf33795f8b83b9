"""Addresses of schools, posts and accounts."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("belisha.console.access.schools.urls")),
    path("", include("belisha.console.access.settings.urls")),
    path("", include("belisha.console.access.calendars.urls")),
    path("", include("belisha.console.access.posts.urls")),
    path("", include("belisha.console.access.sign_in.urls")),
    path("", include("belisha.console.access.accounts.urls")),
]
