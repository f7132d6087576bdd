"""Act ten: the report, made from the record, with its author's words, published and read as readers do."""

from django.test import Client
from django.urls import reverse

from dissemination.documents import drawings
from dissemination.reports import services as reports
from dissemination.workspace.services.rehearsal.stage import Stage, on
from dissemination.workspace.services.sample import build, post


def publish_report(stage: Stage) -> None:
    """An edition with photographs goes out, and the event is reported."""
    drawn = {"talk": drawings.talk, "tables": drawings.tables}
    shown = [(drawn[kind](caption), alt_text, caption) for kind, alt_text, caption in post.PHOTOGRAPHS]
    build.photographs(stage.event, shown, by=stage.organiser, at=on(12, 9))
    edition = reports.start_edition(stage.event, by=stage.organiser, at=on(12, 9))
    edition.title, edition.introduction = post.TITLE, post.INTRODUCTION
    edition.next_steps, edition.closing = post.NEXT_STEPS, post.CLOSING
    reports.write(edition, by=stage.organiser, at=on(12, 15))
    reports.publish(edition, by=stage.organiser, at=on(13, 9))
    stage.event.refresh_from_db()


def keep_report(stage: Stage) -> None:
    """The report as one file and as Markdown, as any reader gets them."""
    reader = Client(HTTP_HOST="localhost")
    for name, file in (("reports:file", "report.html"), ("reports:markdown", "report.md")):
        stage.write(file, reader.get(reverse(name, args=[stage.event.slug])).content)
