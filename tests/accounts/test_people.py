"""One person for each address, however many ask at once."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from dissemination.accounts.models import Person, User
from dissemination.accounts.services import make_person, person_for
from dissemination.events.models import Event
from registrations import services
from registrations.services import Details
from tests.factories import DAY, make_event

ADDRESS, BEFORE = "ann@example.org", DAY - timedelta(days=30)


def test_a_new_person_comes_with_a_user_who_has_no_password(db):
    person, is_new = make_person(" Ann@Example.org ", name="Ann Example", at=BEFORE)
    assert (is_new, person.email, person.name, person.user.email) == (True, ADDRESS, "Ann Example", ADDRESS)
    assert not person.user.has_usable_password()


def test_a_person_made_in_the_same_instant_is_found(db):
    made, _ = make_person(ADDRESS, name="Ann Example", at=BEFORE)
    assert make_person(ADDRESS, name="Somebody Else", at=BEFORE) == (made, False)
    assert (Person.objects.count(), User.objects.count()) == (1, 1)


def test_a_user_without_a_person_gets_one(db):
    user = User.objects.create_user(ADDRESS)
    assert person_for(ADDRESS, name="Ann Example", at=BEFORE).user == user


@pytest.mark.slow  # PostgreSQL's alone: SQLite lets one transaction write at a time, and knows no deadlock
@pytest.mark.django_db(transaction=True)
def test_whoever_registers_while_being_brought_in_has_one_place_and_no_error():
    """One holds the event and wants the address, the other has the address and wants the event."""
    event, is_held = make_event(capacity=5), threading.Event()

    def bring_in():
        with transaction.atomic():
            Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '20s'")  # the other one is broken off
            is_held.set()
            threading.Event().wait(0.5)
            make_person(ADDRESS, name="Ann Example", at=BEFORE)
        connection.close()

    other = threading.Thread(target=bring_in)
    other.start()
    is_held.wait(10)
    details = Details(name="Ann Example", email=ADDRESS)
    place = services.register(event, details, form_key=uuid4(), at=BEFORE)
    other.join(20)
    assert (place.state, place.person) == ("confirmed", Person.objects.get())
