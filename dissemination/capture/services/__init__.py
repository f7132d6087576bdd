"""What can be done with the rule for names, with sheets and with points."""

from dissemination.capture.services.papers import day_pack, paper
from dissemination.capture.services.points import (
    add_point,
    edit_point,
    mark_placed,
    mark_unplaced,
    paste_lines,
    set_aside,
    star,
    take_back,
)
from dissemination.capture.services.rules import rule_for, rule_of, set_rule
from dissemination.capture.services.sheets import (
    Notes,
    add_photograph,
    close,
    lay_out_sheets,
    open_sheet,
    read_back,
    reopen,
    submit,
)

__all__ = [
    "Notes",
    "add_photograph",
    "add_point",
    "close",
    "day_pack",
    "edit_point",
    "lay_out_sheets",
    "mark_placed",
    "mark_unplaced",
    "open_sheet",
    "paper",
    "paste_lines",
    "read_back",
    "reopen",
    "rule_for",
    "rule_of",
    "set_aside",
    "set_rule",
    "star",
    "submit",
    "take_back",
]
