"""The workspace's pages about speakers, where they appear and what they bring."""

from speakers.admin.appearance import AppearanceAdmin
from speakers.admin.material import MaterialAdmin
from speakers.admin.speaker import SpeakerAdmin

__all__ = ["AppearanceAdmin", "MaterialAdmin", "SpeakerAdmin"]
