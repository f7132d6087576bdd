"""What readers see, what the room promises, and the owner's page."""

from dissemination.outcomes.views.commitments import commit, commitment, promised
from dissemination.outcomes.views.public import flip_chart, outcome, outcomes

__all__ = ["commit", "commitment", "flip_chart", "outcome", "outcomes", "promised"]
