"""Addresses of surveys."""

from django.urls import path

from belisha.console.compliance.surveys.views import answering, results, running

S = "schools/<slug:school>/surveys"
QUESTIONS = f"{S}/questions/<slug:form>"

urlpatterns = [
    path(f"{S}/", running.surveys, name="surveys"),
    path(f"{S}/open/<slug:audience>/", running.open_one, name="survey-open"),
    path(f"{S}/classes/", running.mine, name="surveys-mine"),
    path(f"{S}/groups/<int:number>/", running.hand_out, name="survey-hand-out"),
    path(f"{QUESTIONS}/", running.questions, name="survey-questions"),
    path(f"{QUESTIONS}/own/<int:number>/end/", running.question_end, name="survey-question-end"),
    path(f"{QUESTIONS}/<slug:question>/", running.question, name="survey-question"),
    path(f"{QUESTIONS}/<slug:question>/leave/", running.question_leave, name="survey-question-leave"),
    path(f"{S}/words/", results.words, name="survey-words"),
    path(f"{S}/words/<uuid:key>/read/", results.words_read, name="survey-words-read"),
    path(f"{S}/words/<uuid:key>/concern/", results.words_concern, name="survey-words-concern"),
    path(f"{S}/<int:number>/", running.survey, name="survey"),
    path(f"{S}/<int:number>/close/", running.close, name="survey-close"),
    path(f"{S}/<int:number>/results/", results.results, name="survey-results"),
    path(f"{S}/<int:number>/action/", results.action, name="survey-action"),
    path("survey/", answering.enter_code, name="survey-code"),
    path("survey/<slug:code>/", answering.answering, name="survey-answer"),
    path("survey/<slug:code>/thanks/", answering.thanks, name="survey-thanks"),
]
