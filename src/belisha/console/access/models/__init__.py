"""Federations, schools, accounts, and who holds which post when. A file for each subject."""

from belisha.console.access.models.posts import Cover, Post
from belisha.console.access.models.schools import Federation, School
from belisha.console.access.models.users import User

__all__ = ["Cover", "Federation", "Post", "School", "User"]
