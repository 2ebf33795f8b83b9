"""Addresses of rosters."""

from __future__ import annotations

from django.urls import URLPattern, path

from belisha.console.people.roster.views import door, feed, imports, previewing

S = "schools/<slug:school>/roster"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", imports.history, name="roster"),
    path(f"{S}/new/", imports.new, name="roster-new"),
    path(f"{S}/feed/", feed.feed, name="roster-feed"),
    path(f"{S}/feed/key/", feed.key, name="roster-key"),
    path(f"{S}/feed/key/revoke/", feed.key_revoke, name="roster-key-revoke"),
    path(f"{S}/<int:number>/", previewing.entry_page, name="roster-import"),
    path(f"{S}/<int:number>/columns/", imports.mapping, name="roster-mapping"),
    path(f"{S}/<int:number>/choices/", previewing.choices, name="roster-choices"),
    path(f"{S}/<int:number>/apply/", previewing.applying, name="roster-apply"),
    path(f"{S}/<int:number>/put-away/", imports.discarding, name="roster-discard"),
    path(f"{S}/<int:number>/undo/", imports.undoing, name="roster-undo"),
    path("feeds/roster/<slug:school>/", door.door, name="roster-door"),
    path("feeds/roster/<slug:school>/<str:name>", door.door, name="roster-door-file"),
]
