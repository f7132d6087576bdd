"""Tell those who look after a table which one it is: their diary says so."""

from datetime import datetime

from django.db import transaction

from dissemination.events.models import Event
from dissemination.messaging import diary
from speakers import emails, invites
from speakers.models import Appearance


@transaction.atomic
def tell_tables(event: Event, *, at: datetime, tell: bool = False, only: Appearance | None = None) -> int:
    """Bring the diaries of those who look after a table up to date, one mail each; returns how many.

    Whoever was invited and knows of no table yet hears of theirs. Another table is not written about, unless
    `tell` asks for it; a diary says it with its next update. Another room of the same table is left to the
    next "publish changes". `only` is the one to tell.
    """
    posts = event.appearances.standing().looking_after_a_table().filter(session__ends_at__gt=at)
    posts = posts.filter(pk=only.pk) if only else posts
    told = {
        invites.entry_key(post): post for post in posts.select_related("session__room", "speaker__person")
    }
    quiet = []
    written = 0
    for key, said in diary.seats_said(told).items():
        occasion = invites.occasion_for(told[key])
        if said != occasion.seat and (tell or not said):
            emails.send_table(told[key], diary.request(occasion, at=at), at=at)
            written += 1
        elif said == occasion.seat or not invites.is_seat_of(said, told[key]):
            quiet.append(occasion)
    diary.told_otherwise(quiet)
    return written
