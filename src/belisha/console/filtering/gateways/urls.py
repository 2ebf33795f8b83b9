"""Addresses of gateways: pages for people, doors for the machines themselves."""

from django.urls import URLPattern, path

from belisha.console.filtering.gateways.views import doors, pages

S = "schools/<slug:school>/filter/gateways"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", pages.gateways, name="filter-gateways"),
    path(f"{S}/add/", pages.add, name="filter-gateway-add"),
    path(f"{S}/load/", pages.load, name="filter-gateways-load"),
    path(f"{S}/<int:number>/", pages.gateway, name="filter-gateway"),
    path(f"{S}/<int:number>/code/", pages.code, name="filter-gateway-code"),
    path(f"{S}/<int:number>/rename/", pages.rename, name="filter-gateway-rename"),
    path(f"{S}/<int:number>/take-out/", pages.out, name="filter-gateway-out"),
    path("gateways/authority.pem", doors.authority, name="gateway-authority"),
    path("gateways/join", doors.join, name="gateway-join"),
    path("gateways/pointer", doors.pointer, name="gateway-pointer"),
    path("gateways/report", doors.report, name="gateway-report"),
    path("gateways/spool/<slug:kind>", doors.spool, name="gateway-spool"),
    path("gateways/<slug:kind>/<str:name>", doors.piece, name="gateway-piece"),
]
