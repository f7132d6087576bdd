"""Verbs about groups: make and improve them, move and pin people, keep rules, undo, publish, put right."""

from dissemination.groups.services.counts import Count
from dissemination.groups.services.drafts import ask_for_draft, drop_draft, stop_draft, use_draft, work_on
from dissemination.groups.services.keeping import keep, let_go
from dissemination.groups.services.late import seat_now
from dissemination.groups.services.moves import move
from dissemination.groups.services.plans import allocate, instance_of, pin, publish_groups, unpin
from dissemination.groups.services.problem import plan_of
from dissemination.groups.services.repairs import Offer, morning_instance_of, repair, repair_offers
from dissemination.groups.services.steps import undo
from dissemination.groups.services.tables import offer_alike, set_up_table

__all__ = [
    "Count",
    "Offer",
    "allocate",
    "ask_for_draft",
    "drop_draft",
    "instance_of",
    "keep",
    "let_go",
    "morning_instance_of",
    "move",
    "offer_alike",
    "pin",
    "plan_of",
    "publish_groups",
    "repair",
    "repair_offers",
    "seat_now",
    "set_up_table",
    "stop_draft",
    "undo",
    "unpin",
    "use_draft",
    "work_on",
]
