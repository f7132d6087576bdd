"""The organiser's page of groups: make, look, pin, move, publish, put right; each press is answered."""

import pytest
import time_machine
from django.contrib.messages import get_messages

from dissemination.groups import services
from dissemination.groups.admin import seating, verbs
from dissemination.groups.models import Draft
from dissemination.groups.services.counts import Count
from registrations.models import GroupPlace, Need, Registration
from sessions.models import Group
from tests.factories import (
    make_appearance,
    make_event,
    make_member,
    make_registration,
    make_speaker,
    make_workshop,
)
from tests.groups.tables import make_day, seats

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def before_the_day(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def event():
    return make_day(people=8, tables=2, slug="works", title="Spreading what works")


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


@pytest.fixture
def made(event, at):
    services.allocate(event, by=None, at=at, steps=60)
    return event


PAGE = "/admin/event/works/groups/"


def press(client, page=PAGE, **values):
    """Press a button of a page: the same page comes again, and says how it went."""
    answer = client.post(page, values)
    assert (answer.status_code, answer.url) == (302, page)
    return [str(message) for message in get_messages(answer.wsgi_request)][-1]


def test_hours_are_those_of_the_event_s_own_clocks(organiser, event, at):
    type(event).objects.update(zone="Asia/Kolkata", groups_told_at=at)
    event.refresh_from_db()
    starts_at = event.local(event.sessions.planned()[0].starts_at)
    page = organiser.get(PAGE).content.decode()
    assert f"<p>{starts_at:%H:%M}" in page
    assert f"Told on 2 March 2026, {event.local(at):%H:%M}." in page


def tables_page(event, number=0):
    """The board of one workshop."""
    return f"{PAGE}{event.sessions.planned()[number].pk}/"


def who(place):
    """A person and their table, as the form names them."""
    return f"{place.registration_id}:{place.group_id}"


def test_groups_are_made_shown_and_published_with_two_presses(organiser, event):
    assert "Make groups" in organiser.get(PAGE).content.decode()
    assert press(organiser, make="").startswith("Groups are made.")
    page = organiser.get(PAGE)
    text = page.content.decode()
    for said in ("Nobody has been told yet.", "2 tables, 8 people", "Publish groups"):
        assert said in text
    tables = organiser.get(tables_page(event)).content.decode()
    for said in ("Table 1", "people, 0 to 6", "Colleague"):
        assert said in tables
    assert page.context["counts"][0][0].startswith("People outside an even mix of sectors: ")
    words = [sentence for sentence, _ in page.context["counts"]]
    assert words[2] == "Colleagues at one table: 8, cannot be fewer than 8"
    assert press(organiser, publish="") == "Published: new for 8 people."
    assert seats(event) == seats(event, "told_group")
    text = organiser.get(PAGE).content.decode()
    assert "Told on 2 March 2026, 09:00." in text
    assert 'name="publish"' not in text


def test_every_person_stands_at_their_table_with_organisation_and_sector(organiser, made):
    ann = made.registrations.first()
    Registration.objects.filter(pk=ann.pk).update(organisation=None, sector="service_users")
    found = {}
    for number, session in enumerate(made.sessions.planned()):
        for table in organiser.get(tables_page(made, number)).context["tables"]:
            found |= {(seat.name, session.title): (table.group.name, seat.letter) for seat in table.seats}
    assert {key: group for key, (group, _) in found.items()} == seats(made)
    assert found[ann.name, "Workshop 1"][1] == "U"


def test_who_looks_after_a_table_and_what_it_offers_are_shown(organiser, made):
    table = made.sessions.first().groups.first()
    table.features, table.topic = ["bsl"], "Trust"
    table.save()
    fay = make_speaker(made.project, name="Fay Moore")
    make_appearance(table.session, role="facilitator", group=table, speaker=fay)
    text = organiser.get(tables_page(made)).content.decode()
    for said in ("Fay Moore (Facilitator)", "British Sign Language", "Trust", "Set up"):
        assert said in text


def test_a_person_is_moved_and_pinned_by_a_press(organiser, made):
    place = GroupPlace.objects.filter(session=made.sessions.planned()[0]).first()
    other, page = place.session.groups.exclude(pk=place.group_id).get(), tables_page(made)
    name = place.registration.name
    assert press(organiser, page, move="", who=who(place), group=other.pk) == f"Moved: {name}."
    place.refresh_from_db()
    assert press(organiser, page, pin="", who=who(place)) == f"{name} stays at this table."
    place.refresh_from_db()
    assert (place.group, place.is_pinned) == (other, True)
    assert "Pinned" in organiser.get(page).content.decode()
    assert press(organiser, page, unpin="", who=who(place)) == f"{name} may sit elsewhere."


def test_a_later_change_is_published_with_a_mail_only_when_ticked(organiser, made, at):
    services.publish_groups(made, by=None, at=at)
    place = GroupPlace.objects.first()
    other = place.session.groups.exclude(pk=place.group_id).get()
    services.move(place.registration, other, by=None, at=at)
    text = organiser.get(PAGE).content.decode()
    assert "1 person sits elsewhere since." in text
    assert press(organiser, publish="", tell="on") == "Published: new for 1 person."


def test_two_people_are_kept_together_by_a_press(organiser, event):
    a, b, *_ = event.registrations.order_by("name")
    sent = {"keep": "", "one": a.pk, "other": b.pk, "kind": "together"}
    words = press(organiser, **sent)
    assert words == f"{a.name} and {b.name} are kept together. It counts when groups are made."
    text = organiser.get(PAGE).content.decode()
    assert f"{a.name}, {b.name}" in text
    assert press(organiser, **sent) == (
        f"{a.name} and {b.name} are kept together already. Take that away first."
    )
    rule = event.keep_rules.get()
    assert press(organiser, let_go=rule.pk) == f"{a.name} and {b.name} may sit as it comes."
    assert not event.keep_rules.exists()


def test_people_of_another_event_are_not_kept(organiser, event):
    other = make_registration(make_event())
    assert "And who: Choose one of the answers in the list." in press(
        organiser, keep="", one=event.registrations.first().pk, other=other.pk, kind="apart"
    )
    rule = services.keep(other, make_registration(other.event), kind="apart", by=None, at=other.registered_at)
    assert "Which: Choose one of the answers in the list." in press(organiser, let_go=rule.pk)


def test_tables_are_laid_for_a_workshop(organiser, event):
    session = event.sessions.first()
    sizes = {"session": session.pk, "min_size": 3, "max_size": 5}
    assert press(organiser, lay="", count=2, **sizes) == "2 tables are laid."
    assert session.groups.filter(min_size=3, max_size=5).count() == 2
    assert press(organiser, lay="", count=1, **sizes | {"min_size": 6}) == (
        "Most people at each: Enter at least the fewest."
    )
    assert "How many tables: " in press(organiser, lay="", count="many", **sizes)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Press one of the buttons."),
        ({"publish": ""}, "There are no groups to tell yet. Make them first."),
    ],
)
def test_what_makes_no_sense_is_answered_in_words(organiser, sent, words):
    assert words in press(organiser, **sent)


def test_impossible_groups_are_explained(organiser, event):
    Need.objects.create(registration=event.registrations.first(), features=["wheelchair"])
    assert "needs a wheelchair-accessible table" in press(organiser, make="")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Press one of the buttons."),
        ({"move": "", "who": "0", "group": "x"}, "Who: Choose somebody in the list."),
        ({"move": "", "group": "x"}, "Who: Choose who."),
        ({"move": "", "who": "1:1"}, "Where to: "),
        ({"pin": "", "who": "\x00"}, "Who: "),
        ({"unpin": "", "who": "9" * 30}, "Who: "),
        ({"pin": "", "who": "99:0"}, "This person has no seat here. Seat them at a table first."),
        ({"other": "x", "who": "1:1"}, "With whom: "),
    ],
)
def test_what_makes_no_sense_at_a_table_is_answered_in_words(organiser, made, sent, words):
    assert words in press(organiser, tables_page(made), **sent)


def test_a_seat_of_another_event_cannot_be_moved_or_pinned(organiser, made, at):
    foreign, page = make_day(people=2), tables_page(made)
    services.allocate(foreign, by=None, at=at, steps=5)
    theirs = GroupPlace.objects.filter(registration__event=foreign).first()
    ours = GroupPlace.objects.filter(session=made.sessions.planned()[0]).first()
    assert "has no seat here" in press(organiser, page, pin="", who=who(theirs))
    assert "Choose somebody" in press(organiser, page, move="", who=who(theirs), group=ours.group_id)
    assert "Choose one of the answers" in press(
        organiser, page, move="", who=who(ours), group=theirs.group_id
    )
    strange = f"{PAGE}{theirs.session_id}/"
    assert organiser.get(strange).status_code == organiser.get(strange + "what-if/").status_code == 404


def test_without_a_workshop_the_page_says_what_to_do_first(client):
    event = make_event(slug="works")
    client.force_login(make_member(event))
    page = client.get(PAGE)
    assert "There is no workshop in the programme yet." in page.content.decode()
    assert press(client, make="").startswith("There is no workshop")


def test_gaps_and_newcomers_are_put_right_in_one_press(organiser, made, at):
    services.publish_groups(made, by=None, at=at)
    gone = made.registrations.first()
    Registration.objects.filter(pk=gone.pk).update(state="absent")
    walked_in = make_registration(made, name="Wanda Walkin", state="attended")
    text = organiser.get(PAGE).content.decode()
    for said in ("1 person has no seat yet.", "1 person with a seat does not take part."):
        assert said in text
    assert "Not here" in organiser.get(tables_page(made)).content.decode()
    page = organiser.get(PAGE + "repair/")
    assert [row["name"] for row in page.context["offers"]] == ["Fewest moves", "Balanced", "Best groups"]
    assert "2 new seats for newcomers." in page.content.decode()
    answer = organiser.post(PAGE + "repair/", {"how": "fewest"})
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Done: 2 seats are new. The desk has 1 person to tell."
    ]
    told = seats(made, "told_group")
    assert (walked_in.name, "Workshop 1") in told
    assert (gone.name, "Workshop 1") not in told


@pytest.mark.parametrize("how", ["", "cheapest"])
def test_an_unknown_way_to_repair_is_answered_in_words(organiser, made, how):
    answer = organiser.post(PAGE + "repair/", {"how": how})
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Choose one of the three ways."
    ]


def test_there_is_nothing_to_repair_before_groups_are_made(organiser):
    answer = organiser.get(PAGE + "repair/")
    assert (answer.status_code, answer.url) == (302, PAGE)


@pytest.mark.parametrize("page", ["", "repair/", "draft/", "1/", "1/what-if/"])
@pytest.mark.parametrize("role", ["desk", "publisher", "analyst", "welfare"])
def test_only_organisers_see_the_pages(client, event, page, role):
    client.force_login(make_member(event, role))
    assert client.get(PAGE + page).status_code == 404


@pytest.mark.parametrize("count", [4, 12])
def test_the_pages_ask_the_database_as_often_for_four_people_as_for_twelve(
    client, count, at, django_assert_num_queries
):
    event = make_day(people=count, tables=count // 2, slug="works")
    services.allocate(event, by=None, at=at, steps=5)
    client.force_login(make_member(event))
    page = tables_page(event)
    with django_assert_num_queries(10):  # five of them for the frame around the page
        assert client.get(PAGE).status_code == 200
    with django_assert_num_queries(10):
        assert client.get(page).status_code == 200
    place = GroupPlace.objects.filter(session=event.sessions.planned()[0]).first()
    wish = {"who": who(place), "group": place.session.groups.exclude(pk=place.group_id).first().pk}
    with django_assert_num_queries(11):
        assert client.get(f"{page}what-if/", wish).status_code == 200


FETCH = {"X-Requested-With": "fetch"}


def fetched(client, page, **values):
    """What the page's script is answered: the status, and the words."""
    answer = client.post(page, values, headers=FETCH)
    return answer.status_code, answer.context["told"].words, answer.context


def test_the_script_gets_the_tables_that_changed_and_the_bar(organiser, made):
    place = GroupPlace.objects.filter(session=made.sessions.planned()[0]).first()
    was, page = place.group, tables_page(made)
    other = place.session.groups.exclude(pk=was.pk).get()
    status, words, context = fetched(organiser, page, move="", who=who(place), group=other.pk)
    assert (status, words) == (200, f"Moved: {place.registration.name}.")
    assert [table.group for table in context["tables"]] == list(place.session.groups.all())
    assert context["counts"]


def test_the_script_is_told_who_was_faster_and_gets_the_table_of_now(organiser, made):
    place = GroupPlace.objects.filter(session=made.sessions.planned()[0]).first()
    stale, page = who(place), tables_page(made)
    other = place.session.groups.exclude(pk=place.group_id).get()
    fetched(organiser, page, move="", who=stale, group=other.pk)
    status, words, _context = fetched(organiser, page, move="", who=stale, group=place.group_id)
    assert (status, "somebody moved them meanwhile" in words) == (409, True)
    assert fetched(organiser, page, pin="", who="x")[:2] == (409, "Who: Choose somebody in the list.")


def test_what_a_move_would_change_is_told_in_counts(organiser, made):
    place = GroupPlace.objects.filter(session=made.sessions.planned()[0]).first()
    other, page = place.session.groups.exclude(pk=place.group_id).get(), tables_page(made)
    wish = {"who": who(place), "group": other.pk}
    for answer in (organiser.get(page, wish), organiser.get(page + "what-if/", wish)):
        assert f"{place.registration.name} to {other.name}." in answer.content.decode()
    place.session.groups.update(max_size=4)
    text = organiser.get(page + "what-if/", wish).content.decode()
    assert "Or change places with:" in text
    mate = other.places.first().registration
    text = organiser.get(page + "what-if/", wish | {"other": mate.pk}).content.decode()
    assert f"{place.registration.name} and {mate.name} change places" in text
    assert "Choose who." in organiser.get(page + "what-if/", {"who": ""}).content.decode()
    assert organiser.get(page + "what-if/").content.decode().strip() == ""
    place.refresh_from_db()
    assert place.group_id != other.pk


def test_a_group_of_another_workshop_is_no_answer(organiser, made):
    place = GroupPlace.objects.filter(session=made.sessions.planned()[0]).first()
    other = made.sessions.planned()[1].groups.first()
    assert "Choose one of the answers" in press(
        organiser, tables_page(made), move="", who=who(place), group=other.pk
    )


def test_the_plan_is_improved_by_way_of_a_draft(organiser, made):
    answer = organiser.post(PAGE, {"improve": ""})
    assert answer.url == PAGE + "draft/"
    page = organiser.get(answer.url)
    assert "The plans beside each other" in page.content.decode()
    assert "The plan stays as it is." in leave(organiser, drop="")
    organiser.post(PAGE, {"make_draft": ""})
    assert "A draft is ready." in organiser.get(PAGE).content.decode()
    words = leave(organiser, use="")
    assert words.startswith("The draft is the plan now") or "no draft" in words


def leave(client, **values):
    """Press a button of the draft's page, and come back to the groups."""
    answer = client.post(PAGE + "draft/", values)
    assert answer.url == PAGE
    return [str(message) for message in get_messages(answer.wsgi_request)][-1]


def test_told_and_planned_and_drafted_stand_side_by_side(organiser, made, at):
    services.publish_groups(made, by=None, at=at)
    make_registration(made, name="Wanda Late")
    organiser.post(PAGE, {"make_draft": ""})
    page = organiser.get(PAGE + "draft/")
    assert page.context["has_told"] is True
    assert any(name == "Wanda Late" and not was for name, _workshop, was, _now in page.context["moves"])


@pytest.mark.parametrize("late", [False, True])
def test_a_draft_that_gains_nothing_says_so(organiser, made, at, late):
    """The same people at other tables: as good as before, unless somebody who is late gets a seat."""
    turned_draft(made, at)
    if late:
        make_registration(made)
    text = organiser.get(PAGE + "draft/").content.decode()
    assert ("these moves gain nothing" in text) is not late


def turned_draft(event, at, *, is_best=False):
    """A draft in which everybody of the first two tables of each workshop has changed to the other one."""
    rounds = {row.pk: [group.pk for group in row.groups.all()] for row in event.sessions.planned()}
    turned = {pk: pks[1 - turn] for pks in rounds.values() for turn, pk in enumerate(pks[:2])}
    places = GroupPlace.objects.filter(registration__event=event)
    seats = [[row.registration_id, row.session_id, turned[row.group_id]] for row in places]
    told = {"asked_at": at, "ended_at": at, "state": Draft.State.READY, "seats": seats, "is_best": is_best}
    return Draft.objects.create(event=event, how=Draft.How.MAKE, **told)


def needing_a_wheelchair_place(event, *, is_seated):
    """Somebody needs wheelchair access in every workshop; their own tables have it, or the others do."""
    one = event.registrations.first()
    Need.objects.create(registration=one, features=["wheelchair"])
    own = GroupPlace.objects.filter(registration=one).values("group")
    tables = Group.objects.filter(session__event=event)
    tables = tables.filter(pk__in=own) if is_seated else tables.exclude(pk__in=own)
    tables.update(features=["wheelchair"])


@pytest.mark.parametrize(("is_seated", "row"), [(False, (2, None, 0, 0)), (True, (0, None, 2, 0))])
def test_a_draft_is_compared_by_the_rules_it_keeps_before_all_else(organiser, made, at, is_seated, row):
    """The same people at other tables: better where that keeps the rules, worse where it breaks them."""
    needing_a_wheelchair_place(made, is_seated=is_seated)
    turned_draft(made, at, is_best=True)
    page = organiser.get(PAGE + "draft/")
    text = page.content.decode()
    assert page.context["rows"][0] == ("Rules broken", *row)
    assert page.context["gains"] is not is_seated
    assert ("these moves gain nothing" in text) is is_seated
    assert ("No plan can be better than this draft." in text) is not is_seated
    assert "With every rule kept, cannot be fewer than" in text


def test_while_a_rule_is_broken_no_plan_is_the_best_and_no_bound_is_met(organiser, made):
    counts = organiser.get(PAGE).context["counts"]
    assert any(is_least for _words, is_least in counts)
    needing_a_wheelchair_place(made, is_seated=False)
    page = organiser.get(PAGE)
    assert "The plan breaks 2 rules:" in page.content.decode()
    assert page.context["is_best"] is False
    assert all(
        "; with every rule kept, cannot be fewer than " in words for words, _ in page.context["counts"]
    )
    assert not any(is_least for _words, is_least in page.context["counts"])


def test_groups_that_break_rules_are_published_only_when_that_is_ticked(organiser, made):
    assert 'name="although"' not in organiser.get(PAGE).content.decode()
    needing_a_wheelchair_place(made, is_seated=False)
    text = organiser.get(PAGE).content.decode()
    assert 'name="although" value="2"> Publish although 2 rules are broken</label>' in text
    name = made.registrations.first().name
    for sent in ({}, {"although": 1}):
        words = press(organiser, publish="", **sent)
        assert words.startswith("Nothing was published, for the plan breaks 2 rules. “Workshop 1”: ")
        assert f"{name} needs: Wheelchair access." in words
        assert set(seats(made, "told_group").values()) == {None}
    assert "Enter a whole number." in press(organiser, publish="", although="x")
    assert press(organiser, publish="", although=2) == "Published: new for 8 people."


def test_a_count_below_its_bound_shows_that_the_bound_is_not_for_this_plan():
    counts = [Count("repeats", 5, 12), Count("org_pairs", 8, 8)]
    assert seating.sentences(counts, is_kept=True) == [
        ("Pairs who meet more than once: 5; with every rule kept, cannot be fewer than 12", False),
        ("Colleagues at one table: 8; with every rule kept, cannot be fewer than 8", False),
    ]


def test_who_left_shows_in_the_draft_without_a_table(organiser, made):
    gone = made.registrations.first()
    Registration.objects.filter(pk=gone.pk).update(state="absent")
    organiser.post(PAGE, {"make_draft": ""})
    moves = organiser.get(PAGE + "draft/").context["moves"]
    assert {now for name, _workshop, _was, now in moves if name == gone.name} == {None}


def test_a_large_event_waits_for_the_worker_and_sees_how_far_it_is(organiser, event, monkeypatch):
    monkeypatch.setattr(verbs, "SMALL", 3)
    assert 'name="make_draft"' in organiser.get(PAGE).content.decode()
    organiser.post(PAGE, {"make_draft": ""})
    text = organiser.get(PAGE + "draft/").content.decode()
    for said in ("The plan waits for its turn.", "0 %", '<noscript><meta http-equiv="refresh" content="2">'):
        assert said in text
    assert "A plan is being worked on." in organiser.get(PAGE).content.decode()
    answer = organiser.post(PAGE, {"make_draft": ""})
    assert [str(one) for one in get_messages(answer.wsgi_request)][-1].startswith("A plan is being worked on")
    answer = organiser.post(PAGE + "draft/", {"stop": ""})
    assert answer.url == PAGE + "draft/"
    Draft.objects.update(state="working")
    assert "The plan is being worked on." in organiser.get(PAGE + "draft/").content.decode()


def test_a_draft_that_is_not_possible_says_why(organiser, made):
    Need.objects.create(registration=made.registrations.first(), features=["wheelchair"])
    organiser.post(PAGE, {"make_draft": ""})
    assert "needs a wheelchair-accessible table" in organiser.get(PAGE + "draft/").content.decode()
    assert "The draft is not possible." in organiser.get(PAGE).content.decode()


def test_a_step_is_undone_by_a_press(organiser, made):
    assert press(organiser, undo="") == "Undone: groups were made."
    assert press(organiser, undo="") == "There is nothing to undo."


def test_wishes_and_names_behind_the_counts_are_shown(organiser, event, at):
    for session in event.sessions.all():
        for group, topic in zip(session.groups.all(), ("Trust", "Law"), strict=True):
            session.groups.filter(pk=group.pk).update(topic=topic)
    wishes = {str(one.pk): ["Trust"] for one in event.sessions.all()}
    event.registrations.update(topics=wishes)
    services.allocate(event, by=None, at=at, steps=60)
    text = organiser.get(PAGE).content.decode()
    for said in (" % (", " of 16).", "Worst off", "Who is behind these counts", "2 times"):
        assert said in text


def test_a_workshop_with_limited_seats_is_offered_tables(organiser, event):
    make_workshop(event, seats=4, title="Site visit")
    bare = event.sessions.get(title="Site visit")
    assert "Delegates choose this workshop." in organiser.get(PAGE).content.decode()
    assert organiser.get(f"{PAGE}{bare.pk}/").status_code == 404
    assert press(organiser, lay="", session=bare.pk, count=1, min_size=0, max_size=4) == "1 table is laid."
    assert "chosen by delegates" in organiser.get(PAGE).content.decode()


def test_a_plan_that_breaks_a_rule_says_which_and_leads_to_what_puts_it_right(organiser, made):
    one = GroupPlace.objects.filter(session=made.sessions.planned()[0]).first()
    made.sessions.first().groups.update(max_size=3)
    text = organiser.get(PAGE).content.decode()
    assert "The plan breaks 2 rules:" in text
    assert f"“Workshop 1”: {one.group.name} seats 3, and 4 sit there." in text
    assert f'href="{PAGE}repair/"' in text


def test_when_the_event_is_over_the_pages_show_the_plan_and_offer_nothing(organiser, made):
    Registration.objects.filter(pk=made.registrations.first().pk).update(state="absent")
    with time_machine.travel(made.ends_at, tick=False):
        organiser.force_login(make_member(made))
        pages = [organiser.get(page).content.decode() for page in (PAGE, tables_page(made))]
    for text in pages:
        assert "This event is over. Its groups stay as they were." in text
        assert "does not take part." not in text
        for name in ("improve", "make_draft", "undo", "lay", "keep", "move", "set_up"):
            assert f'name="{name}"' not in text
        assert "draggable" not in text


def test_undo_and_publish_come_back_to_the_workshop_where_they_were_pressed(organiser, made):
    page, number = tables_page(made), made.sessions.planned()[0].pk
    for back, there in ((number, page), ("x", PAGE), (0, PAGE), ("9" * 30, PAGE)):
        answer = organiser.post(PAGE, {"publish": "", "back": back})
        assert (answer.status_code, answer.url) == (302, there)


def test_a_page_that_is_out_of_date_undoes_and_publishes_nothing(organiser, made):
    place = GroupPlace.objects.filter(session=made.sessions.planned()[0]).first()
    step = organiser.get(PAGE).context["step"]
    press(organiser, tables_page(made), pin="", who=who(place))
    for verb in ("undo", "publish"):
        assert press(organiser, step=step, **{verb: ""}).startswith(
            "Somebody changed the groups meanwhile: somebody was pinned."
        )
    assert (
        press(organiser, undo="", step=organiser.get(PAGE).context["step"]) == "Undone: somebody was pinned."
    )
    assert "Enter a whole number." in press(organiser, undo="", step="x")


def test_the_script_gets_every_table_when_somebody_else_was_at_it_meanwhile(organiser, made):
    page, session = tables_page(made), made.sessions.planned()[0]
    step = organiser.get(page).context["step"]
    first, second = GroupPlace.objects.filter(session=session)[:2]
    session.groups.create(name="Table 3", order=3)
    for place, is_stale, tables in ((first, False, 1), (second, True, 3)):
        answer = organiser.post(page, {"pin": "", "who": who(place), "step": step}, headers=FETCH)
        assert (answer.context["is_stale"], len(answer.context["tables"])) == (is_stale, tables)
        assert ("Somebody else has changed the groups" in answer.content.decode()) is is_stale


def test_who_is_behind_an_uneven_mix_is_named(organiser, made):
    first, second = made.sessions.planned()[0].groups.all()
    here, there = (list(one.places.order_by("registration__name")) for one in (first, second))
    numbers = [place.registration_id for place in (*here, *there)]
    Registration.objects.filter(pk__in=numbers[:4]).update(sector="research", kind="key")
    Registration.objects.filter(pk__in=numbers[4:]).update(sector="local", kind="newcomer")
    Registration.objects.filter(pk__in=numbers[:2]).update(kind="mentor")
    Registration.objects.filter(pk=numbers[7]).update(kind="key")
    found = {title: lines for title, lines, _more in organiser.get(tables_page(made)).context["reasons"]}
    ours, theirs = ([place.registration.name for place in row] for row in (here, there))
    assert found["People outside an even mix of sectors"] == [
        f"Table 1: 4 × Research, even would be 2 ({', '.join(ours)})",
        "Table 1: 0 × Local government, even would be 2",
        f"Table 2: 4 × Local government, even would be 2 ({', '.join(theirs)})",
        "Table 2: 0 × Research, even would be 2",
    ]
    lines = found["People outside an even mix of key people and newcomers"]
    newcomers = "I am new to the project and interested"
    assert f"Table 1: 2 × mentor, even would be 1 ({', '.join(ours[:2])})" in lines
    assert f"Table 2: 3 × {newcomers}, even would be 1 or 2 ({', '.join(theirs[:3])})" in lines
