"""Verbs about groups: make them, move and pin people, keep two apart or together, publish, put right."""

from dissemination.groups.services.counts import Count
from dissemination.groups.services.keeping import keep, let_go
from dissemination.groups.services.plans import allocate, instance_of, move, pin, publish_groups, unpin
from dissemination.groups.services.problem import plan_of
from dissemination.groups.services.repairs import Offer, morning_instance_of, repair, repair_offers

__all__ = [
    "Count",
    "Offer",
    "allocate",
    "instance_of",
    "keep",
    "let_go",
    "morning_instance_of",
    "move",
    "pin",
    "plan_of",
    "publish_groups",
    "repair",
    "repair_offers",
    "unpin",
]
