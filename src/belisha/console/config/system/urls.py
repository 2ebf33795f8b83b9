"""Addresses of pages about the installation."""

from django.urls import path

from belisha.console.config.system import views

urlpatterns = [
    path("health", views.health_page, name="health"),
    path("system/", views.system, name="system"),
    path("system/sign-in/", views.sign_in_elsewhere, name="system-sign-in"),
    path("system/mail/", views.mails, name="system-mails"),
    path("system/mail/<int:number>/", views.mail, name="system-mail"),
    path("system/mail/<int:number>/text/", views.text, name="system-mail-text"),
    path("system/mail/<int:number>/send/", views.send_again, name="system-mail-send"),
    path("system/mail/<int:number>/throw-away/", views.discard, name="system-mail-discard"),
]
