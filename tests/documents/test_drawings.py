"""Pictures drawn for the purpose are the same for the same seed, and photographs of nobody."""

import io

import pytest
from PIL import Image

from dissemination.documents import drawings


@pytest.mark.parametrize("draw", [drawings.talk, drawings.tables])
def test_a_drawing_is_a_picture_of_its_size(draw):
    picture = Image.open(io.BytesIO(draw("one")))
    assert (picture.format, picture.size) == ("JPEG", (1200, 800))


def test_the_same_seed_draws_the_same_picture_and_another_seed_another():
    assert drawings.tables("one") == drawings.tables("one")
    assert drawings.tables("one") != drawings.tables("two")
