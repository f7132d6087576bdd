"""Organisations, projects, venues, events, the team of an event and its photographs."""

from dissemination.events.models.event import Event, Photograph, TeamMember, Venue
from dissemination.events.models.project import Organisation, Output, Project, Sector

__all__ = ["Event", "Organisation", "Output", "Photograph", "Project", "Sector", "TeamMember", "Venue"]
