"""Marks English words that stand here and are translated by whoever shows them.

The documents know nothing of Django. `makemessages` finds strings by the name of the function around them;
this one has the name that it looks for and gives its text back unchanged. Show such a text through gettext.
"""


def gettext_noop(text: str) -> str:
    """The text itself."""
    return text
