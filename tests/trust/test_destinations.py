"""Nothing is moved to where its mover has no say: a verb asks of where a row was and of where it is to be."""

from types import SimpleNamespace

import pytest

from dissemination.capture.links import sheet_of
from dissemination.core.verdicts import Refused
from dissemination.events import services as events
from dissemination.followup import services as followup
from dissemination.groups import services as groups
from dissemination.outcomes import services as outcomes
from dissemination.outcomes.models import Theme
from dissemination.stories import services as stories
from dissemination.stories.models import CaseStudy
from registrations import services as registrations
from registrations.models import GroupPlace, Need
from sessions import services as programme
from speakers import services as speakers
from tests.factories import make_event, make_member, make_registration, make_room, make_speaker, make_workshop
from tests.trust.world import AFTER, BEFORE


@pytest.fixture
def there():
    """Another team's event, with a row of each kind."""
    event = make_event()
    workshop = make_workshop(event, groups=1, questions=1)
    group = workshop.groups.get()
    return SimpleNamespace(
        event=event,
        workshop=workshop,
        room=make_room(event),
        group=group,
        sheet=sheet_of(group),
        theme=Theme.objects.create(event=event, title="Theirs"),
        outcome=event.outcomes.create(statement="Theirs.", made_at=AFTER),
        registration=make_registration(event),
    )


def _moved(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _workshop(world):
    return world.event.sessions.workshops().get()


def _programme(world, who, **rows):
    programme.change_programme(world.event, **{"saved": [], "removed": []} | rows, **who)


def _conclude(world, who, **values):
    outcomes.conclude(world.event, statement="So", note="Heard", **values, **who)


def _plan(there):
    return events.Plan("B", BEFORE, AFTER, "UTC", "b@example.org", project=there.event.project)


MOVES = {
    "a new event into their project": lambda w, t, who: events.start_event(_plan(t), **who),
    "an event into their project": lambda w, t, who: events.save_event(
        _moved(w.event, project=t.event.project), **who
    ),
    "their session kept": lambda w, t, who: _programme(w, who, saved=[t.workshop]),
    "their session removed": lambda w, t, who: _programme(w, who, removed=[t.workshop]),
    "their group kept": lambda w, t, who: _programme(w, who, saved=[t.group]),
    "a session into their room": lambda w, t, who: _programme(
        w, who, saved=[_moved(_workshop(w), room=t.room)]
    ),
    "a speaker into their project": lambda w, t, who: speakers.save_speaker(
        _moved(w.talk.speaker, project=t.event.project), **who
    ),
    "an appearance into their session": lambda w, t, who: speakers.save_appearance(
        _moved(w.talk, session=t.workshop), **who
    ),
    "an appearance of their speaker": lambda w, t, who: speakers.save_appearance(
        _moved(w.talk, speaker=make_speaker(t.event.project)), **who
    ),
    "an appearance at their table": lambda w, t, who: speakers.save_appearance(
        _moved(w.talk, group=t.group), **who
    ),
    "an appearance into their event": lambda w, t, who: speakers.save_appearance(
        _moved(w.talk, event=t.event, session=t.workshop, speaker=make_speaker(t.event.project)), **who
    ),
    "a conclusion from their flip chart": lambda w, t, who: _conclude(w, who, sheets=[t.sheet]),
    "a conclusion under their theme": lambda w, t, who: _conclude(w, who, theme=t.theme),
    "a conclusion in place of theirs": lambda w, t, who: _conclude(w, who, supersedes=t.outcome),
    "a conclusion into their event": lambda w, t, who: outcomes.keep(
        _moved(w.event.outcomes.create(statement="So", made_at=AFTER), event=t.event), **who
    ),
    "a point into their theme": lambda w, t, who: outcomes.place(w.sheet.points.first(), t.theme, **who),
    "a theme into their event": lambda w, t, who: outcomes.keep_theme(
        _moved(w.event.themes.first(), event=t.event), **who
    ),
    "a commitment into their event": lambda w, t, who: outcomes.amend(
        _moved(w.promise, event=t.event), **who
    ),
    "needs to their delegate": lambda w, t, who: registrations.save_need(
        _moved(Need.objects.get(), registration=t.registration), **who
    ),
    "a delegate to their table": lambda w, t, who: groups.move(
        GroupPlace.objects.get().registration, t.group, **who | {"at": BEFORE}
    ),
    "a follow-up into their event": lambda w, t, who: followup.keep(
        _moved(w.event.follow_up.filter(mailing=None).first(), event=t.event), **who
    ),
    "a story into their project": lambda w, t, who: stories.write(
        _moved(CaseStudy.objects.get(), project=t.event.project), **who
    ),
}


def test_nothing_is_moved_to_where_the_mover_has_no_say(world, there):
    organiser = world.event.team.get(role="organiser").user
    for name, move in MOVES.items():
        with pytest.raises(Refused):
            pytest.fail(f"moved: {name}, {move(_fresh(world), there, {'by': organiser, 'at': AFTER})}")


def _fresh(world):
    """The rows as they stand in the database, whatever an earlier attempt did to them in memory."""
    rows = {name: getattr(world, name) for name in ("event", "talk", "sheet", "promise")}
    return SimpleNamespace(**{name: type(row).objects.get(pk=row.pk) for name, row in rows.items()})


def test_the_form_offers_projects_that_one_may_change_alone(world, client):
    """Somebody on the desk of one project's event, who organises another's, starts no event in the first."""
    desk = world.event.team.get(role="desk").user
    make_member(world.event)
    own = make_event()
    own.team.create(user=desk, role="organiser")
    client.force_login(desk)
    page = client.get("/admin/event/new/").content.decode()
    assert (own.project.title in page, world.event.project.title in page) == (True, False)
