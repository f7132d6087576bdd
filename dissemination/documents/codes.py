"""QR codes as PDF image masks: one bit a module, drawn sharp at any size."""

import numpy as np
import zxingcpp

LONGEST = 1000
# Every reader takes any of the eight masks; choosing the prettiest costs five times the rest of the code.
MASK = 3


def mask(text: str) -> str:
    """The operators that paint the code of the text into the unit square, without its quiet zone.

    Raises ValueError when there is nothing to encode or more than 1,000 characters.
    """
    if not text or len(text) > LONGEST:
        raise ValueError("A code holds between 1 and 1,000 characters.")
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=MASK)
    light = np.asarray(barcode.to_image(scale=1, add_quiet_zones=False)) != 0
    bits = np.packbits(light, axis=1).tobytes().hex()
    side = light.shape[0]
    return f"BI /W {side} /H {side} /IM true /BPC 1 /F /AHx ID {bits}> EI"
