"""The verbs of signing in, a file for each subject."""

from belisha.console.access.sign_in.actions.sessions import signed_in

__all__ = ["signed_in"]
