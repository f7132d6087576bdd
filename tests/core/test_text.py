"""Words as they are put together."""

import pytest

from dissemination.core.text import titled


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Workshop", "Workshop: Table 2"),
        ("What stops you?", "What stops you? Table 2"),
        ("Go!", "Go! Table 2"),
    ],
)
def test_a_title_and_what_belongs_to_it(title, told):
    assert titled(title, "Table 2") == told
