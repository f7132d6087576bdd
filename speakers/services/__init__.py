"""Verbs about speakers: invite and replace them, take them off, take their files, release them."""

from speakers.services.inviting import invite, remind, remind_late, replace, save_speaker, take_off
from speakers.services.materials import (
    Terms,
    agree,
    check,
    release,
    save_material,
    set_terms,
    upload,
    withdraw,
)
from speakers.services.people import describe, save_appearance
from speakers.services.tables import tell_tables

__all__ = [
    "Terms",
    "agree",
    "check",
    "describe",
    "invite",
    "release",
    "remind",
    "remind_late",
    "replace",
    "save_appearance",
    "save_material",
    "save_speaker",
    "set_terms",
    "take_off",
    "tell_tables",
    "upload",
    "withdraw",
]
