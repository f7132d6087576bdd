"""The people of sample and rehearsal are invented, many and always the same."""

from collections import Counter
from itertools import islice

from dissemination.workspace.services.sample import cast


def crowd(number=500):
    return list(islice(cast.people("one"), number))


def test_the_same_seed_invents_the_same_people():
    assert crowd(30) == list(islice(cast.people("one"), 30))
    assert crowd(30) != list(islice(cast.people("two"), 30))


def test_nobody_has_a_real_address_and_no_two_have_the_same():
    addresses = [person.email for person in crowd()]
    assert len(set(addresses)) == 500
    assert {address.rpartition("@")[2] for address in addresses} == {"example.org"}


def test_a_few_organisations_send_many_and_every_sector_comes():
    organisations = Counter(person.organisation for person in crowd())
    (_, most), *_, (_, fewest) = organisations.most_common()
    assert most > 5 * fewest
    assert len({person.sector for person in crowd()}) == 6


def test_names_come_in_several_scripts_and_needs_are_rare():
    people = crowd()
    assert sum(not person.name.isascii() for person in people) == 45
    assert 5 < sum(bool(person.features) for person in people) < 40
