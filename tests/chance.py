"""How often a test with chance in it is played: in full on PostgreSQL, a quarter of it in the quick run."""

from django.db import connection
from hypothesis import HealthCheck, settings

IS_LONG_RUN = connection.vendor == "postgresql"


def examples(count):
    """So many examples in the long run, a quarter of them in the quick one."""
    return count if IS_LONG_RUN else max(count // 4, 4)


# A busy machine is no fault, so nothing is timed.
settings.register_profile(
    "here", deadline=None, max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("here")
