"""Verbs about many delegates at once: taking them out, bringing them in."""

from dissemination.delegates.services.exporting import export, export_attendees

__all__ = ["export", "export_attendees"]
