"""Addresses of the policy's pages."""

from django.urls import path

from belisha.console.filtering.policy.views import (
    categories,
    comparing,
    networks,
    overview,
    people,
    profiles,
    site_rules,
    wording,
)

S = "schools/<slug:school>/filter"
F = "federation/filter"

urlpatterns = [
    path(f"{S}/", overview.overview, name="filter"),
    path(f"{S}/strictest/", overview.strictest, name="filter-strictest"),
    path(f"{S}/give/<slug:kind>/", overview.hold, name="filter-hold"),
    path(f"{S}/give/<slug:kind>/<str:key>/", overview.hold, name="filter-hold-one"),
    path(f"{S}/profiles/", profiles.profiles, name="filter-profiles"),
    path(f"{S}/profiles/add/", profiles.add, name="filter-profile-add"),
    path(f"{S}/profile/<str:name>/", profiles.profile, name="filter-profile"),
    path(f"{S}/profile/<str:name>/settings/", profiles.settings, name="filter-profile-settings"),
    path(f"{S}/profile/<str:name>/categories/", profiles.categories, name="filter-profile-categories"),
    path(f"{S}/profile/<str:name>/open/", profiles.open_all_the_same, name="filter-profile-open"),
    path(f"{S}/profile/<str:name>/times/", profiles.times, name="filter-profile-times"),
    path(f"{S}/profile/<str:name>/connections/", profiles.connections, name="filter-profile-connections"),
    path(f"{S}/profile/<str:name>/remove/", profiles.remove, name="filter-profile-remove"),
    path(f"{S}/people/", people.people, name="filter-people"),
    path(f"{S}/people/add/", people.add, name="filter-person-add"),
    path(f"{S}/people/<int:number>/", people.review, name="filter-person-review"),
    path(f"{S}/people/<int:number>/end/", people.end, name="filter-person-end"),
    path(f"{S}/categories/", categories.categories, name="filter-categories"),
    path(f"{S}/categories/<str:name>/", categories.category, name="filter-category"),
    path(f"{S}/locks/", categories.locks, name="filter-locks"),
    path(f"{S}/locked-lists/", categories.locked, name="filter-locked-lists"),
    path(f"{S}/compare/", comparing.compare, name="filter-compare"),
    path(f"{S}/compare/schools/", comparing.compare, {"what": "schools"}, name="filter-compare-schools"),
    path(f"{S}/compare/dates/", comparing.compare, {"what": "dates"}, name="filter-compare-dates"),
    path(f"{S}/rules/", site_rules.rules, name="filter-rules"),
    path(f"{S}/rules/add/", site_rules.add, name="filter-rule-add"),
    path(f"{S}/rules/paste/", site_rules.paste, name="filter-rules-paste"),
    path(f"{S}/rules/<int:number>/", site_rules.rule, name="filter-rule"),
    path(f"{S}/rules/<int:number>/end/", site_rules.end, name="filter-rule-end"),
    path(f"{S}/rules/<int:number>/renew/", site_rules.renew, name="filter-rule-renew"),
    path(f"{S}/networks/", networks.networks, name="filter-networks"),
    path(f"{S}/networks/add/", networks.add, name="filter-network-add"),
    path(f"{S}/networks/<str:name>/", networks.change, name="filter-network-change"),
    path(f"{S}/networks/<str:name>/remove/", networks.remove, name="filter-network-remove"),
    path(f"{S}/wording/", wording.wording, name="filter-wording"),
    path(f"{S}/for-parents/", wording.parents_as_printed, name="filter-for-parents"),
    path("filter-at-school/", wording.parents, name="filter-at-school"),
    path(f"{F}/rules/", site_rules.federation_rules, name="federation-filter-rules"),
    path(f"{F}/rules/add/", site_rules.federation_add, name="federation-filter-rule-add"),
    path(f"{F}/rules/paste/", site_rules.federation_paste, name="federation-filter-rules-paste"),
    path(f"{F}/rules/<int:number>/", site_rules.federation_rule, name="federation-filter-rule"),
    path(f"{F}/rules/<int:number>/end/", site_rules.federation_end, name="federation-filter-rule-end"),
    path(f"{F}/rules/<int:number>/renew/", site_rules.federation_renew, name="federation-filter-rule-renew"),
    path(f"{F}/locks/", categories.federation_locks, name="federation-filter-locks"),
]
