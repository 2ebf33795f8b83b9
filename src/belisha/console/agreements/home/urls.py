"""Addresses of the parents' pages (family/) and of the school's programme for parents."""

from __future__ import annotations

from django.urls import URLPattern, path

from belisha.console.agreements.home.views import children, entering, paper, programme, reading

S = "schools/<slug:school>/agreements/parents"
CHILD = "family/children/<int:number>"

urlpatterns: list[URLPattern] = [
    path("family/", entering.family, name="family"),
    path("family/asked/", entering.asked, name="family-asked"),
    path("family/in/<str:token>/", entering.came, name="family-in"),
    path("family/out/", entering.went, name="family-out"),
    path(f"{CHILD}/", children.child, name="family-child"),
    path(f"{CHILD}/consents/", children.consents, name="family-consents"),
    path(f"{CHILD}/consents/<slug:purpose>/no/", children.say_no, name="family-no"),
    path(f"{CHILD}/sign/<int:agreement>/", children.sign, name="family-sign"),
    path(f"{CHILD}/together/", children.together, name="family-together"),
    path(f"{CHILD}/home-school/", children.home_school, name="family-home-school"),
    path(f"{CHILD}/talked/", children.talked, name="family-talked"),
    path(f"{CHILD}/internet/", children.use, name="family-use"),
    path("family/tips/", reading.home_tips, name="family-tips"),
    path("family/signs/", reading.signs, name="family-signs"),
    path("family/help/", reading.get_help, name="family-help"),
    path("family/learn/", reading.learn, name="family-learn"),
    path("family/learn/<slug:unit>/", reading.unit, name="family-unit"),
    path("family/pledge/", reading.pledge, name="family-pledge"),
    path("family/online-safety/", reading.safety, name="family-safety"),
    path("family/notices/", reading.notices, name="family-notices"),
    path("family/notices/<int:number>/", reading.notice, name="family-notice"),
    path("family/events/", reading.events, name="family-events"),
    path(f"{S}/", programme.programme, name="parents-programme"),
    path(f"{S}/plan/", programme.plan, name="activity-add"),
    path(f"{S}/activities/<int:number>/", programme.activity, name="activity"),
    path(f"{S}/activities/<int:number>/cancel/", programme.cancel, name="activity-cancel"),
    path(f"{S}/notices/", programme.notices, name="parents-notices"),
    path(f"{S}/notices/add/", programme.notice_add, name="parents-notice-add"),
    path(f"{S}/notices/<int:number>/", programme.notice, name="parents-notice"),
    path(f"{S}/notices/<int:number>/withdraw/", programme.notice_withdraw, name="parents-notice-withdraw"),
    path(f"{S}/families/", programme.families, name="parents-families"),
    path(
        "schools/<slug:school>/agreements/consents/children/<int:number>/home-school/",
        paper.home_school_paper,
        name="home-school-paper",
    ),
    path(f"{S}/invite/", programme.invite_all, name="parents-invite"),
]
