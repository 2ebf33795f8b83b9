"""Requests of people to see what is held of them: gathered from every app, redacted, checked by a second person."""
