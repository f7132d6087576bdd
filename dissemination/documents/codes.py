"""QR codes as PDF image masks: one bit a module, drawn sharp at any size."""

from dataclasses import dataclass

import numpy as np
import zxingcpp

LONGEST = 1000
# Every reader takes any of the eight masks; choosing the prettiest costs five times the rest of the code.
MASK = 3


@dataclass(frozen=True, slots=True)
class Square:
    """A code for a page: the path of its dark modules, and how far it spans with a quiet zone of four."""

    path: str
    span: int


def square(text: str) -> Square:
    """The code of the text as an SVG path, one unit a module. Raises ValueError like `mask`."""
    light = _modules(text)
    dark = (f"M{x} {y}h1v1h-1z" for y, x in np.argwhere(~light).tolist())
    return Square("".join(dark), light.shape[0] + 8)


def mask(text: str) -> str:
    """The operators that paint the code of the text into the unit square, without its quiet zone.

    Raises ValueError when there is nothing to encode or more than 1,000 characters.
    """
    light = _modules(text)
    bits = np.packbits(light, axis=1).tobytes().hex()
    side = light.shape[0]
    return f"BI /W {side} /H {side} /IM true /BPC 1 /F /AHx ID {bits}> EI"


def _modules(text: str) -> "np.ndarray":
    """True where a module is light."""
    if not text or len(text) > LONGEST:
        raise ValueError("A code holds between 1 and 1,000 characters.")
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=MASK)
    light: np.ndarray = np.asarray(barcode.to_image(scale=1, add_quiet_zones=False)) != 0
    return light
