"""Two people with one form open: what the second saves takes nothing away unawares."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from django.http import QueryDict
from django.urls import reverse

from dissemination.core.forms import as_sent, as_stood, left_alone, watched
from dissemination.events.forms import LOCAL_TIME
from dissemination.events.models import Event
from dissemination.outcomes.models import Outcome
from speakers.models import Speaker
from tests.factories import make_event, make_member, make_organisation, make_session, make_speaker, make_venue
from tests.trust.reading import Page

pytestmark = pytest.mark.django_db

FIELDS = ["title", "aims", "capacity", "venue", "mode", "starts_at"]
EventForm = modelform_factory(Event, fields=FIELDS, widgets={"starts_at": LOCAL_TIME})
SpeakerForm = modelform_factory(Speaker, fields=["name", "to_be_confirmed", "portrait"])
OutcomeForm = modelform_factory(Outcome, fields=["must_act"])


@pytest.fixture
def event():
    return make_event(title="Sharing day", aims="To share.\nAnd to learn.", capacity=30)


@pytest.fixture
def page(event):
    """What an organiser's page holds: its fields and the hidden one."""
    shown = watched(EventForm, {})(instance=event)
    sent = {name: shown[name].value() for name in FIELDS}
    sent["starts_at"] = LOCAL_TIME.format_value(sent["starts_at"])
    sent["aims"] = "To share.\r\nAnd to learn."
    return {"fields": sent, "stood": as_stood([shown])}


def send(page, **typed):
    data = QueryDict(mutable=True)
    data.update(page["fields"] | typed)
    return watched(EventForm, as_sent(page["stood"]))(data, instance=Event.objects.get())


def test_what_nobody_else_changed_is_saved(page):
    form = send(page, title="Sharing week")
    assert form.is_valid()
    assert (form.changed_data, left_alone([form])) == (["title", "aims"], "")


def test_what_only_the_other_changed_stays_and_is_named(page):
    other = make_venue(name="Town Hall")
    start = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    Event.objects.update(capacity=80, venue=other, mode="online", starts_at=start, aims="")
    form = send(page, title="Sharing week")
    assert form.is_valid()
    form.save()
    event = Event.objects.get()
    assert (event.title, event.capacity, event.venue, event.mode) == ("Sharing week", 80, other, "online")
    assert (event.starts_at, event.aims) == (start, "")
    assert left_alone([form]) == "Aims, Places in the room, Venue, Where people take part, Starts"


@pytest.mark.parametrize(
    ("theirs", "typed", "words"),
    [
        ({"title": "Caring day"}, {"title": "Sharing week"}, "It says now: Caring day."),
        ({"capacity": 80}, {"capacity": "40"}, "It says now: 80."),
        ({"capacity": 80}, {"capacity": "many"}, "It says now: 80."),
        ({"aims": ""}, {"aims": "To meet."}, "It says now: nothing."),
        ({"aims": "x" * 3000}, {"aims": "To meet."}, f"It says now: {'x' * 599}…."),
        ({"mode": "online"}, {"mode": "hybrid"}, "It says now: Online."),
        ({"venue": None}, {"venue": "other"}, "It says now: nothing."),
        (
            {"starts_at": datetime(2026, 3, 9, 9, 30, tzinfo=UTC)},
            {"starts_at": "2026-03-10T10:00"},
            "It says now: 9 Mar 2026, 09:30.",
        ),
    ],
)
def test_what_both_changed_is_told_and_nothing_typed_is_lost(theirs, typed, words, page):
    if "venue" in typed:
        typed = {"venue": make_venue(name="Town Hall").pk}
    Event.objects.update(**theirs)
    form = send(page, **typed)
    (name,) = typed
    assert words in " ".join(form.errors[name])
    assert str(form[name].value()) == str(typed[name])


def test_saving_again_puts_the_second_in_place_of_the_first(page):
    Event.objects.update(title="Caring day")
    told = send(page, title="Sharing week")
    again = send(page | {"stood": as_stood([told])}, title="Sharing week")
    assert not told.is_valid()
    assert again.is_valid()
    assert again.save().title == "Sharing week"


def test_the_same_change_twice_is_no_matter(page):
    Event.objects.update(title="Sharing week")
    assert send(page, title="Sharing week").is_valid()


@pytest.mark.parametrize("stood", ["", "{", "[" * 9999, "[1]", '"a"', "{}", '{"events.event:1": 3}', "\x00"])
def test_a_page_without_its_hidden_field_compares_nothing(stood, page):
    Event.objects.update(title="Caring day")
    assert send(page | {"stood": stood}, title="Sharing week").is_valid()


@pytest.mark.parametrize(
    ("now", "words"), [(True, "It says now: ticked."), (False, "It says now: not ticked.")]
)
def test_a_box_to_tick_is_compared_too(now, words, event):
    speaker = make_speaker(event.project, to_be_confirmed=not now)
    stood = as_sent(as_stood([watched(SpeakerForm, {})(instance=speaker)]))
    speaker.to_be_confirmed = now
    speaker.save()
    same = QueryDict("name=Ada" + ("" if now else "&to_be_confirmed=on"))
    form = watched(SpeakerForm, stood)(same, instance=speaker)
    assert form.is_valid()
    assert form.cleaned_data["to_be_confirmed"] is now


def test_choices_of_several_are_compared_as_a_set(event):
    one, two = make_organisation(name="Bradford"), make_organisation(name="Leeds")
    outcome = Outcome.objects.create(
        event=event, statement="Share.", kind="conclusion", made_at=event.starts_at
    )
    outcome.must_act.set([one, two])
    stood = as_sent(as_stood([watched(OutcomeForm, {})(instance=outcome)]))
    outcome.must_act.set([two])
    left = watched(OutcomeForm, stood)(QueryDict(f"must_act={two.pk}&must_act={one.pk}"), instance=outcome)
    assert (left.is_valid(), left_alone([left])) == (True, "Organisations that must act")
    both = watched(OutcomeForm, stood)(QueryDict(f"must_act={one.pk}"), instance=outcome)
    assert "It says now: Leeds." in both.errors["must_act"][0]


def test_a_file_is_compared_only_when_one_is_sent(event):
    speaker = make_speaker(event.project, portrait="portraits/old.jpg")
    stood = as_sent(as_stood([watched(SpeakerForm, {})(instance=speaker)]))
    speaker.portrait = "portraits/new.jpg"
    assert watched(SpeakerForm, stood)(QueryDict("name=Ada"), {}, instance=speaker).is_valid()
    file = {"portrait": SimpleUploadedFile("mine.jpg", b"mine")}
    form = watched(SpeakerForm, stood)(QueryDict("name=Ada"), file, instance=speaker)
    assert "It says now: portraits/new.jpg." in " ".join(form.errors["portrait"])


def opened(client, address):
    """What a browser would send of the page's form as it stands."""
    form = next(form for form in Page(client.get(address).content.decode()).forms if "stood" in form.shape)
    return {one.name: one.value for one in form.inputs if one.kind not in ("submit", "checkbox", "file")}


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


def test_two_organisers_change_rows_of_one_programme(event, organiser):
    talk, walk = make_session(event, title="Talk"), make_session(event, title="Walk")
    address = reverse("admin:programme_programme_change", args=[event.pk])
    mine, theirs = opened(organiser, address), opened(organiser, address)
    rows = {value: key.removesuffix("id") for key, value in mine.items() if key.endswith("-id")}
    talk_is, walk_is = f"{rows[str(talk.pk)]}title", f"{rows[str(walk.pk)]}title"
    organiser.post(address, theirs | {talk_is: "Keynote"})
    page = organiser.post(address, mine | {talk_is: "Address", walk_is: "Tour"})
    told = page.content.decode()
    assert "It says now: Keynote." in told
    assert "Nothing is saved yet. Somebody else changed this too: Title." in told
    assert 'value="Address"' in told
    assert 'value="Tour"' in told
    assert set(event.sessions.values_list("title", flat=True)) == {"Keynote", "Walk"}


def test_two_organisers_change_different_fields_and_both_stand(event, organiser):
    address = reverse("admin:events_event_change", args=[event.pk])
    mine, theirs = opened(organiser, address), opened(organiser, address)
    assert organiser.post(address, theirs | {"title": "Caring day"}).status_code == 302
    page = organiser.post(address, mine | {"aims": "To meet."}, follow=True)
    event.refresh_from_db()
    assert (event.title, event.aims) == ("Caring day", "To meet.")
    assert "Meanwhile somebody else changed: Title. That stays as they left it." in page.content.decode()


@pytest.mark.parametrize(("where", "named"), [("title", "Talk"), ("nowhere", "session")])
def test_a_row_that_is_gone_stays_away_and_the_others_are_saved(where, named, event, organiser):
    talk, walk = make_session(event, title="Talk"), make_session(event, title="Walk")
    address = reverse("admin:programme_programme_change", args=[event.pk])
    mine = opened(organiser, address)
    rows = {value: key.removesuffix("id") for key, value in mine.items() if key.endswith("-id")}
    if where == "nowhere":
        mine.pop(f"{rows[str(talk.pk)]}title")
    talk.delete()
    page = organiser.post(address, mine | {f"{rows[str(walk.pk)]}title": "Tour"}, follow=True)
    assert f"Meanwhile somebody else took away: {named}." in page.content.decode()
    assert list(event.sessions.values_list("title", flat=True)) == ["Tour"]


@pytest.mark.parametrize("page", ["change", "delete"])
def test_whoever_sends_a_row_that_is_gone_is_told_so_and_has_their_words_back(page, event, organiser):
    gone = make_session(event, title="Talk")
    address = reverse(f"admin:programme_session_{page}", args=[gone.pk])
    gone.delete()
    told = {"title": "Keynote", "abstract": "Two lines\r\nof <b>text</b>", "kind": "talk", "room": "3"}
    answer = organiser.post(address, told if page == "change" else {"post": "yes"})
    words = answer.content.decode()
    assert answer.status_code == 404
    assert "Somebody took it away while you had it open, so nothing was saved." in words
    assert ("<dt>Title</dt><dd>Keynote</dd>" in words) == (page == "change")
    assert ("<dd>Two lines<br>of &lt;b&gt;text&lt;/b&gt;</dd>" in words) == (page == "change")
    assert f'href="{reverse("admin:programme_session_changelist")}"' in words


def test_a_page_of_a_row_that_is_gone_is_not_found(event, organiser):
    assert organiser.get(reverse("admin:programme_session_change", args=[99])).status_code == 404
