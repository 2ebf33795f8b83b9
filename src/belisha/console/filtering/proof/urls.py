"""Addresses of the proof that the filter works, and of the question why."""

from __future__ import annotations

from django.urls import path

from belisha.console.filtering.proof.views import checks, comparing, overview, why

urlpatterns = [
    path("schools/<slug:school>/filter/why/", why.why, name="filter-why"),
    path("schools/<slug:school>/filter/proof/", overview.proof, name="filter-proof"),
    path("schools/<slug:school>/filter/proof/start/", overview.start, name="filter-proof-start"),
    path("schools/<slug:school>/filter/proof/now/", overview.states, name="filter-proof-states"),
    path("schools/<slug:school>/filter/proof/runs/", overview.runs, name="filter-proof-runs"),
    path("schools/<slug:school>/filter/proof/runs/<int:number>/", overview.run, name="filter-proof-run"),
    path("schools/<slug:school>/filter/proof/layers/", overview.layers, name="filter-layers"),
    path("schools/<slug:school>/filter/proof/addresses/", checks.addresses, name="filter-proof-addresses"),
    path("schools/<slug:school>/filter/proof/checks/", checks.signed, name="filter-checks"),
    path("schools/<slug:school>/filter/proof/checks/sign/", checks.sign, name="filter-check-sign"),
    path("schools/<slug:school>/filter/proof/checks/<int:number>/", checks.check, name="filter-check"),
    path("schools/<slug:school>/filter/proof/by-hand/", checks.by_hand, name="filter-hand-tests"),
    path("schools/<slug:school>/filter/proof/by-hand/add/", checks.add_by_hand, name="filter-hand-test-add"),
    path("schools/<slug:school>/filter/proof/compared/", comparing.compared, name="filter-compared"),
    path("schools/<slug:school>/filter/proof/compared/<int:number>/", comparing.comparison, name="filter-comparison"),
]
