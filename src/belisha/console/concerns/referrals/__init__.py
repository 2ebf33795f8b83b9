"""Passing concerns on to other bodies: what a procedure asks, what is sent by whom, and how each is reached."""
