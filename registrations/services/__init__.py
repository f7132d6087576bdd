"""Verbs about delegates: registering, the waiting list, the desk, groups."""

from registrations.services.desk import check_in, close_desk, undo_check_in, walk_in
from registrations.services.details import Details
from registrations.services.register import cancel, change, register, send_link
from registrations.services.waiting import fill_free_places, promote

__all__ = [
    "Details",
    "cancel",
    "change",
    "check_in",
    "close_desk",
    "fill_free_places",
    "promote",
    "register",
    "send_link",
    "undo_check_in",
    "walk_in",
]
