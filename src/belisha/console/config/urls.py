"""Every address of the console. A school's pages lie below /schools/<its code>/."""

from django.urls import include, path

handler403 = "belisha.console.access.refusing.refused"

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("belisha.console.access.urls")),
    path("", include("belisha.console.people.urls")),
    path("", include("belisha.console.filtering.urls")),
    path("", include("belisha.console.reviews.urls")),
    path("", include("belisha.console.monitoring.urls")),
    path("", include("belisha.console.concerns.urls")),
    path("", include("belisha.console.policies.urls")),
    path("", include("belisha.console.agreements.urls")),
    path("", include("belisha.console.flows.urls")),
    path("", include("belisha.console.compliance.urls")),
    path("", include("belisha.console.auditing.urls")),
    path("", include("belisha.console.subject_access.urls")),
    path("", include("belisha.console.config.system.urls")),
]
