"""Addresses of consents."""

from __future__ import annotations

from django.urls import URLPattern, path

from belisha.console.agreements.consents.views import classes, people, shown

S = "schools/<slug:school>/agreements/consents"

urlpatterns: list[URLPattern] = [
    path(f"{S}/", classes.consents, name="consents"),
    path(f"{S}/class/<int:number>/", classes.one_class, name="consents-class"),
    path(f"{S}/class/<int:number>/photographer/", classes.photographer, name="consents-photographer"),
    path(f"{S}/mine/", people.here, name="consents-mine"),
    path(f"{S}/differ/", classes.conflicts, name="consents-differ"),
    path(f"{S}/unanswered/", classes.unanswered, name="consents-unanswered"),
    path(f"{S}/adults/", classes.adults, name="consents-adults"),
    path(f"{S}/adults/<int:number>/", people.adult, name="consents-of-adult"),
    path(f"{S}/adults/<int:number>/enter/", people.enter_adult, name="consent-enter-adult"),
    path(f"{S}/children/<int:number>/", people.child, name="consents-of"),
    path(f"{S}/children/<int:number>/enter/", people.enter, name="consent-enter"),
    path(f"{S}/shown/", shown.publications, name="publications"),
    path(f"{S}/shown/add/", shown.add, name="publication-add"),
    path(f"{S}/shown/<int:number>/", shown.publication, name="publication"),
    path(f"{S}/shown/<int:number>/end/", shown.end, name="publication-end"),
    path(f"{S}/take-down/", shown.take_downs, name="take-downs"),
    path(f"{S}/take-down/<int:number>/", shown.take_down, name="take-down"),
    path(f"{S}/take-down/<int:number>/give/", shown.give, name="take-down-give"),
    path("me/consents/", people.mine, name="my-consents"),
    path("me/work/", people.my_work, name="my-work"),
]
