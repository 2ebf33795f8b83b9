"""Addresses of signing in: one's own below /account/, a school's below /schools/<its code>/sign-in/."""

from django.urls import path

from belisha.console.access.sign_in.views import factors, lock, own, school

urlpatterns = [
    path("account/", own.account, name="own-account"),
    path("account/signed-in-at/", own.sessions, name="own-sessions"),
    path("account/signed-in-at/end-others/", own.end_others, name="own-sessions-end-others"),
    path("account/signed-in-at/<int:number>/end/", own.end_one, name="own-session-end"),
    path("account/sign-ins/", own.flags, name="own-flags"),
    path("account/sign-ins/<int:number>/", own.flag_answer, name="own-flag-answer"),
    path("account/sign-ins/stand-ins-read/", own.stand_ins_read, name="own-stand-ins-read"),
    path("account/elsewhere/", own.elsewhere_refused, name="sign-in-elsewhere-refused"),
    path("account/locked/", lock.locked, name="session-locked"),
    path("account/locked/not-me/", lock.someone_else, name="session-not-me"),
    path("account/session/", lock.state, name="session-state"),
    path("account/still-here/", lock.still_here, name="still-here"),
    path("account/kept/", lock.kept, name="kept-form"),
    path("account/kept/forget/", lock.forget, name="kept-form-forget"),
    path("account/confirm/", lock.confirm, name="sign-in-confirm"),
    path("account/second-factor/", factors.second_factor, name="second-factor"),
    path("account/second-factor/app/", factors.app, name="second-factor-app"),
    path("account/second-factor/passkey/", factors.passkey, name="second-factor-passkey"),
    path("account/second-factor/<int:number>/rename/", factors.rename, name="second-factor-rename"),
    path("account/second-factor/<int:number>/remove/", factors.remove, name="second-factor-remove"),
    path("account/recovery-codes/", factors.recovery_codes, name="recovery-codes"),
    path("account/recovery-codes/new/", factors.recovery_codes_new, name="recovery-codes-new"),
    path("account/recovery-codes/kept/", factors.recovery_codes_kept, name="recovery-codes-kept"),
    path("account/recovery-codes/download/", factors.recovery_codes_download, name="recovery-codes-download"),
    path("account/stand-in/end/", school.stand_in_end, name="stand-in-end"),
    path("schools/<str:school>/sign-in/second-factors/", school.resets, name="factor-resets"),
    path("schools/<str:school>/sign-in/second-factors/ask/", school.ask_reset, name="factor-reset-ask"),
    path("schools/<str:school>/sign-in/second-factors/<int:number>/", school.decide_reset, name="factor-reset"),
    path("schools/<str:school>/sign-in/flags/", school.flags, name="sign-in-flags"),
    path("schools/<str:school>/sign-in/flags/<int:number>/", school.flag, name="sign-in-flag"),
    path("schools/<str:school>/sign-in/habits/", school.sign_out_habits, name="sign-in-habits"),
    path("schools/<str:school>/sign-in/stand-ins/", school.stand_ins, name="stand-ins"),
    path("schools/<str:school>/sign-in/stand-ins/ask/", school.ask_stand_in, name="stand-in-ask"),
    path("schools/<str:school>/sign-in/stand-ins/<int:number>/", school.stand_in, name="stand-in"),
    path("schools/<str:school>/sign-in/stand-ins/<int:number>/begin/", school.stand_in_begin, name="stand-in-begin"),
]
