"""Users, people and the audit: for administrators alone."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.urls import reverse

from dissemination.accounts import services
from dissemination.accounts.models import AuditEntry, Person, User
from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from tests.factories import make_event, make_member, make_user

pytestmark = pytest.mark.django_db
LISTS = {"user": 5, "person": 5, "auditentry": 5}


@pytest.fixture
def administrator(client):
    user = make_user("head@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def test_an_administrator_adds_somebody_by_address(client, administrator):
    response = client.post(
        reverse("admin:accounts_user_add"),
        {"email": "Robin@Example.org", "is_active": "on", "is_staff": "on"},
    )
    assert response.status_code == 302
    user = User.objects.get(email="robin@example.org")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)
    assert Person.objects.get(email=user.email).user == user
    assert AuditEntry.objects.get().verb == "set rights"


def test_an_administrator_closes_the_workspace_to_somebody(client, administrator):
    user = make_user(is_staff=True)
    address = reverse("admin:accounts_user_change", args=[user.pk])
    assert client.post(address, {"email": user.email, "is_active": "on"}).status_code == 302
    user.refresh_from_db()
    assert user.is_staff is False


@pytest.mark.parametrize("name", ["not an address", '"quoted"@example.org', "", "a@b\x00.org"])
def test_what_is_no_address_is_answered_in_the_form(name, client, administrator):
    response = client.post(reverse("admin:accounts_user_add"), {"email": name})
    assert response.status_code == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", LISTS)
def test_an_organiser_has_no_business_with(name, client):
    client.force_login(make_member(make_event()))
    assert client.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_and_for_three(
    name, rows, client, administrator, at, django_assert_num_queries
):
    for number in range(rows):
        person = services.person_for(f"p{number}@example.org", at=at)
        services.record("look", person, by=administrator, at=at)
    with django_assert_num_queries(LISTS[name]):
        assert client.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 200


def test_the_audit_names_who_did_it(client, administrator, at):
    services.record("look", administrator, by=administrator, at=at)
    services.record("sweep", administrator, by=None, at=at)
    page = client.get(reverse("admin:accounts_auditentry_changelist")).content.decode()
    assert '<td class="field-actor">head@example.org</td>' in page
    assert '<td class="field-actor">–</td>' in page


@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_nobody_writes_the_audit_by_hand(verb, client, administrator, at):
    entry = services.record("look", administrator, by=administrator, at=at)
    address = reverse(f"admin:accounts_auditentry_{verb}", args=[] if verb == "add" else [entry.pk])
    assert client.post(address, {"verb": "nothing"}).status_code == 403


def test_bringing_somebody_in_opens_the_workspace_once(administrator, at):
    first = services.bring_in("robin@example.org", by=administrator, at=at)
    assert services.bring_in("ROBIN@example.org", by=administrator, at=at) == first
    assert first.is_staff is True
    assert AuditEntry.objects.count() == 1


def test_nobody_acts_without_signing_in():
    with pytest.raises(Refused, match=r"Sign in first\."):
        signed_in(AnonymousUser())


def test_a_person_sees_their_own_row_alone_and_administrators_see_all(at):
    ann, bob = (
        services.person_for(f"{number}@example.org", name=name, at=at)
        for number, name in enumerate(("Ann", ""))
    )
    assert list(Person.objects.for_user(ann.user)) == [ann]
    assert set(Person.objects.for_user(make_user(is_superuser=True))) >= {ann, bob}
    assert list(Person.objects.for_user(AnonymousUser())) == []
    assert [str(ann), str(bob)] == ["Ann", "1@example.org"]


def test_only_people_who_work_here_let_others_in(at):
    with pytest.raises(Refused, match="Only people who work here may let others in"):
        services.bring_in("robin@example.org", by=make_user("delegate@example.org"), at=at)
    assert User.objects.filter(email="robin@example.org").count() == 0


def test_somebody_who_was_shut_out_stays_shut_out_when_asked_for_as_a_person(at):
    make_user("robin@example.org")
    User.objects.filter(email="robin@example.org").update(is_active=False)
    assert services.person_for("robin@example.org", at=at).user.is_active is False


def test_djangos_model_permissions_play_no_part(django_assert_num_queries):
    staff, head = make_user(is_staff=True), make_user("head@example.org", is_staff=True, is_superuser=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_person"))
    with django_assert_num_queries(0):
        assert not staff.has_perm("accounts.view_person")
        assert not staff.has_module_perms("accounts")
        assert head.has_perm("accounts.view_person")
        assert head.has_module_perms("accounts")
