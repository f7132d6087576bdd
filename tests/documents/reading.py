"""Reads PDFs back as a person and a telephone would: their words, and what their codes say."""

import io
import re

import numpy as np
import pypdf
import zxingcpp

CODE = re.compile(rb"BI /W (\d+) /H \d+ /IM true /BPC 1 /F /AHx ID ([0-9a-f]+)> EI")


def pages(file):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages]


def words(file):
    return "\n".join(pages(file))


def sizes(file):
    """The size, in points, in which each line of the first page is set."""
    found = {}

    def heard(text, _cm, matrix, _font, size):
        found[text.strip()] = size * matrix[3]

    pypdf.PdfReader(io.BytesIO(file)).pages[0].extract_text(visitor_text=heard)
    return found


def drawing(file):
    return b"\n".join(page.get_contents().get_data() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


def codes(file):
    return [_said(int(side), bytes.fromhex(bits.decode())) for side, bits in CODE.findall(drawing(file))]


def _said(side, bits):
    rows = np.frombuffer(bits, dtype=np.uint8).reshape(side, -1)
    light = np.pad(np.unpackbits(rows, axis=1)[:, :side], 4, constant_values=1)
    return zxingcpp.read_barcode(np.kron(light, np.ones((4, 4), dtype=np.uint8)) * 255).text
