"""Asking the gateway as a device would: requests on the wire, where the gateway is, and many of them at once.

Nothing here knows the database; the gateway is met as everybody meets it, by its proxy port.
"""
