"""Addresses of signing."""

from __future__ import annotations

from django.urls import URLPattern, path

from belisha.console.agreements.signing.views import classes, office, own, sitting

S = "schools/<slug:school>/agreements"
ONE = f"{S}/people/<int:number>"

urlpatterns: list[URLPattern] = [
    path("me/agreements/", own.my_agreements, name="my-agreements"),
    path("me/agreements/<int:number>/", own.my_agreement, name="my-agreement"),
    path("me/agreements/<int:number>/for/<int:child>/", own.my_agreement, name="my-agreement-for"),
    path("me/agreements/<int:number>/decline/", own.my_decline, name="my-agreement-decline"),
    path("me/agreements/<int:number>/for/<int:child>/decline/", own.my_decline, name="my-agreement-decline-for"),
    path("me/agreements/signed/<slug:token>/", own.my_signature, name="my-signature"),
    path("me/agreements/signed/<slug:token>/certificate/", own.certificate, name="my-certificate"),
    path("me/agreements/signed/<slug:token>/withdraw/", own.my_withdrawal, name="my-withdrawal"),
    path("sign/<slug:token>/", own.by_link, name="sign-by-link"),
    path("sign/<slug:token>/<int:number>/", own.by_link_one, name="sign-by-link-one"),
    path("sign/<slug:token>/<int:number>/for/<int:child>/", own.by_link_one, name="sign-by-link-for"),
    path("class/<slug:token>/", sitting.class_grid, name="sign-class"),
    path("class/<slug:token>/<int:number>/", sitting.class_child, name="sign-class-child"),
    path("class/<slug:token>/<int:number>/photo/", sitting.class_photo, name="sign-class-photo"),
    path("desk/<slug:token>/", sitting.desk, name="sign-desk"),
    path("desk/<slug:token>/thanks/", sitting.desk_done, name="sign-desk-done"),
    path("desk/<slug:token>/<int:number>/<slug:mark>/", sitting.desk_read, name="sign-desk-one"),
    path("genuine/<slug:token>/", own.genuine, name="genuine"),
    path(f"{S}/", office.agreements, name="agreements"),
    path(f"{S}/unsigned/", office.chasing, name="agreements-unsigned"),
    path(f"{S}/declined/", office.declined, name="agreements-declined"),
    path(f"{S}/declined/<int:number>/talk/", office.decline_talk, name="agreement-talk"),
    path(f"{S}/declined/<int:number>/end/", office.decline_end, name="agreement-decline-end"),
    path(f"{ONE}/", office.person, name="agreements-of"),
    path(f"{ONE}/link/", office.link, name="agreements-link"),
    path(f"{ONE}/<int:agreement>/paper/", office.paper, name="agreement-paper"),
    path(f"{ONE}/<int:agreement>/paper/for/<int:child>/", office.paper, name="agreement-paper-for"),
    path(f"{ONE}/<int:agreement>/declines/", office.decline_enter, name="agreement-decline"),
    path(f"{S}/signatures/<int:number>/withdraw/", office.signature_withdraw, name="signature-withdraw"),
    path(f"{S}/signatures/<int:number>/certificate/", office.signature_paper, name="signature-certificate"),
    path(f"{S}/signatures/<int:number>/scan/", office.scan, name="signature-scan"),
    path(f"{S}/classes/", classes.classes, name="agreements-classes"),
    path(f"{S}/classes/<int:number>/", classes.one_class, name="agreements-class"),
    path(f"{S}/classes/<int:number>/sheet/<int:agreement>/", classes.sheet, name="agreements-sheet"),
    path(f"{S}/classes/<int:number>/sheet/<int:agreement>/enter/", classes.sheet_enter, name="agreements-sheet-enter"),
    path(f"{S}/desk/", classes.desk_open, name="agreements-desk"),
    path(f"{S}/sittings/<int:number>/end/", classes.sitting_end, name="agreements-sitting-end"),
]
