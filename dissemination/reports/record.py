"""What the report says without its author: the event's record as plain values that a database can keep.

Days are ISO dates and choices are keys, so that an old edition reads well in any language.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from dissemination.capture.models import GroupSheet, Point
from dissemination.documents.markdown import address
from dissemination.events.models import Event, Photograph, Project, Sector
from dissemination.outcomes import policies
from dissemination.outcomes.models import Commitment, Outcome, OutcomeDetail
from registrations.models import Registration
from sessions.models import Session
from speakers.models import Appearance, Material, Speaker

Content = dict[str, Any]
SECTIONS = ("early", "final")


def gather(event: Event) -> Content:
    """Everything about the event that readers may know, as it stands now."""
    on_stage = list(
        event.appearances.on_the_programme()
        .exclude(speaker__to_be_confirmed=True)
        .select_related("speaker__organisation", "session")
        .prefetch_related(Prefetch("materials", Material.objects.public()))
    )
    published = event.outcomes.published().with_trace().in_order()
    return {
        "event": _event(event),
        "project": _project(event.project),
        "attendance": _attendance(event),
        "chairs": [_who(row.speaker) for row in _once(on_stage, Appearance.Role.CHAIR)],
        "speakers": _speakers(event, [row for row in on_stage if row.role == Appearance.Role.SPEAKER]),
        "workshops": [_workshop(session) for session in _workshops(event)],
        "photographs": [_photograph(picture) for picture in event.photographs.public()],
        "early": _section(event, published.early()),
        "final": _section(event, published.final().exclude(state=Outcome.State.SUPERSEDED)),
        "commitments": _commitments(event),
    }


def still_shown(content: Content) -> Content:
    """A frozen record without what was taken back since: pictures and slides lose their consent.

    A conclusion that was withdrawn keeps its place, and nothing of it but the day and the reason.
    """
    pictures = set(Photograph.objects.published().values_list("image", flat=True))
    codes = [slides["code"] for who in content["speakers"] for slides in who["slides"]]
    readable = set(Material.objects.public().filter(code__in=codes).values_list("code", flat=True))
    speakers = [
        who | {"slides": [slides for slides in who["slides"] if slides["code"] in readable]}
        for who in content["speakers"]
    ]
    photographs = [picture for picture in content["photographs"] if picture["image"] in pictures]
    gone = _withdrawn(content)
    sections = {name: _marked(content[name], gone) for name in SECTIONS}
    return content | {"speakers": speakers, "photographs": photographs} | sections


def _withdrawn(content: Content) -> dict[int, Content]:
    """What stands in place of each conclusion of this record that was withdrawn since."""
    numbers = [row["number"] for name in SECTIONS for row in content[name]["outcomes"]]
    rows = Outcome.objects.withdrawn().filter(pk__in=numbers).select_related("event")
    return {row.pk: {"on": _day(row.event, row.withdrawn_at), "reason": row.withdrawn_reason} for row in rows}


def _marked(section: Content, gone: dict[int, Content]) -> Content:
    rows = section["outcomes"]
    return section | {
        "outcomes": [
            {"number": row["number"], "withdrawn": gone[row["number"]]} if row["number"] in gone else row
            for row in rows
        ]
    }


def _event(event: Event) -> Content:
    return {
        "title": event.title,
        "slug": event.slug,
        "kind": event.kind,
        "mode": event.mode,
        "venue": event.venue.name if event.venue else "",
        "city": event.venue.city if event.venue else "",
        "on": _day(event, event.starts_at),
        "until": _day(event, event.ends_at),
        "aims": event.aims,
        "contact": event.contact_email,
    }


def _project(project: Project) -> Content:
    return {
        "title": project.title,
        "slug": project.slug,
        "achievements": project.achievements,
        "outputs": [
            {"title": output.title, "url": address(output.url), "description": output.description}
            for output in project.outputs.all()
        ],
    }


def _attendance(event: Event) -> Content:
    """Only those who came. Organisations are named where somebody let everybody know that they came."""
    came = list(event.registrations.attended().select_related("organisation"))
    organisations = {row.organisation_id for row in came if row.organisation_id}
    named = {
        row.organisation.name
        for row in came
        if row.organisation and row.listing == Registration.Listing.PUBLIC
    }
    return {
        "came": len(came),
        "organisations": len(organisations),
        "named": sorted(named, key=str.casefold),
        "by_sector": _counts(Sector.values, (row.sector for row in came)),
        "by_kind": _counts(Registration.Kind.values, (row.kind for row in came)),
    }


def _counts(keys: Iterable[str], found: Iterable[str]) -> list[list[Any]]:
    """(key, number) in the order of the keys, those that occur."""
    counted = Counter(found)
    return [[key, counted[key]] for key in keys if counted[key]]


def _once(rows: Iterable[Appearance], role: str) -> list[Appearance]:
    """The first appearance of each person in this role."""
    return list({row.speaker_id: row for row in reversed(list(rows)) if row.role == role}.values())[::-1]


def _who(speaker: Speaker) -> Content:
    organisation = speaker.organisation
    return {
        "name": speaker.name,
        "job_title": speaker.job_title,
        "organisation": organisation.name if organisation else "",
        "short_name": organisation.short_name if organisation else "",
        "second_role": speaker.second_role,
    }


def _speakers(event: Event, rows: list[Appearance]) -> list[Content]:
    """Each speaker once, in speaking order, with all that they spoke about."""
    speakers: dict[int, Content] = {}
    for row in rows:
        who = speakers.setdefault(row.speaker_id, _who(row.speaker) | {"talks": [], "slides": []})
        who["talks"].append(
            {
                "title": row.session.title,
                "abstract": row.session.abstract,
                "gave": row.what_it_gave,
                "is_afternoon": event.local(row.session.starts_at).hour >= 12,
            }
        )
        who["slides"] += [
            {"title": slides.title, "code": slides.code, "licence": slides.licence}
            for slides in row.materials.all()
        ]
    return list(speakers.values())


def _workshops(event: Event) -> QuerySet[Session]:
    handed_in = Q(groups__sheet__state__in=(GroupSheet.State.SUBMITTED, GroupSheet.State.CLOSED))
    return (
        event.sessions.workshops()
        .annotate(tables=Count("groups", distinct=True))
        .annotate(handed_in=Count("groups", filter=handed_in, distinct=True))
        .prefetch_related(
            Prefetch("questions"),
            "questions__perspectives",
            Prefetch("questions__points", Point.objects.in_play(), to_attr="said"),
        )
    )


def _workshop(session: Any) -> Content:
    questions = list(session.questions.all())
    return {
        "title": session.title,
        "abstract": session.abstract,
        "groups": session.tables,
        "handed_in": session.handed_in,
        "points": sum(len(question.said) for question in questions),
        "questions": [
            {"text": question.text, "perspectives": [seen.name for seen in question.perspectives.all()]}
            for question in questions
        ],
    }


def _photograph(picture: Photograph) -> Content:
    return {
        "image": picture.image.name,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption,
        "alt": picture.alt_text,
        "credit": picture.credit,
        "licence": picture.licence,
    }


def _section(event: Event, outcomes: Iterable[Outcome]) -> Content:
    """Outcomes with their day: said once above them when it is the same for all."""
    rows = [_outcome(event, outcome) for outcome in outcomes]
    days = {row["on"] for row in rows}
    return {"on": days.pop() if len(days) == 1 else "", "outcomes": rows}


def _outcome(event: Event, outcome: Any) -> Content:
    details = list(outcome.details.all())
    acting = [organisation.name for organisation in outcome.must_act.all()]
    return {
        "number": outcome.pk,
        "statement": outcome.statement,
        "kind": outcome.kind,
        "agreement": outcome.agreement,
        "on": _day(event, outcome.published_at),
        "sub_points": [row.text for row in details if row.kind == OutcomeDetail.Kind.SUB_POINT],
        "ways": [[row.text, row.example] for row in details if row.kind == OutcomeDetail.Kind.WAY],
        "must_act": ", ".join(filter(None, [*acting, outcome.must_act_text])),
        "raised": _raised(outcome),
    }


def _raised(outcome: Any) -> Content | None:
    """How many groups raised it, as exactly as the workshop's rule allows."""
    if not outcome.raised_by:
        return None
    smallest = 0 if policies.shows_groups(outcome) else policies.smallest_shown(outcome)
    if outcome.raised_by < smallest:
        return {"by": 0, "of": outcome.raised_of, "fewer_than": smallest}
    return {"by": outcome.raised_by, "of": outcome.raised_of, "fewer_than": 0}


def _commitments(event: Event) -> list[Content]:
    rows: Iterable[Commitment] = event.commitments.public().select_related("organisation").in_order()
    return [
        {
            "organisation": row.organisation.name,
            "short_name": row.organisation.short_name,
            "what": row.what,
            "due_on": row.due_on.isoformat() if row.due_on else "",
            "state": row.state,
        }
        for row in rows
    ]


def _day(event: Event, moment: datetime) -> str:
    return event.local(moment).date().isoformat()
