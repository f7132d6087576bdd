"""The workspace's pages about organisations, projects, venues and events."""

from dissemination.events.admin.directory import ProjectAdmin, VenueAdmin
from dissemination.events.admin.event import EventAdmin
from dissemination.events.admin.organisation import OrganisationAdmin

__all__ = ["EventAdmin", "OrganisationAdmin", "ProjectAdmin", "VenueAdmin"]
