"""Act two: who speaks. Invitations, one replaced by another, slides through the speakers' links."""

from itertools import islice

from django.core.files.base import ContentFile

from dissemination.documents import drawings
from dissemination.events.models import Organisation
from dissemination.outcomes import services as outcomes
from dissemination.workspace.services.rehearsal import slides
from dissemination.workspace.services.rehearsal.setting_up import WELCOME
from dissemination.workspace.services.rehearsal.stage import Stage, on
from dissemination.workspace.services.sample import cast, post
from speakers import services as speakers
from speakers.models import Appearance, Material, Speaker

LATE = 2  # the one of the five who has to be reminded


def invite(stage: Stage) -> None:
    """The programme gets its people, and each of them an invitation with a link."""
    crew = islice(cast.people(f"crew{stage.seed}"), 2)
    chair, stand_in = (_invented(stage, one) for one in crew)
    _appear(stage, chair, title=WELCOME, role=Appearance.Role.CHAIR)
    for number, talk in enumerate(post.TALKS, start=1):
        is_last = number == len(post.TALKS)
        speaker = stand_in if is_last else _of_the_post(stage, number)
        _appear(stage, speaker, title=talk.title, role=Appearance.Role.SPEAKER)
    for appearance in stage.event.appearances.in_order():
        speakers.invite(appearance, by=stage.organiser, at=on(-56, 9))
    stage.deliver(on(-56, 9))


def replace_one(stage: Stage) -> None:
    """The last talk is given by somebody else: one diary entry is withdrawn, another person invited."""
    last = stage.event.appearances.get(session__title=post.TALKS[-1].title)
    speaker = _of_the_post(stage, len(post.TALKS))
    speakers.replace(last, speaker=speaker, by=stage.organiser, at=on(-24, 11))
    stage.deliver(on(-24, 11))


def collect_slides(stage: Stage) -> None:
    """Slides come in by link, one set twice; the late speaker is reminded; all are checked."""
    talks = list(stage.event.appearances.standing().filter(role=Appearance.Role.SPEAKER).in_order())
    for number, appearance in enumerate(talks):
        if number != LATE:
            _upload(stage, appearance, day=-20 + number, words=("First draft", appearance.session.title))
    _upload(stage, talks[0], day=-12, words=(talks[0].session.title, "What changed"))
    speakers.remind_late(stage.event, by=stage.organiser, at=on(-10, 9))
    stage.deliver(on(-10, 9))
    _upload(stage, talks[LATE], day=-8, words=(talks[LATE].session.title,))
    for material in Material.objects.filter(appearance__in=talks):
        speakers.check(material, by=stage.organiser, at=on(-6, 9))


def release_slides(stage: Stage) -> None:
    """After the day everybody may read what the speakers agreed to; what each talk gave is written down."""
    for talk in post.TALKS:
        appearance = stage.event.appearances.standing().get(session__title=talk.title)
        appearance.what_it_gave = talk.gave
        speakers.save_appearance(appearance, by=stage.organiser, at=on(1, 8))
        for material in appearance.materials.all():
            speakers.release(material, by=stage.organiser, at=on(1, 8, 30))


def _of_the_post(stage: Stage, number: int) -> Speaker:
    """The speaker of that number in the published post, with an invented address."""
    talk = post.TALKS[number - 1]
    speaker = Speaker(
        project=stage.event.project,
        name=talk.speaker,
        email=f"speaker{stage.seed}-{number}@example.org",
        job_title=talk.job_title,
        second_role=talk.second_role,
        organisation=_organisation(*talk.organisation) if talk.organisation else None,
    )
    speakers.save_speaker(speaker, by=stage.organiser, at=on(-60, 9))
    return speaker


def _organisation(name: str, short_name: str, sector: str) -> Organisation:
    known, _ = Organisation.objects.get_or_create(
        name=name, defaults={"short_name": short_name, "sector": sector}
    )
    return known


def _invented(stage: Stage, one: cast.Invented) -> Speaker:
    speaker = Speaker(
        project=stage.event.project,
        name=one.name,
        email=one.email,
        job_title=one.job_title,
        organisation=outcomes.organisation_called(one.organisation),
    )
    speakers.save_speaker(speaker, by=stage.organiser, at=on(-60, 9))
    return speaker


def _appear(stage: Stage, speaker: Speaker, *, title: str, role: str) -> None:
    appearance = Appearance(
        event=stage.event,
        session=stage.event.sessions.get(title=title),
        speaker=speaker,
        role=role,
        slides_due_at=on(-14, 17) if role == Appearance.Role.SPEAKER else None,
    )
    speakers.save_appearance(appearance, by=stage.organiser, at=on(-60, 10))


def _upload(stage: Stage, appearance: Appearance, *, day: int, words: tuple[str, ...]) -> None:
    terms = speakers.Terms(release=Material.Release.PUBLIC, licence="CC BY 4.0", is_agreed=True)
    file = ContentFile(slides.pdf(words), name="slides.pdf")
    speakers.upload(appearance, file, at=on(day, 15), terms=terms)
    stage.deliver(on(day, 15))


def describe_themselves(stage: Stage) -> None:
    """Everybody on the stage writes a biography and adds a portrait, drawn here."""
    for appearance in stage.event.appearances.on_the_programme():
        name = appearance.speaker.name
        portrait = ContentFile(drawings.talk(name), name="portrait.jpg")
        bio = f"{name} works on sharing information well."
        speakers.describe(appearance.speaker, bio=bio, portrait=portrait, at=on(-18, 12))
