"""The workspace's pages about the follow-up."""

from dissemination.followup.admin.rows import FollowUpItemAdmin

__all__ = ["FollowUpItemAdmin"]
