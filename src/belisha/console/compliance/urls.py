"""Addresses of duties: the board, confirmations, plans."""

from django.urls import path

from belisha.console.compliance import views
from belisha.console.compliance.attesting import urls as attesting
from belisha.console.compliance.handing_over import urls as handing_over
from belisha.console.compliance.meetings import urls as meetings
from belisha.console.compliance.planner import urls as planner
from belisha.console.compliance.plans import urls as plans
from belisha.console.compliance.reports import urls as reports
from belisha.console.compliance.risks import urls as risks
from belisha.console.compliance.self_review import urls as self_review
from belisha.console.compliance.standards import urls as standards
from belisha.console.compliance.starting import urls as starting
from belisha.console.compliance.surveys import urls as surveys
from belisha.console.compliance.tasks import urls as tasks
from belisha.console.compliance.walks import urls as walks

S = "schools/<slug:school>/duties"

urlpatterns = [
    path(f"{S}/", views.duties, name="duties"),
    path(f"{S}/ask/", views.ask_again, name="duties_ask"),
    path(f"{S}/mine/", views.mine, name="duties-mine"),
    path(f"{S}/week/", views.week, name="duties-week"),
    *planner.urlpatterns,
    *tasks.urlpatterns,
    *handing_over.urlpatterns,
    *reports.urlpatterns,
    *risks.urlpatterns,
    *meetings.urlpatterns,
    *self_review.urlpatterns,
    *standards.urlpatterns,
    *starting.urlpatterns,
    *surveys.urlpatterns,
    *walks.urlpatterns,
    *attesting.urlpatterns,
    *plans.urlpatterns,
    path(f"{S}/<str:duty>/", views.duty, name="duty"),
]
