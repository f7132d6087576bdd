"""The workspace's pages about invitations."""

from dissemination.guests.admin.rows import GuestAdmin

__all__ = ["GuestAdmin"]
