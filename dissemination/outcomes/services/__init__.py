"""What can be done with themes, outcomes and commitments."""

from dissemination.outcomes.services.commitments import amend, confirm, offer, organisation_called, tell
from dissemination.outcomes.services.publishing import publish_early, publish_final, withdraw
from dissemination.outcomes.services.themes import keep_theme, make_theme, place, unplace
from dissemination.outcomes.services.writing import agree, conclude, detail, keep, reword, support

__all__ = [
    "agree",
    "amend",
    "conclude",
    "confirm",
    "detail",
    "keep",
    "keep_theme",
    "make_theme",
    "offer",
    "organisation_called",
    "place",
    "publish_early",
    "publish_final",
    "reword",
    "support",
    "tell",
    "unplace",
    "withdraw",
]
