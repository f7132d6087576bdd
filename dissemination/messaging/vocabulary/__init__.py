"""Every mail that this product sends, with the placeholders that its text may use.

A mail is called by its file below `templates/emails`. What its `emails.py` gives it and what stands here are
the same: tests/messaging/test_vocabulary.py proves it.
"""

from dissemination.messaging.vocabulary.house import OF_THE_HOUSE
from dissemination.messaging.vocabulary.many import TO_MANY
from dissemination.messaging.vocabulary.places import ABOUT_A_PLACE
from dissemination.messaging.vocabulary.working import ABOUT_THE_WORK

MAILS = ABOUT_A_PLACE | ABOUT_THE_WORK | TO_MANY | OF_THE_HOUSE
ALL_NAMES = frozenset(name for mail in MAILS.values() for name in mail.names)
