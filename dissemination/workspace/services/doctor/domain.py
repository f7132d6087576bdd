"""The domain that mail comes from, as the servers that receive it ask about it."""

import base64
import binascii
import ipaddress
import platform

from django.conf import settings
from django.utils.translation import gettext as _
from dns.reversename import from_address

from dissemination.workspace.services.doctor.asking import Ill, Names

SHORTEST_KEY = 160  # bytes of an RSA key of 1024 bits as DNS holds it; RFC 8301 takes none that is shorter
CURVE = "ed25519"
HERE = ("localhost", "127.0.0.1", "::1", "")


def sending_host() -> str:
    """The host that hands our mail on: the mail server, or this machine where that stands on it."""
    told = str(getattr(settings, "EMAIL_HOST", ""))
    return platform.node() if told in HERE else told


def spf(domain: str, host: str, names: Names) -> str:
    """RFC 7208: one record, which says who may send, and that nobody else may."""
    found = [text for text in names.find(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]
    told = {
        "domain": domain,
        "host": f"a:{host}" if "." in host else "mx",
        "record": found[0] if found else "",
        "number": len(found),
    }
    if not found:
        raise Ill(
            _("%(domain)s does not say who may send its mail.") % told,
            _("Add a TXT entry to %(domain)s: v=spf1 %(host)s -all") % told,
        )
    if len(found) > 1:
        raise Ill(
            _("%(domain)s has %(number)s SPF entries; one counts, and two count as none.") % told,
            _("Make one entry of them."),
        )
    last = found[0].split()[-1].lower()
    if last not in ("-all", "~all") and not last.startswith("redirect="):
        raise Ill(_("It lets anybody send: %(record)s") % told, _("Let it end with -all."))
    return found[0]


def dkim(domain: str, selector: str, names: Names) -> str:
    """RFC 6376: the key by which signatures are checked stands under its selector."""
    if not selector:
        raise Ill(
            _("Under which name the key stands is not known."),
            _("Say it: DKIM_SELECTOR=mail, as the mail server that signs has it."),
        )
    place = f"{selector}._domainkey.{domain}"
    key = next((key for text in names.find(place, "TXT") if (key := _tags(text)).get("p")), None)
    if key is None:
        raise Ill(
            _("There is no key at %(place)s.") % {"place": place},
            _("Let the mail server sign (OpenDKIM, for example), and put the key that it shows there."),
        )
    if key.get("k") != CURVE and _size(key["p"]) < SHORTEST_KEY:
        raise Ill(
            _("The key at %(place)s is too short, or not whole.") % {"place": place},
            _("Make one of 2048 bits, and put all of it there."),
        )
    return _("A key stands at %(place)s.") % {"place": place}


def dmarc(domain: str, names: Names) -> str:
    """RFC 7489: what becomes of mail in our name that is not ours; a domain above may say it for this one."""
    parts = domain.split(".")
    for above in [".".join(parts[start:]) for start in range(max(len(parts) - 1, 1))]:
        for text in names.find(f"_dmarc.{above}", "TXT"):
            if text.startswith("v=DMARC1") and _tags(text).get("p") in ("none", "quarantine", "reject"):
                return text
    raise Ill(
        _("%(domain)s does not say what becomes of mail that only pretends to come from it.")
        % {"domain": domain},
        _("Add a TXT entry to _dmarc.%(domain)s: v=DMARC1; p=quarantine") % {"domain": domain},
    )


def reverse(host: str, names: Names) -> str:
    """Each public address of the sending host has a name, and that name has the address again."""
    found = [each for kind in ("A", "AAAA") for each in names.find(host, kind)]
    if not any(ipaddress.ip_address(each).is_global for each in found):
        raise Ill(
            _("%(host)s has no public address in DNS.") % {"host": host},
            _("Say which host hands mail on to the world: --host mail.example.org"),
        )
    for address in found:
        _is_known_both_ways(address, names)
    return f"{host}: {', '.join(found)}"


def _is_known_both_ways(address: str, names: Names) -> None:
    kind = "AAAA" if ":" in address else "A"
    named = names.find(from_address(address).to_text(omit_final_dot=True), "PTR")
    if not any(address in names.find(name, kind) for name in named):
        raise Ill(
            _("%(address)s has no name that leads back to it.") % {"address": address},
            _("Ask whoever provides the address to enter its name (PTR); many servers take no mail without."),
        )


def _tags(text: str) -> dict[str, str]:
    """`v=DKIM1; k=rsa; p=…` by its names."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip(): "".join(value.split()) for name, _, value in pairs}


def _size(key: str) -> int:
    try:
        return len(base64.b64decode(key, validate=True))
    except binascii.Error:
        return 0
