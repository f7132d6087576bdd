"""Verbs about delegates: registering, the waiting list, the desk, groups."""

from registrations.services.desk import check_in, close_desk, undo_check_in, walk_in
from registrations.services.details import Details
from registrations.services.groups import allocate, instance_of, move, pin, publish_groups, unpin
from registrations.services.papers import print_badges
from registrations.services.problem import plan_of
from registrations.services.register import cancel, change, register, send_link
from registrations.services.repairs import morning_instance_of, repair, repair_offers
from registrations.services.waiting import fill_free_places, promote

__all__ = [
    "Details",
    "allocate",
    "cancel",
    "change",
    "check_in",
    "close_desk",
    "fill_free_places",
    "instance_of",
    "morning_instance_of",
    "move",
    "pin",
    "plan_of",
    "print_badges",
    "promote",
    "publish_groups",
    "register",
    "repair",
    "repair_offers",
    "send_link",
    "undo_check_in",
    "unpin",
    "walk_in",
]
