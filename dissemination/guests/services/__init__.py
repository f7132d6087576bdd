"""Verbs about guests: listing them, writing to them, their answers; and the organisations that are wanted."""

from dissemination.guests.services.answer import accept, decline
from dissemination.guests.services.counts import Tally, counts_of, tallies
from dissemination.guests.services.incoming import Comparison, Line, add_list, compare
from dissemination.guests.services.listing import Named, add, add_many, take_off
from dissemination.guests.services.targets import unwant, want
from dissemination.guests.services.writing import chase, invite, invite_again, save_the_date

__all__ = [
    "Comparison",
    "Line",
    "Named",
    "Tally",
    "accept",
    "add",
    "add_list",
    "add_many",
    "chase",
    "compare",
    "counts_of",
    "decline",
    "invite",
    "invite_again",
    "save_the_date",
    "take_off",
    "tallies",
    "unwant",
    "want",
]
