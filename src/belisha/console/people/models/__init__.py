"""The register: people, classes and groups, families, needs, checks, places and devices. A file for each subject."""

from belisha.console.people.models.changes import Distinct, Merge, RollOver
from belisha.console.people.models.checks import StaffCheck
from belisha.console.people.models.declarations import ContactPermission, Declaration, DeclaredTie, StarterStep
from belisha.console.people.models.devices import Device, Room, Site
from belisha.console.people.models.families import Relationship
from belisha.console.people.models.groups import Group, Membership
from belisha.console.people.models.needs import Need
from belisha.console.people.models.people import Person, Photo
from belisha.console.people.models.roster import (
    RosterContent,
    RosterFeed,
    RosterGroupLink,
    RosterImport,
    RosterPersonLink,
    RosterSource,
)
from belisha.console.people.models.visits import Visit

__all__ = [
    "ContactPermission",
    "Declaration",
    "DeclaredTie",
    "Device",
    "Distinct",
    "Group",
    "Membership",
    "Merge",
    "Need",
    "Person",
    "Photo",
    "Relationship",
    "RollOver",
    "Room",
    "RosterContent",
    "RosterFeed",
    "RosterGroupLink",
    "RosterImport",
    "RosterPersonLink",
    "RosterSource",
    "Site",
    "StaffCheck",
    "StarterStep",
    "Visit",
]
