"""Delegates to workshop groups: balanced tables, few repeated meetings, every hard rule kept. Pure values."""

from registrations.allocation.clashes import Impossible
from registrations.allocation.instance import Instance, Malformed, read
from registrations.allocation.planning import Plan, allocate
from registrations.allocation.repair import repair
from registrations.allocation.rules import broken

__all__ = ["Impossible", "Instance", "Malformed", "Plan", "allocate", "broken", "read", "repair"]
