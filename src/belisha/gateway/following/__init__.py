"""A gateway that follows a console on another machine: joins it, pulls what is in force, tells what it runs.

Whatever comes is checked against the key learned when it joined, and what was last good goes on filtering.
"""

from belisha.gateway.following.client import Client, ConsoleError, ShutOutError
from belisha.gateway.following.joining import JoinError, Joining, join
from belisha.gateway.following.link import Link, read_link
from belisha.gateway.following.pulling import Puller

__all__ = ["Client", "ConsoleError", "JoinError", "Joining", "Link", "Puller", "ShutOutError", "join", "read_link"]
