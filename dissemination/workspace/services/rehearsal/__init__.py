"""The rehearsal: the whole life of an invented event, act by act, through the product's own services."""

from dissemination.workspace.services.rehearsal.play import FEWEST, MOST, play

__all__ = ["FEWEST", "MOST", "play"]
