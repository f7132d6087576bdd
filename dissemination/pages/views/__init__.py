"""Pages for readers, and the two addresses that machines ask."""

from dissemination.pages.views.event import event, programme, programme_feed
from dissemination.pages.views.screen import screen
from dissemination.pages.views.site import (
    accessibility,
    healthz,
    home,
    privacy,
    project,
    readyz,
    robots,
    security,
)

__all__ = [
    "accessibility",
    "event",
    "healthz",
    "home",
    "privacy",
    "programme",
    "programme_feed",
    "project",
    "readyz",
    "robots",
    "screen",
    "security",
]
