"""Verbs of the desk: who is here, who walked in, what is printed for the day."""

from dissemination.desk.services.arriving import check_in, close_desk, tell_tables, undo_check_in, walk_in
from dissemination.desk.services.papers import (
    PAPERS,
    new_wearers,
    print_badges,
    print_day_pack,
    print_paper,
)
from dissemination.desk.services.tables import Door

__all__ = [
    "PAPERS",
    "Door",
    "check_in",
    "close_desk",
    "new_wearers",
    "print_badges",
    "print_day_pack",
    "print_paper",
    "tell_tables",
    "undo_check_in",
    "walk_in",
]
