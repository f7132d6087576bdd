"""What may stand in braces in a mail: names from a fixed list, each with its shape and whether to trust it.

A text is read for its names and never run: what stands in braces is on the mail's list, or the text is
refused with the name that was probably meant.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _

NAMED = re.compile(r"\{([a-z_]+)\}")
_IN_BRACES = re.compile(r"\{[^{}\n]*\}|[{}]")
_LOOKS_LIKE_A_LINK = re.compile(r"(?<=\w)(?:\.(?=[^\W\d_]{2})|@(?=\w))|:(?=//)")
_INVISIBLE = "\u200b"  # mail programs find no address in a word that it parts

LINE, PROSE, LIST, BUTTON = "line", "prose", "list", "button"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One name: what it holds, in which shape, and how it looks for most readers and at its worst."""

    name: str
    meaning: Promise
    sample: Promise
    worst: Promise | str
    shape: str = LINE
    is_trusted: bool = True

    @property
    def braced(self) -> str:
        """As it is typed."""
        return f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Mail:
    """One kind of mail: what it is called, when it is sent, what may and what must stand in it."""

    title: Promise
    sent_when: Promise
    placeholders: tuple[Placeholder, ...]
    needed: tuple[str, ...] = ()
    is_of_house: bool = False  # about no event: only administrators write it

    @property
    def names(self) -> dict[str, Placeholder]:
        """What may stand in it, by name."""
        return {each.name: each for each in self.placeholders}


def inert(text: str) -> str:
    """The words of somebody we do not know, in which no mail program finds an address to make a link of."""
    return _LOOKS_LIKE_A_LINK.sub(lambda found: found[0] + _INVISIBLE, text)


def faults(text: str, mail: Mail, *, elsewhere: Iterable[str] = ()) -> list[str]:
    """What is wrong with the braces of a text, each as a sentence that says what to do.

    `elsewhere` are the names that other mails know.
    """
    known = {each.braced for each in mail.placeholders}
    wrong = [found for found in _IN_BRACES.findall(text) if found not in known]
    return [_fault(found, sorted(known), set(elsewhere)) for found in dict.fromkeys(wrong)]


def _fault(found: str, known: list[str], elsewhere: set[str]) -> str:
    words = {"found": found}
    if found in ("{", "}"):
        return _("Braces hold placeholders only: put this one right, or take it out: %(found)s") % words
    if close := get_close_matches(found.lower().replace(" ", ""), known, n=1):
        return _("%(found)s is not a placeholder: did you mean %(close)s?") % {**words, "close": close[0]}
    if found[1:-1] in elsewhere:
        return _("%(found)s belongs to another mail: this one does not know it. Take it out.") % words
    return _("%(found)s is not a placeholder of this mail. Choose one from the list.") % words


def faults_of_subject(text: str, mail: Mail) -> list[str]:
    """Placeholders in a subject that are not one line."""
    long = [mail.names[name] for name in NAMED.findall(text) if name in mail.names]
    return [
        _("%(found)s does not fit into a subject. Put it into the text.") % {"found": each.braced}
        for each in long
        if each.shape != LINE
    ]


def lacking(text: str, mail: Mail) -> list[str]:
    """Placeholders without which the mail would not do its work."""
    there = set(NAMED.findall(text))
    return [
        _("Keep %(found)s in the text: %(meaning)s.")
        % {"found": mail.names[name].braced, "meaning": mail.names[name].meaning}
        for name in mail.needed
        if name not in there
    ]
