"""Sheets of paper: places set lines, boxes and codes at millimetres from the top left, and makes the PDF.

Text is embedded as glyphs that HarfBuzz chose, with the letters they stand for beside them, so that any
script prints as it should and can be searched. Nothing here reads markup: what is in a name is printed.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from dissemination.documents import codes, setting
from dissemination.documents.founts import Fount
from dissemination.documents.setting import Line, Run
from dissemination.documents.typefaces import Typeface

MM = 72 / 25.4
A4 = (210.0, 297.0)
INK, WHITE, BRAND, ACCENT, QUIET, FAINT = "#1d2530", "#ffffff", "#0b4a5e", "#f2b134", "#5b6470", "#c9cdd2"
# Streams stay binary: the text form of them costs a third more bytes and half a second on 2,000 badges.
rl_config.useA85 = 0
_ALIGN = {"left": 0.0, "centre": 0.5, "right": 1.0}


@cache
def _filling(colour: str) -> str:
    return _shares(colour) + " rg"


@cache
def _drawing(colour: str) -> str:
    return _shares(colour) + " RG"


def _shares(colour: str) -> str:
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))


@lru_cache(maxsize=512)
def _rounded(width: float, height: float, radius: float) -> str:
    """The outline of a box with round corners, as PDF path operators."""
    w, h, r = width * MM, height * MM, radius * MM
    k = r * 0.4477  # where a Bézier curve's handles lie for a quarter of a circle
    return (
        f"{r:.2f} 0 m {w - r:.2f} 0 l {w - k:.2f} 0 {w:.2f} {k:.2f} {w:.2f} {r:.2f} c "
        f"{w:.2f} {h - r:.2f} l {w:.2f} {h - k:.2f} {w - k:.2f} {h:.2f} {w - r:.2f} {h:.2f} c "
        f"{r:.2f} {h:.2f} l {k:.2f} {h:.2f} 0 {h - k:.2f} 0 {h - r:.2f} c "
        f"0 {r:.2f} l 0 {k:.2f} {k:.2f} 0 {r:.2f} 0 c"
    )


class Book:
    """A PDF in the making. Distances are millimetres from the top left corner, sizes are points."""

    def __init__(self, *, title: str, size: tuple[float, float] = A4) -> None:
        self.width, self.height = size
        self._file = io.BytesIO()
        self._canvas = Canvas(self._file, pagesize=(self.width * MM, self.height * MM), pageCompression=1)
        self._canvas.setTitle(setting.clean(title))
        self._canvas.setCreator("Onward")
        self._founts: dict[Typeface, Fount] = {}
        self.number = 1

    def page(self, size: tuple[float, float] | None = None) -> None:
        """Ends the sheet and starts the next, of another size where one is given."""
        self._canvas.showPage()
        self.number += 1
        if size:
            self.width, self.height = size
            self._canvas.setPageSize((self.width * MM, self.height * MM))

    def chapter(self, title: str) -> None:
        """Lists this page under its title in the reader's table of contents."""
        self._canvas.bookmarkPage(f"page-{self.number}")
        self._canvas.addOutlineEntry(setting.clean(title), f"page-{self.number}")

    def finish(self) -> bytes:
        """The PDF; the sheet in hand is its last."""
        self.page()
        document = self._canvas._doc  # type: ignore[attr-defined]
        for fount in self._founts.values():
            fount.finish(document)
        self._canvas.save()
        return self._file.getvalue()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> float:
        """Draws one line with its baseline at y; returns its width in millimetres."""
        set_line = setting.line(text, bold)
        if not set_line.runs:
            return 0.0
        width = set_line.width * size / MM
        self._write(_filling(colour))
        self._draw(set_line, (x - width * _ALIGN[align]) * MM, (self.height - y) * MM, size)
        return width

    def rectangle(
        self, x: float, y: float, width: float, height: float, *, colour: str, radius: float = 0
    ) -> None:
        """A filled box with its top left corner at x, y."""
        left, bottom = x * MM, (self.height - y - height) * MM
        self._write(
            f"{_filling(colour)} q 1 0 0 1 {left:.2f} {bottom:.2f} cm {_rounded(width, height, radius)} f Q"
        )

    def disc(self, x: float, y: float, radius: float, *, colour: str) -> None:
        """A filled circle around x, y."""
        self.rectangle(x - radius, y - radius, 2 * radius, 2 * radius, colour=colour, radius=radius)

    @contextmanager
    def upside_down(self) -> Iterator[None]:
        """What is drawn meanwhile stands on its head: the sheet is turned about its middle."""
        self._write(f"q -1 0 0 -1 {self.width * MM:.2f} {self.height * MM:.2f} cm")
        yield
        self._write("Q")

    def frame(
        self, x: float, y: float, width: float, height: float, *, colour: str = INK, weight: float = 0.7
    ) -> None:
        """An empty box with a line around it; weight in points."""
        box = f"{x * MM:.2f} {(self.height - y - height) * MM:.2f} {width * MM:.2f} {height * MM:.2f}"
        self._write(f"{_drawing(colour)} {weight:.2f} w {box} re S")

    def rule(self, x: float, y: float, width: float, *, colour: str = FAINT, weight: float = 0.5) -> None:
        """A thin line to the right of x, y."""
        height = f"{(self.height - y) * MM:.2f}"
        ends = f"{x * MM:.2f} {height} m {(x + width) * MM:.2f} {height} l"
        self._write(f"{_drawing(colour)} {weight:.2f} w {ends} S")

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code of the text in a square of this side; the paper around it stays white."""
        edge = side * MM
        place = f"{edge:.2f} 0 0 {edge:.2f} {x * MM:.2f} {(self.height - y - side) * MM:.2f} cm"
        self._write(f"{_filling(INK)} q {place} {codes.mask(text)} Q")

    def _draw(self, set_line: Line, x: float, y: float, size: float) -> None:
        operators = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
        for run in set_line.runs:
            operators.extend(self._spelt(run, size))
        self._write(" ".join([*operators, "ET"]))

    def _spelt(self, run: Run, size: float) -> list[str]:
        fount = self._fount(run.typeface)
        drawn = [f"{rise * size:.2f} Ts [{array}] TJ" for rise, array in fount.operands(run)]
        named = [f"/{fount.resource} {size:.2f} Tf", *drawn]
        if not run.spoken:
            return named
        spoken = run.spoken.encode("utf-16-be").hex()
        return [f"/Span <</ActualText <feff{spoken}>>> BDC", *named, "EMC"]

    def _fount(self, typeface: Typeface) -> Fount:
        if typeface not in self._founts:
            document = self._canvas._doc  # type: ignore[attr-defined]
            resource = f"L{len(self._founts) + 1}"
            dictionary = pdfdoc.PDFDictionary({})
            document.idToObject["BasicFonts"].dict[resource] = document.Reference(dictionary)
            self._founts[typeface] = Fount(typeface, resource, dictionary)
        return self._founts[typeface]

    def _write(self, operators: str) -> None:
        self._canvas._code.append(operators)  # type: ignore[attr-defined]
