"""Verbs about the report: starting, writing and publishing an edition, and taking it along as one file."""

from dissemination.reports.services.editions import content_of, publish, start_edition, write
from dissemination.reports.services.offline import as_file

__all__ = ["as_file", "content_of", "publish", "start_edition", "write"]
