"""Deleting what its time is over for: what is due, and doing it."""

from dissemination.retention.services.nightly import Due, due, retain

__all__ = ["Due", "due", "retain"]
