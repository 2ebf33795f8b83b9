"""Addresses of the register. What staff do for themselves lies below /me/."""

from __future__ import annotations

from django.urls import URLPattern, path

from belisha.console.people.roster import urls as roster
from belisha.console.people.views import (
    families,
    groups,
    merging,
    own,
    person,
    places,
    record,
    register,
    rollovers,
    staff,
)
from belisha.console.people.visits import urls as visits

S = "schools/<slug:school>"

_LISTS: list[URLPattern] = [
    path(f"{S}/people/", register.register, name="people"),
    path(f"{S}/people/parents/", register.parents, name="people-parents"),
    path(f"{S}/people/leavers/", register.left, name="people-leavers"),
    path(f"{S}/people/add/", person.add, name="people-add"),
    path(f"{S}/people/add/<slug:kind>/", person.add_kind, name="person-add"),
    path(f"{S}/people/duplicates/", merging.duplicates, name="duplicates"),
    path(f"{S}/people/merge/<int:kept>/<int:gone>/", merging.merging, name="merge"),
    path(f"{S}/people/apart/<int:one>/<int:other>/", merging.apart, name="tell-apart"),
    path(f"{S}/people/merges/<int:pk>/undo/", merging.undo, name="merge-undo"),
    path(f"{S}/people/all/<slug:kind>/", register.register, name="people-of-kind"),
]
_PERSON: list[URLPattern] = [
    path(f"{S}/people/<int:pk>/", person.person, name="person"),
    path(f"{S}/people/<int:pk>/change/", person.change, name="person-change"),
    path(f"{S}/people/<int:pk>/leaves/", person.leaving, name="person-leaves"),
    path(f"{S}/people/<int:pk>/stays/", person.staying, name="person-stays"),
    path(f"{S}/people/<int:pk>/comes-back/", person.coming_back, name="person-comes-back"),
    path(f"{S}/people/<int:pk>/move/", groups.move, name="person-move"),
    path(f"{S}/people/<int:pk>/photo/", person.photo, name="person-photo"),
    path(f"{S}/people/<int:pk>/photo/change/", person.photo_change, name="person-photo-change"),
    path(f"{S}/people/<int:pk>/photo/remove/", person.photo_remove, name="person-photo-remove"),
    path(f"{S}/people/<int:pk>/devices/", person.devices, name="person-devices"),
    path(f"{S}/people/<int:pk>/family/", families.family, name="person-family"),
    path(f"{S}/people/<int:pk>/family/add/", families.link_add, name="family-add"),
    path(f"{S}/people/links/<int:pk>/", families.link, name="family-link"),
    path(f"{S}/people/links/<int:pk>/remove/", families.link_remove, name="family-link-remove"),
    path(f"{S}/people/<int:pk>/needs/", families.needs, name="person-needs"),
    path(f"{S}/people/<int:pk>/needs/add/", families.add_need, name="need-add"),
    path(f"{S}/people/needs/", families.all_needs, name="needs"),
    path(f"{S}/people/needs/<int:pk>/review/", families.need_review, name="need-review"),
    path(f"{S}/people/needs/<int:pk>/end/", families.need_end, name="need-end"),
    path(f"{S}/people/<int:pk>/checks/", record.checks, name="person-checks"),
    path(f"{S}/people/<int:pk>/checks/add/", record.add_check, name="check-add"),
    path(f"{S}/people/checks/<int:pk>/withdraw/", record.withdraw, name="check-withdraw"),
    path(f"{S}/record/", record.record, name="record"),
    path(f"{S}/record/export/", record.export, name="record-export"),
]
_GROUPS: list[URLPattern] = [
    path(f"{S}/classes/", groups.groups, name="groups"),
    path(f"{S}/classes/add/", groups.add, name="group-add"),
    path(f"{S}/classes/<int:pk>/", groups.group, name="group"),
    path(f"{S}/classes/<int:pk>/change/", groups.change, name="group-change"),
    path(f"{S}/classes/<int:pk>/close/", groups.close, name="group-close"),
    path(f"{S}/classes/<int:pk>/reopen/", groups.reopen, name="group-reopen"),
    path(f"{S}/classes/<int:pk>/teachers/", groups.teachers, name="group-teachers"),
    path(f"{S}/classes/<int:pk>/people/add/", groups.member_add, name="group-member-add"),
    path(f"{S}/classes/<int:pk>/people/<int:person>/remove/", groups.member_remove, name="group-member-remove"),
    path(f"{S}/next-year/", rollovers.roll_over, name="roll-over"),
    path(f"{S}/next-year/plan/", rollovers.plan, name="roll-over-plan"),
    path(f"{S}/next-year/<int:pk>/cancel/", rollovers.cancel, name="roll-over-cancel"),
    path(f"{S}/next-year/<int:pk>/apply/", rollovers.apply, name="roll-over-apply"),
    path(f"{S}/next-year/<int:pk>/undo/", rollovers.undo, name="roll-over-undo"),
]
_PLACES: list[URLPattern] = [
    path(f"{S}/devices/", places.devices, name="devices"),
    path(f"{S}/devices/add/", places.device_add, name="device-add"),
    path(f"{S}/devices/paste/", places.devices_paste, name="devices-paste"),
    path(f"{S}/devices/<int:pk>/", places.device, name="device"),
    path(f"{S}/devices/<int:pk>/change/", places.device_change, name="device-change"),
    path(f"{S}/devices/<int:pk>/retire/", places.device_retire, name="device-retire"),
    path(f"{S}/devices/<int:pk>/return/", places.device_return, name="device-return"),
    path(f"{S}/rooms/", places.rooms, name="rooms"),
    path(f"{S}/rooms/add/", places.room_add, name="room-add"),
    path(f"{S}/rooms/<int:pk>/", places.room_change, name="room-change"),
    path(f"{S}/rooms/<int:pk>/remove/", places.room_remove, name="room-remove"),
    path(f"{S}/sites/add/", places.site_add, name="site-add"),
]
_STAFF: list[URLPattern] = [
    path(f"{S}/my-declarations/", own.here, name="my-declarations"),
    path(f"{S}/staff/forms/", staff.declarations, name="declarations"),
    path(f"{S}/staff/forms/<int:pk>/", staff.declaration, name="declaration"),
    path(f"{S}/staff/ties/", staff.ties, name="ties"),
    path(f"{S}/staff/ties/<int:pk>/advise/", staff.tie_advise, name="tie-advise"),
    path(f"{S}/staff/ties/<int:pk>/end/", staff.tie_end, name="tie-end"),
    path(f"{S}/staff/contact/", staff.contacts, name="contacts"),
    path(f"{S}/staff/contact/<int:pk>/decide/", staff.contact_decide, name="contact-decide"),
    path(f"{S}/staff/contact/<int:pk>/close/", staff.contact_close, name="contact-close"),
    path(f"{S}/staff/starters/", staff.starters, name="starters"),
    path(f"{S}/staff/starters/before/", staff.starters_take_over, name="starters-take-over"),
    path(f"{S}/staff/starters/<int:pk>/<slug:step>/", staff.starter_guide, name="starter-guide"),
]
_OWN: list[URLPattern] = [
    path("me/duties/", own.duties, name="own-duties"),
    path("me/duties/form/<slug:form>/", own.declaration, name="own-declaration"),
    path("me/duties/ties/add/", own.tie_tell, name="own-tie"),
    path("me/duties/contact/ask/", own.contact_ask, name="own-contact"),
    path("me/duties/contact/<int:pk>/close/", own.contact_close, name="own-contact-close"),
    path("me/duties/induction/<slug:step>/", own.step_sign, name="own-step"),
]
urlpatterns: list[URLPattern] = [
    *_LISTS,
    *_PERSON,
    *_GROUPS,
    *_PLACES,
    *_STAFF,
    *_OWN,
    *roster.urlpatterns,
    *visits.urlpatterns,
]
