"""The sample federation that a new installation starts with: two primary schools, everybody in them invented."""

from belisha.sample.invent import INFANT, JUNIOR, TEACHER, SamplePerson
from belisha.sample.passwords import sample_sign_ins
from belisha.sample.text import sample_policy

__all__ = ["INFANT", "JUNIOR", "TEACHER", "SamplePerson", "sample_policy", "sample_sign_ins"]
