"""The report as Markdown: the same words and numbers as the page, in the same order."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.documents import markdown as md
from dissemination.reports.models import ReportEdition
from dissemination.reports.record import Content
from dissemination.reports.templatetags.reports import bars, label, organisation, raised, story_address


def write(edition: ReportEdition, content: Content) -> str:
    """The whole report, ending in one line end."""
    sections = (
        _opening(edition, content),
        _speakers(content),
        _workshops(content["workshops"]),
        _photographs(content["photographs"]),
        _conclusions(content["event"], _("Early thoughts"), content["early"]),
        _conclusions(content["event"], _("Conclusions"), content["final"]),
        _next_steps(edition, content["commitments"]),
        [md.prose(edition.closing)],
        _stories(content["event"]),
        _attendance(content["attendance"]),
        _project(content["project"]),
    )
    blocks = (block for section in sections for block in section)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _opening(edition: ReportEdition, content: Content) -> Iterator[str]:
    event = content["event"]
    yield md.heading(1, edition.title)
    yield md.bullets(_facts(edition, content))
    if edition.number > 1:
        yield md.paragraph(_("What changed: %(words)s") % {"words": edition.what_changed})
    yield md.prose(edition.introduction)
    if event["aims"]:
        yield md.heading(2, _("What it was for"))
        yield md.prose(event["aims"])


def _facts(edition: ReportEdition, content: Content) -> Iterator[str]:
    """The event, its kind, place and day, and the day of this report."""
    event = content["event"]
    where = ", ".join(dict.fromkeys(filter(None, (event["venue"], event["city"]))))
    until = f" – {_date(event['until'])}" if event["until"] != event["on"] else ""
    yield md.link(event["title"], _absolute(reverse("pages:event", args=[event["slug"]])))
    yield md.paragraph(label(event["kind"], "kind") + (f", {where}" if where else ""))
    yield md.paragraph(_date(event["on"]) + until)
    yield md.paragraph(_("Report of %(day)s") % {"day": date_format(edition.dated_on, "j F Y")})
    if edition.number > 1:
        yield md.paragraph(_("Edition %(number)s") % {"number": edition.number})


def _project(project: Content) -> Iterator[str]:
    yield md.heading(2, _("The project"))
    yield md.link(project["title"], _absolute(reverse("pages:project", args=[project["slug"]])))
    yield md.prose(project["achievements"])
    yield md.bullets(_output(output) for output in project["outputs"])


def _output(output: Content) -> str:
    title = md.link(output["title"], output["url"])
    return f"{title}: {md.escape(output['description'])}" if output["description"] else title


def _attendance(attendance: Content) -> Iterator[str]:
    if not attendance["came"]:
        return
    yield md.heading(2, _("Who came"))
    rows = [_("People: %(came)s") % attendance, _("Organisations: %(organisations)s") % attendance]
    for caption, family, counts in (
        (_("By sector"), "sector", attendance["by_sector"]),
        (_("By part in the project"), "part", attendance["by_kind"]),
    ):
        parts = "; ".join(f"{name} {number}" for name, number, key in bars(counts, family))
        rows.append(f"{caption}: {parts}")
    if attendance["named"]:
        rows.append(_("Among them: %(names)s") % {"names": ", ".join(attendance["named"])})
    yield md.bullets(md.paragraph(row) for row in rows)


def _speakers(content: Content) -> Iterator[str]:
    if not (content["speakers"] or content["chairs"]):
        return
    yield md.heading(2, _("Speakers"))
    for chair in content["chairs"]:
        yield md.paragraph(_("In the chair: %(who)s") % {"who": ", ".join([chair["name"], *_about(chair)])})
    for speaker in content["speakers"]:
        yield md.heading(3, speaker["name"])
        yield md.bullets(md.paragraph(row) for row in _about(speaker))
        for talk in speaker["talks"]:
            yield from _talk(talk)
        yield md.bullets(_slides(slides) for slides in speaker["slides"])


def _about(who: dict[str, Any]) -> list[str]:
    """Job title, organisation with its short form, second role: those that are known."""
    return [words for words in (who["job_title"], organisation(who), who["second_role"]) if words]


def _talk(talk: Content) -> Iterator[str]:
    part = _("Afternoon") if talk["is_afternoon"] else _("Morning")
    yield f"{md.strong(talk['title'])} ({md.escape(part)})"
    yield md.paragraph(talk["abstract"])
    yield md.prose(talk["gave"])


def _slides(slides: Content) -> str:
    address = _absolute(reverse("speakers:material", args=[slides["code"]]))
    licence = f" ({md.escape(slides['licence'])})" if slides["licence"] else ""
    return md.link(_("Slides: %(title)s") % slides, address) + licence


def _workshops(workshops: list[Content]) -> Iterator[str]:
    if workshops:
        yield md.heading(2, _("Workshops"))
    for workshop in workshops:
        yield md.heading(3, workshop["title"])
        yield md.paragraph(workshop["abstract"])
        yield "\n".join(_question(number, row) for number, row in enumerate(workshop["questions"], start=1))
        if workshop["groups"]:
            said = ngettext(
                "%(handed_in)s of %(groups)s groups handed in what they said; %(points)s point.",
                "%(handed_in)s of %(groups)s groups handed in what they said; %(points)s points.",
                workshop["points"],
            )
            yield md.paragraph(said % workshop)


def _question(number: int, question: Content) -> str:
    seen = [md.paragraph(name) for name in question["perspectives"]]
    return "\n".join([f"{number}. {md.paragraph(question['text'])}", *(f"   - {name}" for name in seen)])


def _photographs(pictures: list[Content]) -> Iterator[str]:
    if pictures:
        yield md.heading(2, _("Photographs"))
    for picture in pictures:
        yield md.image(picture["alt"], _absolute(reverse("events:picture", args=[picture["image"]])))
        yield md.paragraph(picture["caption"])
        credit = _("Photograph: %(credit)s") % picture if picture["credit"] else ""
        yield md.paragraph(". ".join(filter(None, (credit, picture["licence"]))))


def _conclusions(event: Content, title: str, section: Content) -> Iterator[str]:
    if not section["outcomes"]:
        return
    yield md.heading(2, title)
    if section["on"]:
        yield md.paragraph(_("Published on %(day)s") % {"day": _date(section["on"])})
    yield "\n".join(_outcome(event, row, dated=not section["on"]) for row in section["outcomes"])


def _outcome(event: Content, outcome: Content, *, dated: bool) -> str:
    """One statement with what stands under it, as a list within the list."""
    if "withdrawn" in outcome:
        return _tombstone(outcome["withdrawn"])
    source = _absolute(reverse("outcomes:outcome", args=[event["slug"], outcome["number"]]))
    below = [md.paragraph(text) for text in outcome["sub_points"]]
    below += [md.paragraph(_way(text, example)) for text, example in outcome["ways"]]
    if outcome["must_act"]:
        below.append(md.paragraph(_("Who must act: %(names)s") % {"names": outcome["must_act"]}))
    below.append(md.link(_("Where this comes from"), source))
    rows = [f"- {md.strong(outcome['statement'])} {md.escape(_standing(outcome, dated=dated))}".rstrip()]
    return "\n".join([*rows, md.bullets(below, depth=1)])


def _tombstone(withdrawn: Content) -> str:
    words = _("The conclusion that stood here was withdrawn on %(day)s.") % {"day": _date(withdrawn["on"])}
    return f"- {md.escape(' '.join([words, withdrawn['reason']]).rstrip())}"


def _way(text: str, example: str) -> str:
    way = _("One way: %(text)s") % {"text": text}
    return _("%(way)s (could bring: %(example)s)") % {"way": way, "example": example} if example else way


def _standing(outcome: Content, *, dated: bool) -> str:
    """Kind, agreement, support and day, in brackets."""
    kind = label(outcome["kind"], "outcome") if outcome["kind"] != "conclusion" else ""
    on = _date(outcome["on"]) if dated else ""
    parts = (kind, label(outcome["agreement"], "agreement"), raised(outcome["raised"]), on)
    return f"({'; '.join(part for part in parts if part)})"


def _next_steps(edition: ReportEdition, commitments: Iterable[Content]) -> Iterator[str]:
    rows = [_commitment(row) for row in commitments]
    if edition.next_steps or rows:
        yield md.heading(2, _("Next steps"))
        yield md.prose(edition.next_steps)
        yield md.bullets(rows)


def _commitment(row: Content) -> str:
    due = _("by %(day)s") % {"day": _date(row["due_on"])} if row["due_on"] else ""
    state = label(row["state"], "commitment")
    return (
        f"{md.strong(organisation(row))}: {md.escape(row['what'])} ({', '.join(filter(None, (due, state)))})"
    )


def _stories(event: Content) -> Iterator[str]:
    yield md.heading(2, _("Do you have a story?"))
    words = _("Have you seen it work in practice? Tell us in a few sentences; we help you write it up.")
    yield md.paragraph(words)
    yield md.link(_("Tell your story"), story_address(event["slug"]))


def _date(written: str) -> str:
    return date_format(date.fromisoformat(written), "j F Y")


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
