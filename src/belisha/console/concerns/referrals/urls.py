"""Addresses of referrals and of the directory of contacts."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.referrals.views import concern, lists, sheets

HERE = "schools/<slug:school>/concerns"
ONE = f"{HERE}/<reference:reference>/referrals"
CONTACTS = "schools/<slug:school>/safeguarding-contacts"

urlpatterns = [
    path(f"{HERE}/referrals/", lists.referrals, name="referrals"),
    path(f"{ONE}/", concern.referrals, name="concern-referrals"),
    path(f"{ONE}/question/<slug:procedure>/", concern.question, name="concern-question"),
    path(f"{ONE}/begin/<slug:agency>/", concern.begun, name="concern-refer"),
    path(f"{ONE}/<slug:key>/", concern.referral, name="concern-referral"),
    path(f"{ONE}/<slug:key>/what/", concern.choose, name="concern-referral-what"),
    path(f"{ONE}/<slug:key>/sheet/", sheets.sheet, name="concern-referral-sheet"),
    path(f"{ONE}/<slug:key>/sheet.pdf", sheets.paper, name="concern-referral-paper"),
    path(f"{ONE}/<slug:key>/made/", concern.made, name="concern-referral-made"),
    path(f"{ONE}/<slug:key>/confirmed/", concern.go_on, {"what": "confirmed"}, name="concern-referral-confirmed"),
    path(f"{ONE}/<slug:key>/asked/", concern.go_on, {"what": "asked"}, name="concern-referral-asked"),
    path(f"{ONE}/<slug:key>/outcome/", concern.go_on, {"what": "outcome"}, name="concern-referral-outcome"),
    path(f"{ONE}/<slug:key>/not/", concern.go_on, {"what": "not"}, name="concern-referral-not"),
    path(f"{CONTACTS}/", lists.contacts, name="safeguarding-contacts"),
    path(f"{CONTACTS}/new/<slug:agency>/", lists.contact_new, name="safeguarding-contact-new"),
    path(f"{CONTACTS}/<int:number>/", lists.contact_change, name="safeguarding-contact"),
    path(f"{CONTACTS}/<int:number>/right/", lists.contact_check, name="safeguarding-contact-right"),
    path(f"{CONTACTS}/<int:number>/end/", lists.contact_end, name="safeguarding-contact-end"),
]
