"""The papers of the day: running sheet, door list, table sheets, and all of them in one pack."""

from dissemination.documents.papers.day import day_pack
from dissemination.documents.papers.doors import Arrival, door_list
from dissemination.documents.papers.frame import Occasion, Words
from dissemination.documents.papers.numbers import Section, numbers_sheet
from dissemination.documents.papers.people import attendee_list
from dissemination.documents.papers.running import Item, Telephone, running_sheet
from dissemination.documents.papers.tables import Question, Table, table_sheets

__all__ = [
    "Arrival",
    "Item",
    "Occasion",
    "Question",
    "Section",
    "Table",
    "Telephone",
    "Words",
    "attendee_list",
    "day_pack",
    "door_list",
    "numbers_sheet",
    "running_sheet",
    "table_sheets",
]
