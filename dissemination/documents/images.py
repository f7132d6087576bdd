"""Photographs as they may be stored and shown: decoded under a limit and written anew, without metadata."""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from dissemination.documents.marking import gettext_noop as _

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2400
QUALITY = 86
_STARTS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WEBP"}
_MARKUP = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?php")

REASONS = {
    "empty": _("The file is empty. Choose a photograph."),
    "too_large": _("The file is larger than 25 MB. Choose a smaller photograph."),
    "not_a_photograph": _("The file is not a photograph. Choose a JPEG, PNG or WebP file."),
    "mixed": _("The file holds more than a photograph. Save it again as JPEG, then choose it."),
    "too_many_pixels": _("The photograph has more than 40 million pixels. Choose a smaller one."),
    "broken": _("The photograph cannot be read. Save it again as JPEG, then choose it."),
}


class UnusablePhotograph(Exception):
    """The file cannot be taken as a photograph; `code` is a key of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


@dataclass(frozen=True)
class Photo:
    """A photograph written by us: JPEG, upright, no metadata; width and height in pixels."""

    jpeg: bytes
    width: int
    height: int


def photograph(content: bytes) -> Photo:
    """The photograph in the file, fit to be stored and served. Raises UnusablePhotograph with the reason."""
    kind = _kind(content)
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnusablePhotograph("too_many_pixels")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _written(_upright(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusablePhotograph("too_many_pixels") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise UnusablePhotograph("broken") from error


def _kind(content: bytes) -> str:
    if not content:
        raise UnusablePhotograph("empty")
    if len(content) > MOST_BYTES:
        raise UnusablePhotograph("too_large")
    kind = next((kind for start, kind in _STARTS.items() if content.startswith(start)), "")
    if not kind:
        raise UnusablePhotograph("not_a_photograph")
    if any(mark in content[:1024].lower() or mark in content[-1024:].lower() for mark in _MARKUP):
        raise UnusablePhotograph("mixed")
    return kind


def _upright(picture: Image.Image) -> Image.Image:
    """The picture as it was meant to be seen: turned, in common colours, on white where it is clear."""
    turned = ImageOps.exif_transpose(picture)
    if turned.has_transparency_data:
        clear = turned.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return _common_colours(turned).convert("RGB")


def _common_colours(picture: Image.Image) -> Image.Image:
    """Telephones write wider colours with a profile; without it they would look pale."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode != "RGB":
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _written(picture: Image.Image) -> Photo:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    file = io.BytesIO()
    clean.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Photo(file.getvalue(), clean.width, clean.height)
