"""A verdict: may this be done, and if not, why not, in words a person can act on."""

from dataclasses import dataclass

from django.utils.functional import Promise


class Refused(Exception):
    """A service was asked for something that a policy does not allow. The reason is for the person."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a policy: true or false for templates, with a plain-English reason when false."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Do nothing when allowed; raise `Refused` with the reason when not."""
        if not self.allowed:
            raise Refused(self.reason)


YES = Verdict(allowed=True)


def no(reason: str | Promise) -> Verdict:
    """A verdict against, with the reason that is shown to the person."""
    return Verdict(allowed=False, reason=reason)
