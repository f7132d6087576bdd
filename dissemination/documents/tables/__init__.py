"""Tables as files: what people bring is read, whatever wrote it; what we give out is streamed."""

from dissemination.documents.tables.reading import MOST_BYTES, MOST_ROWS, Table, Unreadable, read
from dissemination.documents.tables.writing import csv_pieces, xlsx_pieces

__all__ = ["MOST_BYTES", "MOST_ROWS", "Table", "Unreadable", "csv_pieces", "read", "xlsx_pieces"]
