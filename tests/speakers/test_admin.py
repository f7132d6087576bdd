"""The organiser's lists: who is missing slides, and what can be done about it."""

from datetime import UTC, datetime, timedelta

import pytest

from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Message
from speakers import services
from speakers.models import Appearance, Material, MaterialVersion, Speaker
from tests.factories import (
    make_appearance,
    make_event,
    make_member,
    make_session,
    make_speaker,
    make_user,
    make_workshop,
)
from tests.speakers.conftest import AGREED, a_file

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
APPEARANCES, MATERIALS, SPEAKERS = (
    f"/admin/speakers/{name}/" for name in ("appearance", "material", "speaker")
)


@pytest.fixture
def organiser(client, talk):
    client.force_login(make_member(talk.event))
    return client


def act(client, address, action, *rows):
    """Press one action for these rows; what the page then says, one line for each."""
    form = {"action": action, "_selected_action": [row.pk for row in rows]}
    response = client.post(address, form, follow=True)
    return [str(message) for message in response.context["messages"]]


def listed(client, address):
    return list(client.get(address).context["cl"].queryset)


def test_the_list_says_who_is_missing_slides(organiser, talk, at):
    page = organiser.get(APPEARANCES).content.decode()
    assert "Awaited" in page
    assert "Not invited" in page
    talk.slides_due_at = at - timedelta(days=1)
    talk.save()
    assert '<span class="tag tag--stop">Late</span>' in organiser.get(APPEARANCES).content.decode()


def test_slides_are_due_on_the_clocks_of_the_event(organiser, talk):
    talk.slides_due_at = datetime(2026, 7, 1, 14, 0, tzinfo=UTC)
    talk.save()
    type(talk.event).objects.update(zone="America/New_York")
    page = organiser.get(f"{APPEARANCES}{talk.pk}/change/").content.decode()
    assert 'value="2026-07-01T10:00"' in page


def test_groups_are_offered_with_their_workshop(organiser, talk):
    for title in ("What stops you?", "Next steps"):
        make_workshop(talk.event, title=title, groups=1)
    page = organiser.get(f"{APPEARANCES}{talk.pk}/change/").content.decode()
    assert (">What stops you? " in page, ">Next steps: " in page) == (True, True)


def test_the_list_filters_by_who_owes_and_who_is_late(organiser, talk, material, at):
    owing = make_appearance(talk.session, slides_due_at=at + timedelta(days=1))
    late = make_appearance(talk.session, slides_due_at=at - timedelta(days=1))
    assert listed(organiser, f"{APPEARANCES}?slides=owed") == [owing, late]
    assert listed(organiser, f"{APPEARANCES}?slides=late") == [late]
    assert listed(organiser, f"{APPEARANCES}?slides=here") == [talk]
    assert listed(organiser, f"{APPEARANCES}?slides=nonsense") == [talk, owing, late]


def test_the_list_shows_only_ones_own_events(organiser, talk):
    make_appearance(make_session(make_event()))
    assert listed(organiser, APPEARANCES) == [talk]


@pytest.mark.parametrize("address", [APPEARANCES, MATERIALS, SPEAKERS])
def test_nobody_else_sees_the_lists(client, talk, address):
    assert client.get(address).status_code == 302
    client.force_login(make_user())
    assert client.get(address).status_code == 302
    client.force_login(make_member(talk.event, "desk"))
    assert client.get(address).status_code == 403


def test_inviting_says_for_each_how_it_went(organiser, talk, at):
    silent = make_appearance(talk.session, speaker=make_speaker(talk.event.project, name="To be", email=""))
    assert act(organiser, APPEARANCES, "invite", talk, silent) == [
        "Kim Sample (Speaker): invited",
        "To be (Speaker): no e-mail address, so nothing was sent",
    ]
    assert act(organiser, APPEARANCES, "invite", talk) == [
        "Kim Sample (Speaker): The invitation went out less than an hour ago."
    ]
    page = organiser.get(APPEARANCES).content.decode()
    assert "Invited 2 Mar 2026" in page
    assert "No e-mail address" in page


def test_reminding_reaches_only_those_who_owe(organiser, talk):
    free = make_appearance(talk.session, speaker=make_speaker(talk.event.project, name="No Slides"))
    assert act(organiser, APPEARANCES, "remind", talk, free) == [
        "Kim Sample (Speaker): reminded",
        "No Slides (Speaker): Nothing is owed.",
    ]


def test_a_reader_of_this_event_who_organises_another_cannot_invite_here(organiser, talk, client):
    user = make_member(make_event())
    talk.event.team.create(user=user, role="analyst")
    client.force_login(user)
    assert act(client, APPEARANCES, "invite", talk) == [
        "Kim Sample (Speaker): Your role at this event may not do this. Ask an organiser."
    ]
    assert Message.objects.count() == 0
    assert client.get(f"{APPEARANCES}{talk.pk}/replace/").status_code == 403


def test_an_appearance_is_added_and_recorded(organiser, talk):
    speaker = make_speaker(talk.event.project)
    session = make_session(talk.event)
    form = {
        "event": talk.event.pk,
        "session": session.pk,
        "speaker": speaker.pk,
        "role": "speaker",
        "order": 1,
    }
    response = organiser.post(f"{APPEARANCES}add/", form)
    assert response.status_code == 302
    assert Appearance.objects.filter(session=session, speaker=speaker).count() == 1


def test_nobody_is_put_in_two_places_at_once(organiser, talk):
    parallel = make_session(talk.event, title="Elsewhere")
    form = {
        "event": talk.event.pk,
        "session": parallel.pk,
        "speaker": talk.speaker.pk,
        "role": "speaker",
        "order": 1,
    }
    response = organiser.post(f"{APPEARANCES}add/", form)
    errors = response.context["adminform"].form.errors
    assert errors == {"speaker": ["Kim Sample is in “What we learnt” at that time."]}
    assert organiser.post(f"{APPEARANCES}add/", form | {"role": "chair"}).status_code == 302


def test_session_and_group_must_fit(organiser, talk):
    stranger = make_session(make_event())
    appearance = Appearance(event=talk.event, session=stranger, speaker=talk.speaker)
    with pytest.raises(Exception, match="Choose a session of this event"):
        appearance.clean()
    table = make_session(talk.event, kind="workshop").groups.create(name="Table 1")
    talk.group = table
    with pytest.raises(Exception, match="Choose a group of this session"):
        talk.clean()
    Appearance().clean()


def test_what_stands_in_a_diary_is_not_deleted(organiser, talk, at):
    address = f"{APPEARANCES}{talk.pk}/delete/"
    assert organiser.get(address).status_code == 200
    services.invite(talk, by=None, at=at)
    assert organiser.post(address, {"post": "yes"}).status_code == 403


def test_the_page_of_an_appearance_leads_to_its_tasks(organiser, talk, material):
    page = organiser.get(f"{APPEARANCES}{talk.pk}/change/").content.decode()
    assert f"{APPEARANCES}{talk.pk}/upload/" in page
    assert f"{APPEARANCES}{talk.pk}/replace/" in page
    assert f"{MATERIALS}{material.pk}/change/" in page


def test_another_speaker_takes_over(organiser, talk):
    other = make_speaker(talk.event.project, name="Sam Placeholder")
    address = f"{APPEARANCES}{talk.pk}/replace/"
    assert organiser.get(address).status_code == 200
    response = organiser.post(address, {"speaker": other.pk}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["Sam Placeholder takes over."]
    assert "Replaced" in response.content.decode()
    again = organiser.post(address, {"speaker": other.pk})
    assert (again.status_code, again.context["form"].errors) == (
        422,
        {"speaker": ["Somebody else does this now. Thank you for having been ready to."]},
    )


def test_whoever_was_invited_is_not_written_over(organiser, talk, at):
    other = make_speaker(talk.event.project, name="Sam Placeholder")
    services.invite(talk, by=None, at=at)
    sent = {"event": talk.event_id, "session": talk.session_id, "role": talk.role, "order": "0"}
    page = organiser.post(f"{APPEARANCES}{talk.pk}/change/", sent | {"speaker": other.pk})
    assert page.context["adminform"].form.errors == {
        "speaker": ["Kim Sample has been invited. Use “Replace” in the list of appearances."]
    }
    same = sent | {"speaker": talk.speaker_id, "order": "4"}
    kept = organiser.post(f"{APPEARANCES}{talk.pk}/change/", same)
    talk.refresh_from_db()
    assert (kept.status_code, talk.speaker.name, talk.order) == (302, "Kim Sample", 4)
    talk.speaker = other
    with pytest.raises(Refused, match="Kim Sample has been invited"):
        services.save_appearance(talk, by=None, at=at)


def test_nobody_appears_twice_in_one_role(organiser, talk):
    sent = {"event": talk.event_id, "session": talk.session_id, "speaker": talk.speaker_id, "role": talk.role}
    page = organiser.post(f"{APPEARANCES}add/", sent | {"order": "0"})
    assert "Kim Sample does this already. Choose somebody else." in page.content.decode()
    assert Appearance.objects.count() == 1


def test_somebody_new_takes_over_in_one_form(organiser, talk):
    new = {"name": "Sam Placeholder", "email": "sam@example.org", "job_title": "Adviser"}
    response = organiser.post(f"{APPEARANCES}{talk.pk}/replace/", {"speaker": ""} | new, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["Sam Placeholder takes over."]
    talk.refresh_from_db()
    speaker = talk.replaced_by.speaker
    assert (speaker.email, speaker.job_title, speaker.project) == (
        "sam@example.org",
        "Adviser",
        talk.event.project,
    )


def test_somebody_new_is_not_kept_when_nobody_can_take_over(organiser, talk, at):
    type(talk.event).objects.update(cancelled_at=at)
    response = organiser.post(f"{APPEARANCES}{talk.pk}/replace/", {"name": "Sam Placeholder"})
    assert (response.status_code, Speaker.objects.filter(name="Sam Placeholder").count()) == (422, 0)
    assert 'value="Sam Placeholder"' in response.content.decode()


@pytest.mark.parametrize("choice", ["", "999999", "x"])
def test_replacing_by_nobody_comes_back(organiser, talk, choice):
    response = organiser.post(f"{APPEARANCES}{talk.pk}/replace/", {"speaker": choice})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["speaker"])


def test_the_organiser_adds_slides_for_a_speaker(organiser, talk):
    address = f"{APPEARANCES}{talk.pk}/upload/"
    assert organiser.get(address).status_code == 200
    form = {"file": a_file(), "release": "public", "licence": "", "is_agreed": "on"}
    assert organiser.post(address, form).status_code == 302
    assert MaterialVersion.objects.get().uploaded_by is not None
    refused = organiser.post(address, form | {"file": a_file(content=b"<html>")})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])


@pytest.mark.parametrize("task", ["upload", "replace"])
def test_the_tasks_of_another_event_are_not_found(organiser, task):
    foreign = make_appearance(make_session(make_event()))
    assert organiser.get(f"{APPEARANCES}{foreign.pk}/{task}/").status_code == 404


def test_materials_are_checked_released_and_withdrawn(organiser, material):
    assert act(organiser, MATERIALS, "release", material) == ["What we learnt: Check it first."]
    assert act(organiser, MATERIALS, "mark_checked", material) == ["What we learnt: checked"]
    assert act(organiser, MATERIALS, "release", material) == ["What we learnt: released"]
    assert act(organiser, MATERIALS, "withdraw", material) == ["What we learnt: withdrawn"]


def test_the_agreement_of_a_speaker_is_noted(organiser, talk, at):
    material = services.upload(talk, a_file(), at=at).material
    assert act(organiser, MATERIALS, "agree", material) == ["What we learnt: agreement noted"]


def step(client, material, verb):
    """Press a button on the material's own page; what is said, and the page that comes."""
    address = f"{MATERIALS}{material.pk}/change/"
    answer = client.post(address, {"title": material.title, "step": verb}, follow=True)
    assert answer.redirect_chain[-1][0] == address
    return [str(one) for one in answer.context["messages"]], answer.content.decode()


def test_a_material_is_checked_and_released_on_its_own_page(organiser, material):
    page = organiser.get(f"{MATERIALS}{material.pk}/change/").content.decode()
    assert ("mark as checked" in page, "Check and release" in page, "Release to readers" in page) == (
        True,
        True,
        False,
    )
    said, page = step(organiser, material, "check")
    assert said[-1] == "What we learnt: checked"
    assert ("mark as checked" in page, "Release to readers" in page) == (False, True)
    said, page = step(organiser, material, "release")
    assert said[-1] == "What we learnt: released"
    assert 'name="step"' not in page


def test_one_press_checks_and_releases(organiser, material):
    said, _ = step(organiser, material, "both")
    assert said[-2:] == ["What we learnt: checked", "What we learnt: released"]


def test_a_publisher_releases_and_does_not_check(client, talk, material, at):
    client.force_login(make_member(talk.event, "publisher"))
    services.check(material, by=None, at=at)
    act(client, MATERIALS, "mark_checked", material)
    assert act(client, MATERIALS, "release", material) == ["What we learnt: released"]
    assert "mark_checked" not in client.get(MATERIALS).content.decode()


def test_a_material_shows_its_files_and_is_given_a_title(organiser, material):
    address = f"{MATERIALS}{material.pk}/change/"
    page = organiser.get(address).content.decode()
    assert f"/materials/{material.code}/1/" in page
    assert "View on site" not in page
    form = {"title": "Five lessons"}
    assert organiser.post(address, form).status_code == 302
    material.refresh_from_db()
    assert (material.title, material.release, material.state) == ("Five lessons", "public", "received")


def test_who_may_read_is_set_by_the_organiser_only_before_the_agreement(organiser, talk, at):
    material = services.upload(talk, a_file(), at=at).material
    address = f"{MATERIALS}{material.pk}/change/"
    form = {"title": "T", "release": "delegates", "licence": ""}
    organiser.post(address, form)
    services.agree(material, by=None, at=at)
    organiser.post(address, form | {"release": "public"})
    material.refresh_from_db()
    assert material.release == "delegates"


def test_a_speaker_is_written_by_the_projects_organisers(organiser, talk):
    address = f"{SPEAKERS}{talk.speaker.pk}/change/"
    form = {"project": talk.event.project.pk, "name": "Kim S. Sample", "email": "KIM@example.org"}
    assert organiser.post(address, form).status_code == 302
    talk.speaker.refresh_from_db()
    assert (talk.speaker.name, talk.speaker.email) == ("Kim S. Sample", "kim@example.org")
    foreign = make_speaker(make_event().project)
    assert organiser.get(f"{SPEAKERS}{foreign.pk}/change/").status_code == 404
    assert list(Speaker.objects.called("Kim@Example.org")) == [talk.speaker]


def test_an_analyst_reads_speakers_and_writes_none(client, talk):
    client.force_login(make_member(talk.event, "analyst"))
    address = f"{SPEAKERS}{talk.speaker.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "Other"}).status_code == 403


def test_an_administrator_writes_all(client, talk):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(f"{SPEAKERS}{talk.speaker.pk}/change/").status_code == 200
    assert client.get(f"{SPEAKERS}add/").status_code == 200


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '=HYPERLINK("https://evil.example/")'])
def test_a_hostile_name_is_shown_as_text(organiser, talk, name):
    talk.speaker.name = name
    talk.speaker.save()
    for address in (APPEARANCES, SPEAKERS, f"{APPEARANCES}{talk.pk}/replace/"):
        assert "<script>alert(1)" not in organiser.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "queries"),
    [(APPEARANCES, 11), (MATERIALS, 8), (SPEAKERS, 7)],
    ids=["who", "what", "speakers"],
)
def test_a_list_costs_the_same_at_one_row_and_at_three(
    organiser, talk, material, at, address, queries, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        organiser.get(address)
    for _ in range(2):
        other = make_appearance(make_session(talk.event), slides_due_at=at)
        services.upload(other, a_file(), at=at, terms=AGREED)
    with django_assert_num_queries(queries):
        organiser.get(address)
    assert Material.objects.count() == 3


def test_who_is_added_from_an_events_list_speaks_at_that_event(organiser, talk):
    elsewhere = make_event(project=talk.event.project, title="Elsewhere")
    elsewhere.team.create(user=talk.event.team.get().user)
    make_session(elsewhere, title="Another talk")
    address = f"{APPEARANCES}add/?_changelist_filters=event__id__exact%3D{talk.event.pk}"
    form = organiser.get(address).context["adminform"].form
    assert form["event"].value() == talk.event.pk
    assert [str(session) for session in form.fields["session"].queryset] == [str(talk.session)]
    assert organiser.get(f"{APPEARANCES}add/").context["adminform"].form["event"].value() is None
