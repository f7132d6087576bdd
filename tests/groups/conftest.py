"""Several people at the same moment, as in the tests of registrations."""

from tests.registrations.conftest import at_once

__all__ = ["at_once"]
