"""Signing in and what follows from it: guesses, second factor, sessions and their lock, stepping up, standing in.

Built on django-allauth, which knows how passwords, codes, passkeys and OpenID Connect are checked; who may, what is
written down and what a person sees is decided here.
"""
