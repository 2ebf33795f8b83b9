"""Addresses of writing."""

from __future__ import annotations

from django.urls import path

from belisha.console.policies.writing.views import reading, writing

S = "schools/<slug:school>/policies"
ONE = f"{S}/<int:pk>"

urlpatterns = [
    path(f"{S}/", reading.policies, name="policies"),
    path(f"{S}/all/", reading.all_versions, name="policy-versions"),
    path(f"{S}/variations/", reading.variations, name="policy-variations"),
    path(f"{S}/begin/", writing.begin, name="policy-begin"),
    path(f"{ONE}/", reading.version, name="policy-version"),
    path(f"{ONE}/text/", reading.text, name="policy-text"),
    path(f"{ONE}/history/", reading.history, name="policy-history"),
    path(f"{ONE}/compare/", reading.compare, name="policy-compare"),
    path(f"{ONE}/write/", writing.write, name="policy-write"),
    path(f"{ONE}/write/<slug:section>/", writing.write_section, name="policy-write-section"),
    path(f"{ONE}/write/<slug:section>/add/", writing.own_add, name="policy-own-add"),
    path(f"{ONE}/clauses/<slug:clause>/", writing.clause, name="policy-clause"),
    path(f"{ONE}/own/<int:own>/", writing.own_change, name="policy-own-change"),
    path(f"{ONE}/own/<int:own>/remove/", writing.own_remove, name="policy-own-remove"),
    path(f"{ONE}/wellbeing/", writing.wellbeing, name="policy-wellbeing"),
    path(f"{ONE}/details/", writing.details, name="policy-details"),
    path(f"{ONE}/abandon/", writing.abandon, name="policy-abandon"),
]
