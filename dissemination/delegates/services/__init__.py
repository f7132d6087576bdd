"""Verbs about many delegates at once: taking them out, bringing them in."""

from dissemination.delegates.services.bringing import (
    Brought,
    bring_in,
    forget,
    forget_old,
    name_columns,
    receive,
)
from dissemination.delegates.services.carrying import carry_in
from dissemination.delegates.services.comparing import Comparison, Row, compare
from dissemination.delegates.services.exporting import export, export_attendees

__all__ = [
    "Brought",
    "Comparison",
    "Row",
    "bring_in",
    "carry_in",
    "compare",
    "export",
    "export_attendees",
    "forget",
    "forget_old",
    "name_columns",
    "receive",
]
