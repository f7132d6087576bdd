"""What a table says is kept once, as far as the workshop's rule allows, and never lost."""

import itertools
import uuid

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dissemination.capture import services
from dissemination.capture.models import CapturePolicy, GroupSheet, Point
from dissemination.core.verdicts import Refused
from sessions.models import Perspective
from tests.capture.conftest import NOON
from tests.chance import examples
from tests.factories import make_event, make_member, make_organisation, make_registration, make_workshop


def add(sheet, question, text="Share what works", **more):
    return services.add_point(
        sheet, question=question, text=text, **{"client_id": uuid.uuid4(), "at": NOON} | more
    )


def rule(workshop, attribution):
    return CapturePolicy.objects.create(session=workshop, attribution=attribution)


def test_a_point_is_kept_with_group_question_perspective_and_time(sheet, question):
    perspective = Perspective.objects.create(question=question, name="The service user")
    point = add(sheet, question, perspective=perspective, kind="idea", stance="majority", is_starred=True)
    assert (point.sheet, point.question, point.perspective) == (sheet, question, perspective)
    assert (point.kind, point.stance, point.is_starred) == ("idea", "majority", True)
    assert (point.captured_at, point.state, str(point)) == (NOON, "captured", "Share what works")


def test_the_first_point_opens_the_sheet_and_locks_the_rule(sheet, question, workshop):
    add(sheet, question)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.opened_at, workshop.capture_policy.locked_at) == ("capturing", NOON, NOON)


def test_the_same_client_id_twice_is_one_point(sheet, question):
    client_id = uuid.uuid4()
    first = add(sheet, question, "Once", client_id=client_id)
    assert add(sheet, question, "Once, sent again", client_id=client_id) == first
    assert [point.text for point in Point.objects.all()] == ["Once"]


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sendings=st.lists(st.integers(0, 4), max_size=10))
def test_any_order_of_sending_again_keeps_each_point_once(sheet, question, sendings):
    ids = [uuid.UUID(int=number) for number in range(5)]
    with transaction.atomic():
        for number in sendings:
            add(sheet, question, f"Point {number}", client_id=ids[number])
        assert sorted(point.text for point in sheet.points.all()) == [
            f"Point {number}" for number in sorted(set(sendings))
        ]
        transaction.set_rollback(True)


def test_two_points_with_one_client_id_cannot_stand_in_the_database(sheet, question):
    point = add(sheet, question)
    point.pk = None
    with pytest.raises(IntegrityError):
        point.save()


def test_a_client_id_of_another_table_is_not_taken(sheet, question, workshop):
    client_id = uuid.uuid4()
    add(sheet, question, client_id=client_id)
    other = services.lay_out_sheets(workshop.event)[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        add(other, question, client_id=client_id)


def test_a_question_of_another_workshop_is_refused(sheet, event):
    other = make_workshop(event, questions=1).questions.first()
    with pytest.raises(Refused, match="another workshop"):
        add(sheet, other)


def test_a_perspective_of_another_question_is_refused(sheet, question, workshop):
    other = Perspective.objects.create(question=workshop.questions.last(), name="The service user")
    with pytest.raises(Refused, match="another question"):
        add(sheet, question, perspective=other)


def test_a_point_that_waited_on_a_phone_comes_in_after_handing_in(sheet, question):
    add(sheet, question)
    services.submit(sheet, at=NOON)
    add(sheet, question, "It was in the tunnel")
    sheet.refresh_from_db()
    assert (sheet.points.count(), sheet.state) == (2, "submitted")


def test_a_closed_sheet_takes_no_new_point_but_knows_those_it_has(sheet, question):
    point = add(sheet, question)
    GroupSheet.objects.update(state="closed")
    assert add(sheet, question, client_id=point.client_id) == point
    with pytest.raises(Refused, match="closed this sheet"):
        add(sheet, question)


def test_a_named_workshop_keeps_whose_comment_it_was(sheet, question, workshop, event):
    rule(workshop, "named")
    delegate, employer = make_registration(event), make_organisation()
    point = add(sheet, question, is_individual=True, said_by=delegate, said_for=employer)
    assert (point.said_by, point.said_for) == (delegate, employer)


def test_a_workshop_by_organisation_keeps_that_alone(sheet, question, workshop, event):
    rule(workshop, "organisation")
    employer = make_organisation()
    point = add(sheet, question, is_individual=True, said_by=make_registration(event), said_for=employer)
    assert (point.said_by, point.said_for) == (None, employer)


@pytest.mark.parametrize("attribution", ["group", "chatham", "anonymous"])
def test_other_workshops_keep_nothing_about_who_spoke(sheet, question, workshop, event, attribution):
    rule(workshop, attribution)
    point = add(
        sheet, question, is_individual=True, said_by=make_registration(event), said_for=make_organisation()
    )
    assert (point.is_individual, point.said_by, point.said_for) == (True, None, None)


def test_what_the_group_said_belongs_to_nobody_alone(sheet, question, workshop, event):
    rule(workshop, "named")
    assert add(sheet, question, said_by=make_registration(event)).said_by is None


def test_the_database_refuses_a_speaker_on_the_groups_own_point(sheet, question, event):
    point = add(sheet, question)
    point.said_by = make_registration(event)
    with pytest.raises(IntegrityError):
        point.save()


def test_an_edited_point_keeps_its_earlier_words(sheet, question):
    point = add(sheet, question, "Share what wroks")
    services.edit_point(point, text="Share what works", at=NOON)
    services.edit_point(point, text="Share what works", at=NOON)
    point.refresh_from_db()
    assert point.text == "Share what works"
    assert [str(earlier) for earlier in point.revisions.all()] == ["Share what wroks"]


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.sampled_from(["a", "b", "c"]), max_size=6))
def test_every_wording_that_ever_stood_is_kept(sheet, question, texts):
    with transaction.atomic():
        point = add(sheet, question, "start")
        for text in texts:
            point = services.edit_point(point, text=text, at=NOON)
        wordings = ["start", *texts]
        changes = [old for old, new in itertools.pairwise(wordings) if old != new]
        assert sorted(point.revisions.values_list("text", flat=True)) == sorted(changes)
        transaction.set_rollback(True)


def test_a_star_is_set_and_taken_away(sheet, question):
    point = add(sheet, question)
    assert services.star(point, is_starred=True, at=NOON).is_starred is True
    assert services.star(point, is_starred=False, at=NOON).is_starred is False


def test_a_sheet_from_paper_becomes_a_point_a_line_and_only_once(sheet, question, event):
    organiser = make_member(event)
    for _ in range(2):
        services.paste_lines(
            sheet, question=question, lines=["First", "  ", " Second "], by=organiser, at=NOON
        )
    assert list(sheet.points.values_list("text", flat=True)) == ["First", "Second"]


def test_paper_is_typed_in_by_organisers_only(sheet, question, event):
    with pytest.raises(Refused, match="organisers"):
        services.paste_lines(sheet, question=question, lines=["x"], by=make_member(event, "analyst"), at=NOON)


def test_paper_waits_while_a_sheet_is_closed(sheet, question, event):
    sheet.state = "closed"
    sheet.save()
    with pytest.raises(Refused, match="closed"):
        services.paste_lines(sheet, question=question, lines=["x"], by=make_member(event), at=NOON)


def test_a_point_is_set_aside_with_a_reason_and_taken_back(sheet, question, event):
    organiser = make_member(event)
    point = services.set_aside(add(sheet, question), reason="Said twice", by=organiser, at=NOON)
    assert (point.state, point.set_aside_reason) == ("set_aside", "Said twice")
    point = services.take_back(point, by=organiser, at=NOON)
    assert (point.state, point.set_aside_reason) == ("captured", "")
    with pytest.raises(Refused, match="not set aside"):
        services.take_back(point, by=organiser, at=NOON)


def test_a_placed_point_is_not_set_aside(sheet, question, event):
    point = add(sheet, question)
    services.mark_placed([point])
    with pytest.raises(Refused, match="placed"):
        services.set_aside(point, reason="x", by=make_member(event), at=NOON)
    services.mark_unplaced([point])
    assert services.set_aside(point, reason="x", by=make_member(event), at=NOON).state == "set_aside"


def test_a_point_is_never_set_aside_without_a_reason(sheet, question):
    point = add(sheet, question)
    point.state = "set_aside"
    with pytest.raises(IntegrityError):
        point.save()


def test_readers_see_the_wording_that_was_published(sheet, question):
    point = add(sheet, question, "Wroks")
    assert point.wording == "Wroks"
    point.published_wording = "Works"
    assert point.wording == "Works"


def test_points_are_read_by_the_events_team_and_nobody_else(sheet, question, event):
    point = add(sheet, question)
    for role, seen in (("organiser", 1), ("publisher", 1), ("analyst", 1), ("desk", 0)):
        member = make_member(event, role)
        assert Point.objects.for_user(member).count() == seen, role
        assert GroupSheet.objects.for_user(member).count() == seen, role
        assert CapturePolicy.objects.for_user(member).count() == seen, role
    stranger = make_member(make_event())
    assert Point.objects.for_user(stranger).count() == 0
    services.edit_point(point, text="Other words", at=NOON)
    assert point.revisions.model.objects.for_user(stranger).count() == 0


def test_sets_of_points_are_named_by_what_they_hold(sheet, question, event):
    first, second = add(sheet, question), add(sheet, question, is_individual=True)
    services.set_aside(second, reason="x", by=make_member(event), at=NOON)
    assert list(Point.objects.of_event(event.pk)) == [first, second]
    assert list(Point.objects.unplaced()) == list(Point.objects.in_play()) == [first]
    assert list(Point.objects.of_the_group()) == [first]
