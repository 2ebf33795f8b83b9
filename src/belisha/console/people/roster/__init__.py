"""The roster that comes from the school's management information system (MIS): read, compared, applied, undone, fed.

A part of the register with the files of an app; its tables are in people/models/roster.py, its pages' templates in
people/jinja2/people/roster.
"""
