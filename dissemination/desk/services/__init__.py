"""Verbs of the desk: who is here, who walked in, what is printed for the day."""

from dissemination.desk.services.arriving import check_in, close_desk, tell_tables, undo_check_in, walk_in
from dissemination.desk.services.day import Door
from dissemination.desk.services.papers import new_wearers, print_badges, print_day_pack

__all__ = [
    "Door",
    "check_in",
    "close_desk",
    "new_wearers",
    "print_badges",
    "print_day_pack",
    "tell_tables",
    "undo_check_in",
    "walk_in",
]
