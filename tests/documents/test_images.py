"""Photographs: what is stored is a picture that we wrote, and nothing else gets in."""

import io
import time
import zlib

import pytest
from PIL import Image, ImageCms

from dissemination.documents import images


def picture(kind="JPEG", size=(60, 40), mode="RGB", colour="teal", **more):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **more)
    return file.getvalue()


def read(photo):
    return Image.open(io.BytesIO(photo.jpeg))


def refused(content):
    with pytest.raises(images.UnusablePhotograph) as caught:
        images.photograph(content)
    assert str(caught.value) == images.REASONS[caught.value.code]
    return caught.value.code


def png_header(width, height):
    """A PNG of this size in a few bytes: one colour, packed rows."""

    def chunk(kind, data):
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_written_anew_as_jpeg(kind):
    photo = images.photograph(picture(kind))
    assert (read(photo).format, photo.width, photo.height) == ("JPEG", 60, 40)


def test_place_and_camera_are_not_kept_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Camera", {1: "N", 2: (52.0, 28.0, 0.0)}
    photo = images.photograph(picture(exif=exif, comment=b"private"))
    assert (photo.width, photo.height) == (40, 60)
    assert dict(read(photo).getexif()) == {}
    assert b"Camera" not in photo.jpeg
    assert b"private" not in photo.jpeg


def test_a_large_photograph_is_made_smaller():
    photo = images.photograph(picture(size=(4000, 1000)))
    assert (photo.width, photo.height) == (2400, 600)


def test_what_is_clear_becomes_white():
    photo = images.photograph(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert read(photo).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK"])
def test_grey_indexed_and_print_colours_are_taken(mode):
    file = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").convert(mode).save(file, "PNG" if mode == "P" else "JPEG")
    assert read(images.photograph(file.getvalue())).mode == "RGB"


def test_a_colour_profile_is_applied_and_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = images.photograph(picture(icc_profile=profile))
    assert "icc_profile" not in read(photo).info


def test_a_broken_colour_profile_does_not_cost_the_photograph():
    assert images.photograph(picture(icc_profile=b"not a profile")).width == 60


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (SVG, "not_a_photograph"),
        (b"<html><script>alert(1)</script></html>", "not_a_photograph"),
        (b"GIF89a/*<script>*/=1;alert(1)//</script>", "not_a_photograph"),
        (picture("GIF"), "not_a_photograph"),
        (b"%PDF-1.7", "not_a_photograph"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "mixed"),
        (picture() + b"<script>alert(1)</script>", "mixed"),
        (b"RIFF" + bytes(100), "broken"),
        (picture()[:300], "broken"),
        (b"\xff\xd8\xff" + b"\0" * 500, "broken"),
        (b"\xff\xd8\xff" + bytes(images.MOST_BYTES), "too_large"),
    ],
)
def test_what_is_not_a_photograph_is_refused_with_its_reason(content, code):
    assert refused(content) == code


@pytest.mark.parametrize("side", [6400, 12_000, 20_000, 60_000])
def test_too_many_pixels_are_refused_before_they_are_decoded(side):
    started = time.process_time()
    assert refused(png_header(side, side)) == "too_many_pixels"
    assert time.process_time() - started < 0.1
