"""Early thoughts first, final conclusions with their trace; both dated, both visible, each with a source."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from dissemination.capture import services as capture
from dissemination.core.verdicts import Refused
from dissemination.outcomes import services
from dissemination.outcomes.models import Outcome, OutcomeSource
from tests.factories import make_event, make_member
from tests.outcomes.conftest import NEXT_DAY, NOON


def conclude(event, by, statement="Sharing is everyday work.", **more):
    return services.conclude(event, statement=statement, by=by, at=NEXT_DAY, **more)


def test_early_thoughts_go_out_from_a_note_while_points_still_wait(say, event, organiser):
    say()
    conclude(event, organiser, stage="early", note="Heard in the closing round.")
    (outcome,) = services.publish_early(event, by=organiser, at=NEXT_DAY)
    assert (outcome.state, outcome.published_at, outcome.published_by, outcome.is_public) == (
        "published",
        NEXT_DAY,
        organiser,
        True,
    )


def test_a_conclusion_without_a_source_stops_publishing_and_is_named(event, organiser):
    conclude(event, organiser, "Nobody said so.", stage="early")
    with pytest.raises(Refused, match=r"Give “Nobody said so\.” a source first"):
        services.publish_early(event, by=organiser, at=NEXT_DAY)


def test_final_conclusions_wait_for_every_point(say, event, organiser):
    first, second = say(), say("Another")
    conclude(event, organiser, points=[first])
    with pytest.raises(Refused, match="Still to do: 1"):
        services.publish_final(event, by=organiser, at=NEXT_DAY)
    capture.set_aside(second, reason="Said twice", by=organiser, at=NEXT_DAY)
    assert len(services.publish_final(event, by=organiser, at=NEXT_DAY)) == 1


@pytest.mark.parametrize("verb", [services.publish_early, services.publish_final])
def test_nothing_is_published_before_the_event_has_begun(verb, event, organiser):
    for stage in ("early", "final"):
        conclude(event, organiser, stage=stage, note="Heard.")
    with pytest.raises(Refused, match=r"once the event has begun, on 11 March 2026, 09:30"):
        verb(event, by=organiser, at=event.starts_at - timedelta(minutes=1))
    assert verb(event, by=organiser, at=event.starts_at)


def test_with_nothing_new_there_is_nothing_to_publish(event, organiser):
    with pytest.raises(Refused, match="nothing new to publish"):
        services.publish_final(event, by=organiser, at=NEXT_DAY)


@pytest.mark.parametrize(("role", "may"), [("publisher", True), ("analyst", False)])
def test_organisers_and_publishers_publish(event, organiser, role, may):
    conclude(event, organiser, stage="early", note="Heard.")
    member = make_member(event, role)
    if may:
        assert services.publish_early(event, by=member, at=NEXT_DAY)
    else:
        with pytest.raises(Refused, match="organisers and publishers"):
            services.publish_early(event, by=member, at=NEXT_DAY)


def test_a_final_conclusion_takes_the_place_of_an_early_one_which_stays_visible(event, organiser):
    early = conclude(event, organiser, stage="early", note="Heard.")
    services.publish_early(event, by=organiser, at=NEXT_DAY)
    conclude(event, organiser, "Sharing is part of the work.", note="Read.", supersedes=early)
    services.publish_final(event, by=organiser, at=NEXT_DAY)
    early.refresh_from_db()
    assert early.state == "superseded"
    assert set(event.outcomes.published()) == set(event.outcomes.all())
    assert [str(o) for o in event.outcomes.standing()] == ["Sharing is part of the work."]
    assert [event.outcomes.early().count(), event.outcomes.final().count()] == [1, 1]


def test_a_withdrawn_conclusion_is_no_longer_public_but_kept(event, organiser):
    outcome = conclude(event, organiser, stage="early", note="Heard.")
    with pytest.raises(Refused, match="Only what is published"):
        services.withdraw(outcome, reason="x", by=organiser, at=NEXT_DAY)
    services.publish_early(event, by=organiser, at=NEXT_DAY)
    outcome = services.withdraw(outcome, reason="Misheard", by=organiser, at=NEXT_DAY)
    assert (outcome.state, outcome.withdrawn_reason, outcome.is_public) == ("withdrawn", "Misheard", False)
    assert event.outcomes.published().count() == 0


def test_what_is_published_is_not_changed_any_more(event, organiser):
    outcome = conclude(event, organiser, stage="early", note="Heard.")
    outcome = services.agree(outcome, by=organiser, at=NEXT_DAY)
    with pytest.raises(Refused, match="Only a draft"):
        services.agree(outcome, by=organiser, at=NEXT_DAY)
    assert services.reword(outcome, statement="Better words.", by=organiser, at=NEXT_DAY).state == "agreed"
    services.support(outcome, note="Heard again.", by=organiser, at=NEXT_DAY)
    services.publish_early(event, by=organiser, at=NEXT_DAY)
    outcome.refresh_from_db()
    for verb, more in (
        (services.reword, {"statement": "x"}),
        (services.support, {"note": "x"}),
        (services.detail, {"text": "x"}),
        (services.keep, {}),
    ):
        with pytest.raises(Refused, match="stays as it is"):
            verb(outcome, by=organiser, at=NEXT_DAY, **more)


def test_a_conclusion_has_sub_points_and_ways_with_example_benefits(event, organiser):
    outcome = conclude(event, organiser, note="Heard.")
    services.detail(outcome, text="Convince the top.", by=organiser, at=NEXT_DAY)
    way = services.detail(
        outcome, kind="way", text="Show benefits.", example="Reduced cost", by=organiser, at=NEXT_DAY
    )
    assert [(d.kind, str(d), d.example, d.order) for d in outcome.details.all()] == [
        ("sub_point", "Convince the top.", "", 1),
        ("way", "Show benefits.", "Reduced cost", 2),
    ]
    assert type(way).objects.for_user(make_member(event, "desk")).count() == 0


def test_the_number_of_groups_that_raised_it_is_counted_from_its_sources(say, event, organiser):
    points = [
        say(table=0),
        say("Again", table=0),
        say("We too", table=1),
        say("I alone", table=2, is_individual=True),
    ]
    conclude(event, organiser, points=points)
    conclude(event, organiser, "Only a note.", note="Heard.")
    support = {str(o): (o.raised_by, o.raised_of) for o in event.outcomes.with_support()}
    assert support == {"Sharing is everyday work.": (2, 3), "Only a note.": (0, 0)}


def test_a_flip_chart_speaks_for_its_group(sheets, event, organiser):
    conclude(event, organiser, sheets=sheets[:2])
    outcome = event.outcomes.with_support().get()
    assert (outcome.raised_by, outcome.raised_of) == (2, 3)


def test_a_conclusion_rests_on_points_of_its_own_event(say, organiser):
    other = make_event()
    with pytest.raises(Refused, match="its own event"):
        conclude(other, make_member(other), points=[say()])
    assert Outcome.objects.count() == 0


def test_a_conclusion_does_not_rest_on_what_was_set_aside(say, event, organiser):
    point = capture.set_aside(say(), reason="x", by=organiser, at=NEXT_DAY)
    with pytest.raises(Refused, match="set aside"):
        conclude(event, organiser, points=[point])


def test_a_source_is_one_thing(say, sheets, event, organiser):
    outcome = conclude(event, organiser)
    with pytest.raises(IntegrityError):
        OutcomeSource.objects.create(outcome=outcome, point=say(), note="Both")


def test_a_source_reads_as_what_it_is(say, sheets, event, organiser):
    outcome = conclude(event, organiser, points=[say()], sheets=sheets[1:2], note="Heard.")
    assert [str(s) for s in outcome.sources.all()] == ["Share what works", str(sheets[1]), "Heard."]
    assert [s.speaks_for_group for s in outcome.sources.all()] == [True, True, False]


@pytest.mark.parametrize("state", ["published", "superseded", "withdrawn"])
def test_the_database_wants_a_date_for_what_was_public(event, state):
    with pytest.raises(IntegrityError):
        Outcome.objects.create(event=event, statement="x", made_at=NOON, state=state)
