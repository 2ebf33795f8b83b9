"""Mail that leaves the console: written into an outbox with the change that it tells of, delivered by the worker.

Beneath access, so that every app can write: it knows addresses and words, and nothing of people or schools.
"""
