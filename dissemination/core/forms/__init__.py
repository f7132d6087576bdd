"""What forms of every app share: fields that clean what people type, and two people at one form."""

from dissemination.core.forms.fields import ADDRESS_HINT, AddressInput, LineInput, ProseInput, done
from dissemination.core.forms.meanwhile import (
    Compared,
    as_sent,
    as_stood,
    changed_twice,
    digest,
    left_alone,
    typed,
    watched,
    watched_rows,
)

__all__ = [
    "ADDRESS_HINT",
    "AddressInput",
    "Compared",
    "LineInput",
    "ProseInput",
    "as_sent",
    "as_stood",
    "changed_twice",
    "digest",
    "done",
    "left_alone",
    "typed",
    "watched",
    "watched_rows",
]
