"""The workspace's pages about reports."""

from dissemination.reports.admin.rows import ReportEditionAdmin

__all__ = ["ReportEditionAdmin"]
