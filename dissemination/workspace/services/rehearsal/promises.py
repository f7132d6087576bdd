"""What must hold when the play is over, each as a check that yields a sentence for every breach."""

import json
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from functools import cached_property
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from dissemination.capture.models import Point
from dissemination.desk import badges
from dissemination.messaging.models import Invitation
from dissemination.messaging.models import Message as Promised
from dissemination.workspace.services.rehearsal import threads
from dissemination.workspace.services.rehearsal.stage import Stage
from registrations import allocation
from registrations.models import GroupPlace, Registration


class Post:
    """The mails of the rehearsal as their receivers got them, in the order of delivery."""

    def __init__(self, folder: Path) -> None:
        self.files = sorted(folder.glob("*.eml"))

    @cached_property
    def mails(self) -> list[Message]:
        """Every mail, read back from its bytes."""
        return [message_from_bytes(file.read_bytes()) for file in self.files]

    @cached_property
    def diaries(self) -> dict[str, list[tuple[str, int]]]:
        """Each calendar entry by its UID: method and sequence of what was sent of it, in order."""
        threads: dict[str, list[tuple[str, int]]] = {}
        for mail in self.mails:
            for part in mail.walk():
                if part.get_content_type() == "text/calendar":
                    said = _properties(_text(part))
                    threads.setdefault(said["UID"], []).append((said["METHOD"], int(said["SEQUENCE"])))
        return threads


def _properties(calendar: str) -> dict[str, str]:
    """The single-valued properties of a calendar file, unfolded (RFC 5545, 3.1)."""
    lines = calendar.replace("\r\n", "\n").replace("\n ", "").split("\n")
    return {name: value for name, _, value in (line.partition(":") for line in lines)}


def broken(stage: Stage) -> list[str]:
    """Every promise that the rehearsal did not keep, as a sentence; empty when all is well."""
    post = Post(stage.out / "mail")
    return [
        *nobody_oversold(stage),
        *one_group_each(stage),
        *plans_keep_the_rules(stage),
        *badges_for_all(stage),
        *everybody_knows_their_table(stage),
        *every_mail_once(post),
        *threads.lacking(stage),
        *diaries_are_true(stage, post),
        *conclusions_rest_on_something(stage),
    ]


def nobody_oversold(stage: Stage) -> Iterator[str]:
    """Never more places given than there are."""
    stage.event.refresh_from_db()
    holding = stage.event.registrations.counted().count()
    if not holding == stage.event.taken <= stage.event.capacity:
        numbers = {"held": holding, "taken": stage.event.taken, "places": stage.event.capacity}
        yield _("%(held)s people hold places, %(taken)s are counted, and there are %(places)s.") % numbers


def one_group_each(stage: Stage) -> Iterator[str]:
    """Everybody who came sat in exactly one group of each workshop."""
    seats = GroupPlace.objects.filter(registration__event=stage.event)
    sat = Counter(seats.values_list("registration_id", flat=True))
    workshops = len(stage.workshops())
    for one in stage.event.registrations.attended():
        if sat[one.pk] != workshops:
            numbers = {"name": one.name, "number": sat[one.pk], "workshops": workshops}
            yield _("%(name)s has a seat in %(number)s of %(workshops)s workshops.") % numbers


def plans_keep_the_rules(stage: Stage) -> Iterator[str]:
    """The groups as first published, and those of the morning, break no rule."""
    for problem, plan in (("instance.json", "plan.json"), ("morning.json", "morning-plan.json")):
        instance = allocation.read(json.loads((stage.out / problem).read_text()))
        assign = np.array(json.loads((stage.out / plan).read_text())["assign"])
        for rule in allocation.broken(instance, assign):
            yield _("%(plan)s breaks the rule on %(rule)s.") % {"plan": plan, "rule": rule}


def badges_for_all(stage: Stage) -> Iterator[str]:
    """Everybody who came or has a part has a badge."""
    worn = Counter(wearer.name for wearer in badges.wearers(stage.event))
    people = Registration.objects.attended().filter(event=stage.event).values_list("name", flat=True)
    on_stage = stage.event.appearances.standing().values_list("speaker__name", flat=True)
    for name in {*people, *on_stage} - set(worn):
        yield _("There is no badge for %(name)s.") % {"name": name}


def everybody_knows_their_table(stage: Stage) -> Iterator[str]:
    """Whoever is here and sits elsewhere has been told so, and no badge says another table."""
    if waiting := GroupPlace.objects.to_tell().people_at(stage.event):
        yield _("%(number)s people were not told that they sit elsewhere.") % {"number": waiting}
    for wearer in badges.wearers(stage.event):
        if wearer.registration and badges.says_otherwise(wearer.registration):
            yield _("The badge of %(name)s says another table.") % {"name": wearer.name}


def every_mail_once(post: Post) -> Iterator[str]:
    """Each mail that was promised left once, and nobody got the same words twice."""
    promised = Promised.objects.all()
    if waiting := promised.exclude(state=Promised.State.SENT).count():
        yield _("%(number)s mails did not leave.") % {"number": waiting}
    if len(post.files) != promised.count():
        numbers = {"files": len(post.files), "promised": promised.count()}
        yield _("%(promised)s mails were promised, %(files)s were delivered.") % numbers
    for what in ("Message-ID", None):
        seen = Counter(_mark(mail, what) for mail in post.mails)
        for mark in (mark for mark, times in seen.items() if times > 1):
            yield _("This mail went out more than once: %(mail)s.") % {"mail": ", ".join(mark[:2])}


def _mark(mail: Message, header: str | None) -> tuple[str, ...]:
    """What makes a mail itself: its identity, or else its receiver, subject and words."""
    if header:
        return (str(mail[header]),)
    words = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    return (str(mail["To"]), str(mail["Subject"]), _text(words))


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def diaries_are_true(stage: Stage, post: Post) -> Iterator[str]:
    """Each entry has one UID, begins with a REQUEST, and every later mail about it has a higher SEQUENCE."""
    for uid, sent in post.diaries.items():
        sequences = [sequence for _, sequence in sent]
        if sent[0][0] != "REQUEST" or sequences != list(range(len(sequences))):
            yield _("The diary entry %(uid)s went out as %(sent)s.") % {"uid": uid, "sent": sent}
    kept = set(Invitation.objects.filter(event=stage.event).values_list("uid", flat=True))
    if kept != set(post.diaries):
        yield _("The diary entries that were sent are not those that are kept.")


def conclusions_rest_on_something(stage: Stage) -> Iterator[str]:
    """Every published conclusion has a source, and no point was left behind before the final ones."""
    for outcome in stage.event.outcomes.published().without_a_source():
        yield _("“%(statement)s” rests on nothing.") % {"statement": outcome.statement}
    if left := Point.objects.of_event(stage.event.pk).unplaced().count():
        yield _("%(number)s points were never placed.") % {"number": left}
