"""What ended in a deadlock is done once more, where the whole transaction can be."""

import pytest
from django.db import OperationalError, transaction

from dissemination.core.again import DEADLOCK, after_deadlock


class Broken(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def breaking_off(times, *, sqlstate=DEADLOCK):
    calls = []

    @after_deadlock
    def verb(word):
        calls.append(word)
        if len(calls) <= times:
            raise OperationalError("broken off") from Broken(sqlstate)
        return word

    return verb, calls


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_has_the_verb_begin_anew():
    verb, calls = breaking_off(1)
    assert (verb("yes"), calls) == ("yes", ["yes", "yes"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("times", "sqlstate", "tries"), [(2, DEADLOCK, 2), (1, "57014", 1)])
def test_a_second_deadlock_and_any_other_fault_are_told(times, sqlstate, tries):
    verb, calls = breaking_off(times, sqlstate=sqlstate)
    with pytest.raises(OperationalError):
        verb("no")
    assert len(calls) == tries


def test_a_part_of_a_larger_transaction_is_not_done_again(db):
    verb, calls = breaking_off(1)
    with transaction.atomic(), pytest.raises(OperationalError):
        verb("no")
    assert len(calls) == 1
