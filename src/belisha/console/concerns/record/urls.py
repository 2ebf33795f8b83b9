"""Addresses of the record of concerns."""

from __future__ import annotations

from django.urls import path

from belisha.console.concerns.record.views import body, chronology, erasing, joining, listing, page, people, writing

HERE = "schools/<slug:school>/concerns"
ONE = f"{HERE}/<reference:reference>"

urlpatterns = [
    path(f"{HERE}/all/", listing.every, name="concerns-all"),
    path(f"{HERE}/people/", chronology.people, name="concern-people"),
    path(f"{HERE}/people/<int:number>/", chronology.of_person, name="concern-chronology"),
    path(f"{HERE}/people/<int:number>/paper/", chronology.on_paper, name="concern-chronology-paper"),
    path(f"{HERE}/erasure/", erasing.erase_words, name="concern-erasure"),
    path(f"{ONE}/", page.concern, name="concern"),
    path(f"{ONE}/looks/", page.looks, name="concern-looks"),
    path(f"{ONE}/write/", writing.write, name="concern-write"),
    path(f"{ONE}/entries/<slug:mark>/correct/", writing.correct_entry, name="concern-correct"),
    path(f"{ONE}/body-map/", body.new, name="concern-body-map-new"),
    path(f"{ONE}/body-map/<slug:mark>/", body.shown, name="concern-body-map"),
    path(f"{ONE}/keep/<slug:form>/", writing.keep, name="concern-keep"),
    path(f"{ONE}/drop/<slug:form>/", writing.drop, name="concern-drop"),
    path(f"{ONE}/people/new/", people.subject_new, name="concern-subject-new"),
    path(f"{ONE}/people/<int:number>/", people.subject_change, name="concern-subject"),
    path(f"{ONE}/readers/new/", people.reader_new, name="concern-reader-new"),
    path(f"{ONE}/readers/<int:number>/end/", people.reader_end, name="concern-reader-end"),
    path(f"{ONE}/link/", joining.link_new, name="concern-link"),
    path(f"{ONE}/links/<int:number>/end/", joining.tie_end, name="concern-link-end"),
    path(f"{ONE}/merge/", joining.merge_into, name="concern-merge"),
    path(f"{ONE}/merged/<int:number>/part/", joining.part_again, name="concern-part"),
    path(f"{ONE}/split/", joining.split_off, name="concern-split"),
]
