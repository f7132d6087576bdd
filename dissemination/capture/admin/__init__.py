"""The workspace's pages about what the groups said."""

from dissemination.capture.admin.rows import CapturePolicyAdmin, PointAdmin

__all__ = ["CapturePolicyAdmin", "PointAdmin"]
