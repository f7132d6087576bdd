"""Verbs about delegates: registering, the waiting list, handing over."""

from registrations.services.allotments import (
    amend,
    give_back_due,
    give_back_unused,
    held_for,
    hold,
    take_held,
)
from registrations.services.answers import (
    answer_more,
    answers_of,
    ask_more,
    to_ask,
)
from registrations.services.colleagues import Booking, book
from registrations.services.companions import Companion, bring, sit_with, whom_they_are_with
from registrations.services.decisions import approve, decline
from registrations.services.details import Details, organisation_called, save_need
from registrations.services.diaries import choose_diary
from registrations.services.handover import hand_over
from registrations.services.register import cancel, change, register, send_link
from registrations.services.restoring import restore
from registrations.services.waiting import accept, fill_free_places, promote
from registrations.services.workshops import choose_workshops

__all__ = [
    "Booking",
    "Companion",
    "Details",
    "accept",
    "amend",
    "answer_more",
    "answers_of",
    "approve",
    "ask_more",
    "book",
    "bring",
    "cancel",
    "change",
    "choose_diary",
    "choose_workshops",
    "decline",
    "fill_free_places",
    "give_back_due",
    "give_back_unused",
    "hand_over",
    "held_for",
    "hold",
    "organisation_called",
    "promote",
    "register",
    "restore",
    "save_need",
    "send_link",
    "sit_with",
    "take_held",
    "to_ask",
    "whom_they_are_with",
]
