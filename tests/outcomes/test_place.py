"""Points gather in themes: in at most three, one of them the main one; none is lost on the way."""

import pytest
from django.db import IntegrityError

from dissemination.capture import services as capture
from dissemination.capture.models import Point
from dissemination.core.verdicts import Refused
from dissemination.outcomes import services
from dissemination.outcomes.models import Theme, ThemedPoint
from tests.factories import make_event, make_member
from tests.outcomes.conftest import NEXT_DAY


@pytest.fixture
def theme(event, organiser):
    return services.make_theme(event, title="Culture", by=organiser, at=NEXT_DAY)


def place(point, theme, by):
    return services.place(point, theme, by=by, at=NEXT_DAY)


def test_a_point_in_a_theme_is_placed_and_the_first_theme_is_its_main_one(say, theme, organiser):
    point = say()
    placement = place(point, theme, organiser)
    point.refresh_from_db()
    assert (point.state, placement.is_primary, str(placement)) == (
        "placed",
        True,
        "Culture: Share what works",
    )


def test_placing_it_twice_changes_nothing(say, theme, organiser):
    point = say()
    assert place(point, theme, organiser) == place(point, theme, organiser)


def test_a_fourth_theme_is_refused(say, event, organiser):
    point = say()
    themes = [services.make_theme(event, title=t, by=organiser, at=NEXT_DAY) for t in "abcd"]
    for theme in themes[:3]:
        place(point, theme, organiser)
    with pytest.raises(Refused, match="three themes"):
        place(point, themes[3], organiser)
    assert [p.is_primary for p in point.placements.order_by("pk")] == [True, False, False]


def test_a_point_of_another_event_is_refused(say, organiser):
    other = make_event()
    theme = Theme.objects.create(event=other, title="Elsewhere")
    with pytest.raises(Refused, match="another event"):
        place(say(), theme, organiser)


def test_a_point_set_aside_is_taken_back_first(say, theme, organiser):
    point = capture.set_aside(say(), reason="Said twice", by=organiser, at=NEXT_DAY)
    with pytest.raises(Refused, match="set aside"):
        place(point, theme, organiser)


def test_out_of_its_last_theme_a_point_waits_again(say, theme, event, organiser):
    point = say()
    other = services.make_theme(event, title="Leadership", by=organiser, at=NEXT_DAY)
    place(point, theme, organiser)
    place(point, other, organiser)
    services.unplace(point, theme, by=organiser, at=NEXT_DAY)
    assert point.placements.get().is_primary is True
    services.unplace(point, other, by=organiser, at=NEXT_DAY)
    services.unplace(point, other, by=organiser, at=NEXT_DAY)
    point.refresh_from_db()
    assert point.state == "captured"


def test_a_point_under_a_conclusion_stays_placed(say, theme, event, organiser):
    point = say()
    place(point, theme, organiser)
    services.conclude(event, statement="So it is.", points=[point], by=organiser, at=NEXT_DAY)
    services.unplace(point, theme, by=organiser, at=NEXT_DAY)
    assert Point.objects.get().state == "placed"


def test_a_theme_is_made_once_for_each_title(event, theme, organiser):
    assert services.make_theme(event, title="Culture", by=organiser, at=NEXT_DAY) == theme
    with pytest.raises(IntegrityError):
        Theme.objects.create(event=event, title="Culture")


def test_the_database_knows_one_main_theme(say, theme, event):
    point = say()
    ThemedPoint.objects.create(theme=theme, point=point, is_primary=True)
    other = Theme.objects.create(event=event, title="Leadership")
    with pytest.raises(IntegrityError):
        ThemedPoint.objects.create(theme=other, point=point, is_primary=True)


@pytest.mark.parametrize(("role", "may"), [("analyst", True), ("publisher", False)])
def test_organisers_and_analysts_write_themes(say, event, theme, role, may):
    member = make_member(event, role)
    if may:
        assert place(say(), theme, member).theme == theme
    else:
        with pytest.raises(Refused, match="organisers and analysts"):
            place(say(), theme, member)


def test_themes_are_read_by_the_team_alone(event, theme):
    for role, seen in (("publisher", 1), ("desk", 0)):
        assert Theme.objects.for_user(make_member(event, role)).count() == seen
    assert Theme.objects.for_user(make_member(make_event())).count() == 0
