"""The papers of the day: running sheet, lists, plans, signs and sheets, and all of them in one pack."""

from dissemination.documents.papers.day import day_pack
from dissemination.documents.papers.doors import Arrival, door_list
from dissemination.documents.papers.facilitating import Facilitation, Neighbour, facilitator_sheets
from dissemination.documents.papers.frame import Occasion, Words
from dissemination.documents.papers.numbers import Section, numbers_sheet
from dissemination.documents.papers.people import attendee_list
from dissemination.documents.papers.plan import Plan, Spot, room_plans
from dissemination.documents.papers.running import Item, Telephone, running_sheet
from dissemination.documents.papers.signs import Sign, table_signs
from dissemination.documents.papers.tables import Question, Table, table_sheets

__all__ = [
    "Arrival",
    "Facilitation",
    "Item",
    "Neighbour",
    "Occasion",
    "Plan",
    "Question",
    "Section",
    "Sign",
    "Spot",
    "Table",
    "Telephone",
    "Words",
    "attendee_list",
    "day_pack",
    "door_list",
    "facilitator_sheets",
    "numbers_sheet",
    "room_plans",
    "running_sheet",
    "table_sheets",
    "table_signs",
]
