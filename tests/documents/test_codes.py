"""A code on a page says the same as one on paper."""

import re

import numpy as np
import pytest
import zxingcpp

from dissemination.documents import codes


def said(square):
    """What a telephone reads when the path is drawn."""
    light = np.full((square.span, square.span), 255, dtype=np.uint8)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", square.path):
        light[int(y) + 4, int(x) + 4] = 0
    return zxingcpp.read_barcode(np.kron(light, np.ones((4, 4), dtype=np.uint8))).text


@pytest.mark.parametrize("text", ["x", "https://onward.example.org/tables/abc.def/", "é王" * 20])
def test_a_code_on_a_page_reads_back(text):
    assert said(codes.square(text)) == text


@pytest.mark.parametrize("text", ["", "x" * 1001])
def test_a_code_for_nothing_or_too_much_is_refused(text):
    with pytest.raises(ValueError, match=r"between 1 and 1,000"):
        codes.square(text)
