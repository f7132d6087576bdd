"""Delegates: their registrations, needs, answers and seats."""

from registrations.models.registration import Allotment, Mode, Registration
from registrations.models.seats import GroupPlace, KeepRule, WorkshopSeat
from registrations.models.told import Answer, Diet, EarlierAnswers, Need, answer_path

__all__ = [
    "Allotment",
    "Answer",
    "Diet",
    "EarlierAnswers",
    "GroupPlace",
    "KeepRule",
    "Mode",
    "Need",
    "Registration",
    "WorkshopSeat",
    "answer_path",
]
