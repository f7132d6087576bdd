"""How the doctor asks: every question ends in a finding, whatever goes wrong on the way to an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dns.resolver
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from dns.exception import DNSException
from dns.rdatatype import TXT

PATIENCE = 4.0  # seconds that name servers get for one answer


class Ill(Exception):
    """Something is not as it has to be: what is wrong, and what to do about it."""

    def __init__(self, says: str, to_do: str) -> None:
        super().__init__(says)
        self.says, self.to_do = says, to_do


@dataclass(frozen=True, slots=True)
class Finding:
    """One part that was looked at: what was found, and what to do (empty when all is well)."""

    title: str
    says: str
    to_do: str = ""
    is_silent: bool = False  # it could not be asked at all

    @property
    def is_well(self) -> bool:
        """Nothing has to be done."""
        return not self.to_do


def look(title: str | Promise, question: Callable[[], str], *, otherwise: str | Promise) -> Finding:
    """What the question finds. One that fails in a way of its own says how, and `otherwise` what to do."""
    try:
        return Finding(str(title), question())
    except Ill as ill:
        return Finding(str(title), ill.says, ill.to_do)
    except Exception as fault:  # a doctor tells; it does not fall ill itself
        says = f"{type(fault).__name__}: {' '.join(str(fault).split())}"
        return Finding(str(title), says, str(otherwise), is_silent=True)


class Names:
    """What the name servers of this machine say."""

    def find(self, name: str, kind: str) -> list[str]:
        """The entries of a kind under a name, none when there are none; ill when nobody answers."""
        try:
            answer = dns.resolver.resolve(name, kind, lifetime=PATIENCE, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (DNSException, OSError) as fault:
            raise Ill(
                _("No name server answers, so this is not known."),
                _("Ask again where there is a network. The name server said: %(fault)s")
                % {"fault": " ".join(str(fault).split())},
            ) from fault
        return [_text(row) for row in answer]


def _text(row: Any) -> str:
    """An entry as people write it: the parts of a text in one, a name without its last dot."""
    if row.rdtype == TXT:
        return b"".join(row.strings).decode("utf-8", "replace")
    return str(row.to_text()).rstrip(".")
