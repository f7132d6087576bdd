"""The workspace's pages about themes, conclusions and commitments."""

from dissemination.outcomes.admin.rows import CommitmentAdmin, OutcomeAdmin, ThemeAdmin

__all__ = ["CommitmentAdmin", "OutcomeAdmin", "ThemeAdmin"]
