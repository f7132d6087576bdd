"""An organiser sorts points into themes, writes conclusions and publishes, all on one board."""

import re
import uuid

import pytest

from dissemination.capture import services as capture
from dissemination.capture.models import Point
from dissemination.events.models import TeamMember
from dissemination.outcomes import services
from dissemination.outcomes.models import Commitment, Outcome, OutcomeDetail, Theme
from tests.capture.conftest import HOSTILE
from tests.factories import make_event, make_member, make_organisation
from tests.outcomes.conftest import BOARD, NEXT_DAY

pytestmark = pytest.mark.slow  # whole pages of the workspace, one after the other

CONCLUDE = "/admin/event/sharing/conclude/"
DRAFT = {
    "statement": "Sharing is everyday work.",
    "stage": "final",
    "kind": "conclusion",
    "agreement": "broad",
}


@pytest.fixture
def theme(event, organiser):
    return services.make_theme(event, title="Culture", by=organiser, at=NEXT_DAY)


def press(desk, **values):
    return desk.post(BOARD, values, follow=True).content.decode()


def test_the_board_shows_what_waits_what_is_placed_and_how_far_it_is(desk, say, theme, organiser):
    services.place(say("Placed one", table=1), theme, by=organiser, at=NEXT_DAY)
    capture.set_aside(say("Aside one"), reason="Said twice", by=organiser, at=NEXT_DAY)
    say("Waiting one", is_starred=True, is_individual=True)
    page = desk.get(BOARD).content.decode()
    for words in (
        "Placed one",
        "Aside one",
        "Said twice",
        "Waiting one",
        "2 of 3 points placed",
        "Still to do: 1",
    ):
        assert words in page


def test_an_empty_board_says_what_to_do(desk):
    page = desk.get(BOARD).content.decode()
    assert "No group has written anything yet." in page
    assert "Make the first one above." in page


def test_ticked_points_go_into_a_theme_and_out_again(desk, say, theme):
    points = [say(), say("Another")]
    press(desk, place="yes", theme=theme.pk, points=[point.pk for point in points])
    assert theme.placements.count() == 2
    press(desk, unplace=theme.placements.first().pk)
    assert theme.placements.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"place": "yes"}, "Tick at least one point."),
        ({"place": "yes", "points": ["99999999999999999999", "x"]}, "x"),
        ({"set_aside": "yes", "reason": ""}, "Tick at least one point."),
        ({"make_theme": "yes", "title": " \u202e"}, "Give the theme a title."),
        ({"make_theme": "yes", "title": "a\x00b"}, "it holds a character that cannot be kept"),
        ({"publish_final": "yes"}, "nothing new to publish"),
        ({"nothing": "known"}, "Themes and conclusions"),
    ],
)
def test_what_cannot_be_done_says_why(desk, event, values, words):
    assert words in press(desk, **values)


def test_a_theme_is_needed_to_place(desk, say):
    assert "Choose a theme" in press(desk, place="yes", points=[say().pk])


def test_points_are_set_aside_with_a_reason_and_taken_back(desk, say):
    point = say()
    assert "Say why you set it aside." in press(desk, set_aside="yes", points=[point.pk], reason=" \u202e")
    press(desk, set_aside="yes", points=[point.pk], reason="Said twice")
    assert Point.objects.get().state == "set_aside"
    press(desk, take_back=point.pk)
    assert Point.objects.get().state == "captured"


@pytest.mark.parametrize("verb", ["unplace", "take_back"])
@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999"])
def test_a_row_that_is_not_there_is_not_found(desk, event, verb, number):
    assert desk.post(BOARD, {verb: number}).status_code == 404


def test_a_point_of_another_event_cannot_be_ticked(desk, theme, say, workshop):
    other = Theme.objects.create(event=make_event(), title="Elsewhere")
    page = press(desk, place="yes", theme=other.pk, points=[say().pk])
    assert "Choose one of the answers in the list" in page


def test_a_conclusion_is_written_from_ticked_points(desk, say, theme):
    point, other = say(), say("Not ticked")
    response = desk.post(BOARD, {"conclude": "yes", "points": [point.pk]})
    assert response.url == f"{CONCLUDE}?points={point.pk}"
    page = desk.get(response.url).content.decode()
    assert "Share what works" in page
    assert "Not ticked" not in page
    desk.post(response.url, DRAFT | {"points": [point.pk], "theme": theme.pk})
    outcome = Outcome.objects.get()
    assert (outcome.statement, outcome.theme, outcome.sources.get().point) == (
        DRAFT["statement"],
        theme,
        point,
    )
    assert Point.objects.get(pk=point.pk).state == "placed"
    assert other.state == "captured"


def test_a_conclusion_is_written_from_a_note_and_published(desk, event):
    desk.post(CONCLUDE, DRAFT | {"note": "Heard in the closing round.", "stage": "early"})
    assert "The early thoughts are published." in press(desk, publish_early="yes")
    desk.post(CONCLUDE, DRAFT | {"note": "Read.", "must_act": [make_organisation().pk]})
    assert "The conclusions are published." in press(desk, publish_final="yes")
    assert event.outcomes.published().count() == 2


def test_a_statement_that_is_missing_or_too_long_comes_back(desk, event):
    for statement in ("", "x" * 241, "a\x00b"):
        page = desk.post(CONCLUDE, DRAFT | {"statement": statement}).content.decode()
        assert "There is something to put right" in page
    assert Outcome.objects.count() == 0


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_inert_on_the_board(desk, say, event, organiser, words):
    services.make_theme(event, title=words, by=organiser, at=NEXT_DAY)
    services.conclude(event, statement=words, points=[say(words)], by=organiser, at=NEXT_DAY)
    say(words)
    for address in (BOARD, f"{CONCLUDE}?points={Point.objects.last().pk}", "/admin/event/sharing/capture/"):
        page = desk.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(("role", "status"), [("publisher", 200), ("analyst", 200), ("desk", 404)])
def test_the_board_is_for_those_who_read_what_was_said(client, event, role, status):
    client.force_login(make_member(event, role))
    assert client.get(BOARD).status_code == status
    assert client.get(CONCLUDE).status_code == status


def test_a_publisher_reads_the_board_and_writes_nothing(client, event, say):
    client.force_login(make_member(event, "publisher"))
    assert 'name="place"' not in client.get(BOARD).content.decode()
    assert "Only organisers and analysts" in client.get(CONCLUDE).content.decode()
    assert client.post(CONCLUDE, DRAFT | {"note": "x"}).status_code == 404
    client.post(BOARD, {"make_theme": "yes", "title": "x"})
    assert (Outcome.objects.count(), Theme.objects.count()) == (0, 0)


def test_another_events_team_finds_nothing(client, event):
    client.force_login(make_member(make_event()))
    assert client.get(BOARD).status_code == 404
    assert client.post(BOARD, {"make_theme": "yes", "title": "x"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_asks_the_database_the_same_for_any_number(
    desk, event, organiser, say, rows, django_assert_num_queries
):
    for number in range(rows):
        theme = services.make_theme(event, title=f"Theme {number}", by=organiser, at=NEXT_DAY)
        services.place(say(), theme, by=organiser, at=NEXT_DAY)
        say("Waiting")
        services.conclude(event, statement=f"S {number}", note="x", by=organiser, at=NEXT_DAY)
    with django_assert_num_queries(13):
        desk.get(BOARD)


def test_an_outcome_is_edited_in_the_workspace_until_it_is_published(desk, event, organiser):
    outcome = services.conclude(event, statement="Old words.", note="Heard.", by=organiser, at=NEXT_DAY)
    address = f"/admin/outcomes/outcome/{outcome.pk}/change/"
    assert desk.get(address).status_code == 200
    source = outcome.sources.get()
    management = {
        "details-TOTAL_FORMS": 1,
        "details-INITIAL_FORMS": 0,
        "details-0-kind": "way",
        "details-0-text": "By benefits.",
        "details-0-example": "Reduced cost",
        "details-0-order": 1,
        "sources-TOTAL_FORMS": 1,
        "sources-INITIAL_FORMS": 1,
        "sources-0-id": source.pk,
        "sources-0-outcome": outcome.pk,
        "sources-0-note": "Heard.",
    }
    response = desk.post(address, DRAFT | {"statement": "New words.", "order": 1} | management)
    assert response.status_code == 302
    outcome.refresh_from_db()
    assert (outcome.statement, OutcomeDetail.objects.get().example) == ("New words.", "Reduced cost")
    services.publish_final(event, by=organiser, at=NEXT_DAY)
    desk.post(address, DRAFT | {"statement": "Later words.", "order": 1} | management)
    outcome.refresh_from_db()
    assert outcome.statement == "New words."


def test_actions_report_each_row(desk, event, organiser):
    outcome = services.conclude(event, statement="Words.", note="Heard.", by=organiser, at=NEXT_DAY)
    address = "/admin/outcomes/outcome/"
    marked = desk.post(address, {"action": "mark_as_agreed", "_selected_action": outcome.pk}, follow=True)
    assert "Done: Words." in marked.content.decode()
    refused = desk.post(address, {"action": "withdraw", "_selected_action": outcome.pk}, follow=True)
    assert "Only what is published can be withdrawn." in refused.content.decode()
    services.publish_final(event, by=organiser, at=NEXT_DAY)
    reasons = {
        "": "Write why you withdraw it",
        "Misheard\n": "Done: Words.",
        "Again": "Only what is published",
    }
    for reason, answer in reasons.items():
        withdraws = {"action": "withdraw", "_selected_action": outcome.pk, "reason": reason}
        assert answer in desk.post(address, withdraws, follow=True).content.decode()
    outcome.refresh_from_db()
    assert (outcome.state, outcome.withdrawn_reason) == ("withdrawn", "Misheard")
    assert desk.get(f"{address}add/").status_code == 403


def test_a_theme_is_edited_in_the_workspace(desk, event, theme):
    values = {"event": event.pk, "title": "Leadership", "summary": "Those at the top", "order": 2}
    desk.post(f"/admin/outcomes/theme/{theme.pk}/change/", values)
    theme.refresh_from_db()
    assert (theme.title, theme.order) == ("Leadership", 2)


def test_a_commitment_is_written_changed_and_confirmed_on_behalf(desk, event):
    values = {
        "event": event.pk,
        "organisation": make_organisation().pk,
        "what": "Publish our guide",
        "visibility": "public",
    }
    assert desk.post("/admin/outcomes/commitment/add/", values).status_code == 302
    made = Commitment.objects.get()
    assert (made.what, made.on_behalf, made.state) == ("Publish our guide", True, "offered")
    desk.post(f"/admin/outcomes/commitment/{made.pk}/change/", values | {"what": "Publish two guides"})
    desk.post("/admin/outcomes/commitment/", {"action": "confirm_on_behalf", "_selected_action": made.pk})
    made.refresh_from_db()
    assert (made.what, made.state) == ("Publish two guides", "confirmed")


def test_what_is_refused_brings_the_list_back_with_the_reason_and_the_choice(desk, organiser, event):
    elsewhere = make_event()
    TeamMember.objects.create(event=elsewhere, user=organiser, role="analyst")
    made = [
        services.offer(one, organisation=make_organisation(), what=what, client_id=uuid.uuid4(), at=NEXT_DAY)
        for one, what in ((event, "Ours"), (elsewhere, "Theirs"), (event, "Not chosen"))
    ]
    chosen = [one.pk for one in made[:2]]
    page = desk.post(
        "/admin/outcomes/commitment/?o=1", {"action": "confirm_on_behalf", "_selected_action": chosen}
    )
    words = page.content.decode()
    boxes = {box: "checked" in box for box in re.findall(r"<input[^>]*_selected_action[^>]*>", words)}
    ticked = {
        number for box, is_ticked in boxes.items() if is_ticked for number in re.findall(r'e="(\d+)"', box)
    }
    assert (page.status_code, len(boxes), ticked) == (409, 3, {str(number) for number in chosen})
    assert ("Done: " in words, "organisers may do this. Ask one of them." in words) == (True, True)
    assert [Commitment.objects.get(pk=one.pk).state for one in made] == ["confirmed", "offered", "offered"]


def test_an_analyst_reads_commitments_without_their_owners(client, event):
    made = services.offer(
        event,
        organisation=make_organisation(),
        what="x",
        owner_name="Robin Example",
        client_id="00000000-0000-0000-0000-000000000001",
        at=NEXT_DAY,
    )
    client.force_login(make_member(event, "analyst"))
    page = client.get(f"/admin/outcomes/commitment/{made.pk}/change/").content.decode()
    assert "Robin Example" not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("outcome", 6), ("theme", 6), ("commitment", 6)])
def test_each_list_asks_the_same_for_any_number(
    desk, event, organiser, rows, name, queries, django_assert_num_queries
):
    for number in range(rows):
        services.conclude(event, statement=f"S {number}", by=organiser, at=NEXT_DAY)
        services.make_theme(event, title=f"T {number}", by=organiser, at=NEXT_DAY)
        services.offer(
            event,
            organisation=make_organisation(),
            what="x",
            at=NEXT_DAY,
            client_id=f"00000000-0000-0000-0000-{number:012}",
        )
    with django_assert_num_queries(queries):
        desk.get(f"/admin/outcomes/{name}/")


def test_a_theme_can_be_begun_on_its_own_page(event, organiser):
    kept = services.keep_theme(Theme(event=event, title="Trust"), by=organiser, at=NEXT_DAY)
    assert list(event.themes.all()) == [kept]
