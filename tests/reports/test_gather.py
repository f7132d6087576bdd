"""What the record says without an author."""

import uuid
from datetime import timedelta

import pytest

from dissemination.capture import services as capture
from dissemination.capture.links import sheet_of
from dissemination.events.models import Output
from dissemination.outcomes import services as outcomes
from dissemination.outcomes.models import Commitment, OutcomeDetail
from dissemination.reports import record
from dissemination.reports.templatetags.reports import label, organisation, raised
from sessions.models import Group
from speakers.models import Appearance, Material
from tests.factories import (
    DAY,
    make_appearance,
    make_organisation,
    make_registration,
    make_session,
    make_speaker,
)
from tests.reports.conftest import AFTER, PICTURES, SPEAKERS, THOUGHTS


@pytest.fixture
def first(event):
    """The first appearance of the day."""
    return event.appearances.in_order().first()


@pytest.fixture
def slides(first):
    return Material.objects.create(
        appearance=first, title="Opening", state="released", released_at=AFTER, consented_at=AFTER
    )


@pytest.fixture
def tables(event):
    """Three tables of the first workshop, with a point each."""
    workshop = event.sessions.workshops().first()
    question = workshop.questions.first()
    for number in range(1, 4):
        Group.objects.create(session=workshop, name=f"Table {number}", order=number)
    return [(sheet_of(group), question) for group in workshop.groups.all()]


def _says(sheet, question, text):
    return capture.add_point(
        sheet,
        question=question,
        text=text,
        client_id=uuid.uuid4(),
        at=DAY + timedelta(hours=2, minutes=10),
    )


def test_speakers_stand_in_speaking_order(event):
    found = record.gather(event)["speakers"]
    assert [who["name"] for who in found] == [row[0] for row in SPEAKERS]
    afternoons = [talk["is_afternoon"] for who in found for talk in who["talks"]]
    assert afternoons == [False, False, False, True, True]


def test_a_replaced_speaker_is_not_in_the_report(event, first):
    Appearance.objects.filter(pk=first.pk).update(replaced_at=DAY)
    make_appearance(first.session, speaker=make_speaker(event.project, name="Sam Instead"))
    assert record.gather(event)["speakers"][0]["name"] == "Sam Instead"


def test_somebody_who_speaks_twice_stands_once_with_both_talks(event, first):
    again = make_session(
        event, title="Summing up", starts_at=DAY + timedelta(hours=6), ends_at=DAY + timedelta(hours=7)
    )
    make_appearance(again, speaker=first.speaker)
    found = record.gather(event)["speakers"]
    assert [talk["title"] for talk in found[0]["talks"]] == ["Talk 1", "Summing up"]
    assert len(found) == 5


def test_whoever_chairs_the_day_is_named_once(event):
    chair = make_speaker(event.project, name="Pat Example")
    for session in event.sessions.all()[:2]:
        make_appearance(session, speaker=chair, role="chair")
    assert [who["name"] for who in record.gather(event)["chairs"]] == ["Pat Example"]


def test_somebody_to_be_confirmed_is_not_named(event, first):
    first.speaker.to_be_confirmed = True
    first.speaker.save()
    assert len(record.gather(event)["speakers"]) == 4


def test_only_those_who_came_are_counted(event):
    council = make_organisation("Harbour Council")
    make_registration(event, state="attended", sector="local", organisation=council, kind="key")
    make_registration(event, state="attended", sector="local", organisation=council, listing="public")
    make_registration(event, state="attended", sector="research", organisation=make_organisation())
    make_registration(event, state="attended")
    make_registration(event, state="absent", sector="central", organisation=make_organisation())
    assert record.gather(event)["attendance"] == {
        "came": 4,
        "organisations": 2,
        "named": ["Harbour Council"],
        "by_sector": [["local", 2], ["research", 1], ["other", 1]],
        "by_kind": [["key", 1], ["newcomer", 3]],
    }


def test_pictures_without_consent_stay_out(event):
    event.photographs.filter(order=3).update(consent="not_asked")
    found = record.gather(event)["photographs"]
    assert [(row["alt"], row["caption"]) for row in found] == PICTURES[:3]


def test_public_slides_stand_with_their_speaker(event, slides):
    found = record.gather(event)["speakers"][0]["slides"]
    assert found == [{"title": "Opening", "code": slides.code, "licence": ""}]


def test_what_people_take_back_leaves_a_frozen_report(event, slides):
    content = record.gather(event)
    assert record.still_shown(content) == content
    Material.objects.update(release="nobody")
    event.photographs.filter(order=0).update(consent="not_asked")
    shown = record.still_shown(content)
    assert (shown["speakers"][0]["slides"], len(shown["photographs"])) == ([], 3)


def test_a_workshop_tells_its_questions_and_how_many_groups_handed_in(event, tables):
    for sheet, question in tables:
        _says(sheet, question, "We trust each other.")
    sheet = tables[0][0]
    capture.submit(sheet, at=DAY + timedelta(hours=3), notes=capture.Notes(headline="Trust"))
    first, second = record.gather(event)["workshops"]
    assert (first["groups"], first["handed_in"], first["points"]) == (3, 1, 3)
    assert len(second["questions"][0]["perspectives"]) == 4


def _concludes(event, organiser, points, **values):
    made = outcomes.conclude(event, statement="Trust comes first", points=points, by=organiser, at=AFTER)
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    outcomes.publish_final(event, by=organiser, at=AFTER)
    return made


def test_a_conclusion_tells_how_many_groups_raised_it(event, organiser, tables):
    points = [_says(sheet, question, "We trust each other.") for sheet, question in tables[:2]]
    made = _concludes(event, organiser, points, must_act_text="every board", agreement="minority")
    made.must_act.add(make_organisation("Harbour Council"))
    OutcomeDetail.objects.create(outcome=made, text="Start small")
    (row,) = record.gather(event)["final"]["outcomes"]
    assert row["raised"] == {"by": 2, "of": 3, "fewer_than": 0}
    assert (row["sub_points"], row["agreement"]) == (["Start small"], "minority")
    assert row["must_act"] == "Harbour Council, every board"


def test_small_numbers_stay_hidden_where_groups_are_not_told(event, organiser, tables):
    capture.set_rule(tables[0][1].session, attribution="chatham", small_number=3, by=organiser, at=DAY)
    points = [_says(sheet, question, "We trust each other.") for sheet, question in tables[:2]]
    _concludes(event, organiser, points)
    (row,) = record.gather(event)["final"]["outcomes"]
    assert row["raised"] == {"by": 0, "of": 3, "fewer_than": 3}
    assert raised(row["raised"]) == "Raised by fewer than 3 of 3 groups"


def test_early_thoughts_carry_one_date_when_they_share_it(event, early_thoughts):
    section = record.gather(event)["early"]
    assert section["on"] == "2026-03-13"
    assert [row["statement"] for row in section["outcomes"]] == THOUGHTS


def test_outcomes_of_several_days_are_dated_one_by_one(event, early_thoughts):
    event.outcomes.filter(statement=THOUGHTS[0]).update(published_at=AFTER + timedelta(days=3))
    section = record.gather(event)["early"]
    assert (section["on"], section["outcomes"][0]["on"]) == ("", "2026-03-16")


def test_only_public_commitments_are_told(event):
    for visibility in ("public", "participants"):
        Commitment.objects.create(
            event=event,
            organisation=make_organisation(),
            what=f"Open the {visibility} book",
            visibility=visibility,
            state="confirmed",
            confirmed_at=AFTER,
            offered_at=AFTER,
            client_id=uuid.uuid4(),
        )
    assert [row["what"] for row in record.gather(event)["commitments"]] == ["Open the public book"]


def test_a_tool_with_an_address_that_runs_loses_it(event):
    Output.objects.filter(project=event.project).update(url="javascript:alert(1)")
    assert record.gather(event)["project"]["outputs"][0]["url"] == ""


def test_an_event_without_a_venue_is_told_without_a_place(event):
    event.venue = None
    assert record.gather(event)["event"]["city"] == ""


def test_words_for_keys():
    assert label("local", "sector") == "Local government"
    assert label("gone", "sector") == "gone"
    assert organisation({"organisation": "Harbour", "short_name": "Harbour"}) == "Harbour"
    assert raised(None) == ""
