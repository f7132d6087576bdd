"""Act seven: early thoughts in the same week, then every point placed, and the final conclusions."""

import uuid
from datetime import timedelta

from dissemination.capture import services as capture
from dissemination.capture.models import GroupSheet, Point
from dissemination.outcomes import services as outcomes
from dissemination.outcomes.models import Outcome, OutcomeDetail, Theme
from dissemination.workspace.services.rehearsal.capturing import IDEAS, OWN_COMMENT
from dissemination.workspace.services.rehearsal.stage import DAY, Stage, on
from dissemination.workspace.services.sample import post
from registrations.models import Registration

THEMES = ("Part of everyday work", "People at the top", "Making the case", "First steps")
PROMISES = (
    "Name one person who answers questions about sharing",
    "Write up how two teams came to share one list",
    "Ask the chief officers' board for an hour",
)


def publish_early_thoughts(stage: Stage) -> None:
    """What was heard, in the words of the post, two days after the event and before the points are sorted."""
    points = list(Point.objects.of_event(stage.event.pk).of_the_group())
    sheet = GroupSheet.objects.of_event(stage.event.pk).exclude(photograph="").get()
    for number, (statement, ways) in enumerate(post.EARLY_THOUGHTS):
        outcome = outcomes.conclude(
            stage.event,
            statement=statement,
            stage=Outcome.Stage.EARLY,
            points=points[number :: 2 * len(post.EARLY_THOUGHTS)][:3],
            sheets=[] if number else [sheet],
            by=stage.organiser,
            at=on(2, 10),
        )
        for way, example in ways:
            kind = OutcomeDetail.Kind.WAY
            outcomes.detail(outcome, text=way, example=example, kind=kind, by=stage.organiser, at=on(2, 10))
        outcomes.agree(outcome, by=stage.organiser, at=on(2, 11))
    outcomes.publish_early(stage.event, by=stage.organiser, at=on(2, 12))


def promise(stage: Stage) -> None:
    """Some who were there write down what their organisation will do, and confirm it by their link."""
    here = Registration.objects.attended().filter(event=stage.event, organisation__isnull=False)
    sheet = GroupSheet.objects.of_event(stage.event.pk)[0]
    for number, owner in enumerate(here.exclude(email="").order_by("pk")[: len(PROMISES)]):
        assert owner.organisation
        commitment = outcomes.offer(
            stage.event,
            organisation=owner.organisation,
            what=PROMISES[number],
            owner_name=owner.name,
            owner_email=owner.email,
            due_on=DAY + timedelta(days=60 + 30 * number),
            visibility="public",
            sheet=sheet,
            client_id=uuid.uuid5(uuid.NAMESPACE_URL, f"{stage.seed}:promise:{number}"),
            at=on(0, 15, 30),
        )
        stage.deliver(on(0, 15, 30))
        outcomes.confirm(commitment, at=on(1, 8))


def sort_points(stage: Stage) -> None:
    """Every point goes into a theme, or is set aside with a reason."""
    themes = [
        outcomes.make_theme(stage.event, title=title, by=stage.organiser, at=on(5, 9)) for title in THEMES
    ]
    for number, point in enumerate(Point.objects.of_event(stage.event.pk)):
        if point.text == OWN_COMMENT and number % 2:
            capture.set_aside(point, reason="Said at other tables too.", by=stage.organiser, at=on(5, 10))
        else:
            outcomes.place(point, _theme_of(point, themes), by=stage.organiser, at=on(5, 10))


def publish_conclusions(stage: Stage) -> None:
    """One conclusion for each theme, resting on what the groups said to it."""
    for theme in stage.event.themes.in_order():
        points = Point.objects.filter(placements__theme=theme, is_individual=False)
        outcome = outcomes.conclude(
            stage.event,
            statement=f"{theme.title}: several groups said so, each in its own words.",
            theme=theme,
            points=points,
            must_act_text="Every organisation in the room",
            by=stage.organiser,
            at=on(6, 9),
        )
        outcomes.agree(outcome, by=stage.organiser, at=on(8, 9))
    outcomes.publish_final(stage.event, by=stage.organiser, at=on(9, 9))


def _theme_of(point: Point, themes: list[Theme]) -> Theme:
    """Points that say the same idea go together."""
    spoken = [number for number, idea in enumerate(IDEAS) if point.text.endswith(idea)]
    return themes[spoken[0] // 2] if spoken else themes[-1]
