"""A look at everything that an installation rests on, each part with what is to be done where it is ill."""

from dissemination.workspace.services.doctor.asking import Finding, Names
from dissemination.workspace.services.doctor.examine import examine

__all__ = ["Finding", "Names", "examine"]
