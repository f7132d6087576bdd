"""The verbs of an event: its life, its team, its set-up, and the directory that events share."""

from dissemination.events.services.directory import look_alike, merge, save_organisation, save_venue
from dissemination.events.services.life import (
    close_registration,
    mark_held,
    mark_reported,
    open_registration,
    publish,
    withdraw,
)
from dissemination.events.services.photographs import keep_photograph, remove_photograph
from dissemination.events.services.setup import (
    Plan,
    free_slug,
    note_that_form_asks_more,
    save_event,
    save_project,
    start_event,
)
from dissemination.events.services.team import add_member, remove_member

__all__ = [
    "Plan",
    "add_member",
    "close_registration",
    "free_slug",
    "keep_photograph",
    "look_alike",
    "mark_held",
    "mark_reported",
    "merge",
    "note_that_form_asks_more",
    "open_registration",
    "publish",
    "remove_member",
    "remove_photograph",
    "save_event",
    "save_organisation",
    "save_project",
    "save_venue",
    "start_event",
    "withdraw",
]
