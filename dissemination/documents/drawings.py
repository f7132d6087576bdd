"""Pictures drawn for the purpose: a talk and tables at work, in place of photographs of real people."""

import io
import math
import random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
FINER = 2  # drawn larger, then made smaller: smooth edges
PAPER, INK, BRAND, ACCENT, WHITE, WALL = "#f7f5f0", "#1d2530", "#0b4a5e", "#f2b134", "#ffffff", "#e4ded2"
CLOTHES = ("#0072b2", "#009e73", "#cc79a7", "#d55e00", "#e69f00", "#56b4e9", "#7a7f87")
SKIN = ("#f1c9a5", "#c68642", "#8d5524", "#e0ac69", "#ffdbac", "#6b4423")


def talk(seed: str) -> bytes:
    """Somebody at a lectern beside a screen, seen from the room. JPEG, 1200 x 800, the same for a seed."""
    dice, canvas = random.Random(seed), _Canvas(WALL)
    canvas.box(0, 560, WIDTH, HEIGHT, "#cfc6b6")
    canvas.box(430, 90, 1080, 470, WHITE, radius=10)
    canvas.box(470, 135, 840, 165, BRAND, radius=6)
    for row in range(4):
        canvas.box(470, 205 + row * 55, 470 + dice.randint(260, 540), 223 + row * 55, "#c9d3d8", radius=6)
    canvas.box(470, 425, 560, 440, ACCENT, radius=4)
    canvas.person(260, 300, 1.5, dice)
    canvas.box(190, 430, 330, 640, "#7b5b3a", radius=8)
    canvas.box(175, 415, 345, 445, "#5f452b", radius=6)
    _audience(canvas, dice)
    return canvas.jpeg()


def tables(seed: str) -> bytes:
    """Groups round their tables, paper between them. JPEG, 1200 x 800, the same for a seed."""
    dice, canvas = random.Random(seed), _Canvas(WALL)
    canvas.box(0, 250, WIDTH, HEIGHT, "#d8cfbf")
    canvas.box(120, 60, 300, 300, WHITE, radius=6)
    for row in range(4):
        canvas.box(145, 95 + row * 45, 145 + dice.randint(60, 130), 105 + row * 45, BRAND, radius=4)
    canvas.line(140, 300, 110, 400)
    canvas.line(280, 300, 310, 400)
    for x, y, size in ((820, 300, 0.75), (420, 430, 1.0), (900, 590, 1.3)):
        _table(canvas, x, y, size, dice)
    return canvas.jpeg()


def _audience(canvas: "_Canvas", dice: random.Random) -> None:
    for row, y in enumerate((640, 735)):
        for place in range(9):
            x = 70 + place * 135 + row * 60 + dice.randint(-12, 12)
            canvas.head_from_behind(x, y + dice.randint(-8, 8), 1 + row * 0.25, dice)


def _table(canvas: "_Canvas", x: float, y: float, size: float, dice: random.Random) -> None:
    seats = [math.pi * 2 * seat / 7 + 0.3 for seat in range(7)]
    behind = [angle for angle in seats if math.sin(angle) < 0]
    for angle in sorted(behind, key=math.sin):
        canvas.person(
            x + 190 * size * math.cos(angle), y + 70 * size * math.sin(angle) - 40 * size, 0.8 * size, dice
        )
    canvas.oval(x, y + 12 * size, 165 * size, 68 * size, "#9c7a52")
    canvas.oval(x, y, 165 * size, 68 * size, "#c8a877")
    for _ in range(4):
        left, top = x + dice.uniform(-100, 60) * size, y + dice.uniform(-30, 18) * size
        canvas.box(left, top, left + 44 * size, top + 20 * size, WHITE, radius=2)
    for angle in sorted((a for a in seats if math.sin(a) >= 0), key=math.sin):
        where = x + 190 * size * math.cos(angle), y + 85 * size * math.sin(angle) + 20 * size
        canvas.head_from_behind(*where, 0.9 * size, dice)


class _Canvas:
    """A sheet to draw on, in the units of the finished picture."""

    def __init__(self, colour: str) -> None:
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), colour)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, x1: float, y1: float, x2: float, y2: float, colour: str, radius: float = 0) -> None:
        corners = [value * FINER for value in (x1, y1, x2, y2)]
        self.draw.rounded_rectangle(corners, radius * FINER, fill=colour)

    def oval(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        self.draw.ellipse([v * FINER for v in (x - across, y - down, x + across, y + down)], fill=colour)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.draw.line([value * FINER for value in (x1, y1, x2, y2)], fill=INK, width=6 * FINER)

    def person(self, x: float, y: float, size: float, dice: random.Random) -> None:
        """Somebody who faces us: no features, a colour of clothes, a colour of skin, hair."""
        clothes, skin = dice.choice(CLOTHES), dice.choice(SKIN)
        self.box(x - 45 * size, y + 22 * size, x + 45 * size, y + 130 * size, clothes, radius=34 * size)
        self.oval(x, y - 8 * size, 27 * size, 30 * size, INK if dice.random() < 0.6 else "#6a4a2f")
        self.oval(x, y, 24 * size, 27 * size, skin)

    def head_from_behind(self, x: float, y: float, size: float, dice: random.Random) -> None:
        """Somebody who looks the other way: shoulders and hair."""
        hair = dice.choice((INK, "#3b2a1d", "#6a4a2f", "#8c8c8c", "#2a2f36"))
        self.box(
            x - 50 * size,
            y + 26 * size,
            x + 50 * size,
            y + 170 * size,
            dice.choice(CLOTHES),
            radius=36 * size,
        )
        self.oval(x, y, 29 * size, 33 * size, hair)

    def jpeg(self) -> bytes:
        """The finished picture."""
        finished = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        file = io.BytesIO()
        finished.save(file, "JPEG", quality=82, optimize=True)
        return file.getvalue()
