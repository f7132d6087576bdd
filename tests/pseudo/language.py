"""A language in which every translated string stands in ⟦brackets⟧, and a reader that finds what does not.

What people have typed is told apart by its script: all data of these tests is Greek, so whatever Latin word
stands outside the brackets was put there by the product, and cannot be translated.
"""

import re
from html.parser import HTMLParser

OPEN, CLOSE = "⟦", "⟧"
NOT_WORDS = re.compile(  # addresses, files, the sample's slug, and the placeholders of mails
    r"https?://\S+|\S+/t/\S+|\S+@\S+|\bEurope/London\b|\b[\w/-]+\.(?:pdf|jpg|ics)\b|&\w+;|\bhmera\b|\{[a-z_]+\}"
)
WORD = re.compile(r"[A-Za-z]{2,}")
BRACKET = re.compile(f"([{OPEN}{CLOSE}])")
SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "data-words", "label")
UNREAD = ("script", "style", "textarea")
BUTTONS = ("submit", "button", "reset")


def gettext(message):
    return f"{OPEN}{message}{CLOSE}" if message else ""


def ngettext(singular, plural, number):
    return gettext(singular if number == 1 else plural)


def pgettext(context, message):
    return gettext(message)


def npgettext(context, singular, plural, number):
    return ngettext(singular, plural, number)


SPEAKS = {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}


class Reader(HTMLParser):
    """Reads a page as a person does: text and spoken attributes; `found` are the words outside brackets."""

    def __init__(self):
        super().__init__()
        self.found, self.depth, self.unread = [], 0, 0

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.unread += tag in UNREAD
        spoken = [told.get(name) for name in SPOKEN]
        if tag == "input" and told.get("type") in BUTTONS:
            spoken.append(told.get("value"))
        if tag == "meta" and told.get("name") == "description":
            spoken.append(told.get("content"))
        self.found += [word for text in spoken if text for word in untranslated(text)]

    def handle_endtag(self, tag):
        self.unread -= tag in UNREAD

    def handle_data(self, data):
        if self.unread:
            return
        outside, self.depth = _outside(data, self.depth)
        self.found += _words(outside)


def _outside(text, depth):
    """What stands outside the brackets, which may have been opened before, and how deep we are at the end."""
    kept = []
    for part in BRACKET.split(text):
        if part in (OPEN, CLOSE):
            depth += 1 if part == OPEN else -1
        elif not depth:
            kept.append(part)
    return " ".join(kept), depth


def _words(text):
    text = NOT_WORDS.sub(" ", text)
    return [" ".join(text.split())] if WORD.search(text) else []


def untranslated(text):
    """The words of a plain text that stand outside the brackets."""
    outside, _ = _outside(text, 0)
    return _words(outside)


def untranslated_on(page):
    """The words that a page shows outside the brackets."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.found
