"""Addresses of consultation, approval, publication and review."""

from __future__ import annotations

from django.urls import path

from belisha.console.policies.approving.views import answering, consulting, deciding, public

S = "schools/<slug:school>/policies"
ONE = f"{S}/<int:pk>"
ROUND = f"{S}/rounds/<int:pk>"

urlpatterns = [
    path(f"{ONE}/consult/", consulting.consult, name="policy-consult"),
    path(f"{ROUND}/", consulting.round_, name="policy-round"),
    path(f"{ROUND}/silence/<slug:audience>/", consulting.silence, name="policy-silence"),
    path(f"{ROUND}/outcome/", consulting.outcome, name="policy-outcome"),
    path(f"{ROUND}/close/", consulting.close, name="policy-round-close"),
    path(f"{ROUND}/classes/<int:group>/", consulting.count_class, name="policy-class"),
    path(f"{S}/classes/", consulting.round_classes, name="policy-classes"),
    path(f"{ONE}/technical/", deciding.technical, name="policy-technical"),
    path(f"{ONE}/pass-on/", deciding.pass_on, name="policy-pass-on"),
    path(f"{ONE}/approve/", deciding.approve, name="policy-approve"),
    path(f"{ONE}/send-back/", deciding.send_back, name="policy-send-back"),
    path(f"{ONE}/take-back/", deciding.take_back, name="policy-take-back"),
    path(f"{ONE}/sign/", deciding.sign, name="policy-sign"),
    path(f"{ONE}/changes/", deciding.changes, name="policy-changes"),
    path(f"{S}/causes/", deciding.causes, name="policy-causes"),
    path(f"{S}/causes/add/", deciding.cause_add, name="policy-cause-add"),
    path(f"{S}/causes/<int:pk>/", deciding.cause, name="policy-cause"),
    path(f"{S}/publish/", public.publish, name="policy-publish"),
    path("policy/<slug:school>/", public.public, name="public-policy"),
    path("policy/<slug:school>/paper/", public.paper, name="public-policy-paper"),
    path("policy/<slug:school>/embedded/", public.embedded, name="public-policy-embedded"),
    path("consult/<slug:school>/<str:token>/", answering.by_link, name="consult"),
    path("consult/<slug:school>/<str:token>/text/", answering.by_link_text, name="consult-text"),
    path("me/policies/", answering.my_consultations, name="my-consultations"),
    path("me/policies/answer/", answering.my_consultation, name="my-consultation"),
]
