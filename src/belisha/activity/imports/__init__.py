"""Logs that a school's proxy kept before: read line by line, brought into the record as events, and out of it again.

A file becomes a gateway of its own, named by its content, so that nothing comes in twice and all of it can be undone.
"""
