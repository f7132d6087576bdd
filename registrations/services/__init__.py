"""Verbs about delegates: registering, the waiting list, the desk, groups."""

from registrations.services.counts import Count
from registrations.services.day import Door
from registrations.services.desk import check_in, close_desk, undo_check_in, walk_in
from registrations.services.details import Details
from registrations.services.groups import allocate, instance_of, move, pin, publish_groups, unpin
from registrations.services.keeping import keep, let_go
from registrations.services.papers import new_wearers, print_badges, print_day_pack
from registrations.services.problem import plan_of
from registrations.services.register import cancel, change, register, send_link
from registrations.services.repairs import Offer, morning_instance_of, repair, repair_offers
from registrations.services.waiting import fill_free_places, promote

__all__ = [
    "Count",
    "Details",
    "Door",
    "Offer",
    "allocate",
    "cancel",
    "change",
    "check_in",
    "close_desk",
    "fill_free_places",
    "instance_of",
    "keep",
    "let_go",
    "morning_instance_of",
    "move",
    "new_wearers",
    "pin",
    "plan_of",
    "print_badges",
    "print_day_pack",
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
