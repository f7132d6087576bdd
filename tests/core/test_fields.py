"""What people type reaches the database clean."""

import pytest
from django.core.exceptions import ValidationError

from dissemination.core.models import AddressField, LineField, ProseField, Revision


def test_one_line_and_prose_are_cleaned_on_every_way_in():
    assert LineField().to_python(" one\n two\u202e ") == LineField().get_prep_value("one two") == "one two"
    assert ProseField().to_python("one\r\ntwo\x07") == ProseField().get_prep_value("one\ntwo") == "one\ntwo"
    assert AddressField().to_python(" Ann@Example.org") == AddressField().get_prep_value("ANN@example.org")


@pytest.mark.parametrize("field", [LineField(), ProseField(), AddressField()])
def test_nothing_stays_nothing(field):
    assert field.to_python(None) is field.get_prep_value(None) is None


def test_an_address_in_quotes_is_not_taken():
    with pytest.raises(ValidationError, match=r"in the form name@example\.org"):
        AddressField().to_python('"ann"@example.org')


def test_a_revision_is_called_by_its_number():
    assert str(Revision(number=7)) == "7"
