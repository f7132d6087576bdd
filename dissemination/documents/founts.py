"""The typefaces of one PDF: which glyphs were drawn, and how they are embedded with their meaning."""

import zlib
from dataclasses import dataclass, field
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from dissemination.documents.setting import Glyph, Run
from dissemination.documents.typefaces import POSTSCRIPT, Typeface

_LEFT_OUT = ("GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "STAT")


@dataclass(eq=False)
class Fount:
    """One typeface as used in one PDF: the glyphs drawn so far and the letters they stand for."""

    typeface: Typeface
    resource: str
    dictionary: Any
    letters: dict[int, str] = field(default_factory=dict)
    drawn: dict[Run, list[tuple[float, str]]] = field(default_factory=dict)

    def operands(self, run: Run) -> list[tuple[float, str]]:
        """Stretches of glyphs on one height, as PDF text arrays; the height is in ems."""
        if run not in self.drawn:
            self.drawn[run] = self._arrays(run.glyphs)
        return self.drawn[run]

    def _arrays(self, glyphs: tuple[Glyph, ...]) -> list[tuple[float, str]]:
        arrays: list[tuple[float, str]] = []
        parts, height, pending = ["<"], glyphs[0].y, 0.0
        for glyph in glyphs:
            if glyph.y != height:
                arrays.append((height, "".join(parts) + ">"))
                parts, height = ["<"], glyph.y
            move = round((pending - glyph.x) * 1000)
            code = self.typeface.codes[glyph.number]
            parts.append(f">{move}<{code:04X}" if move else f"{code:04X}")
            pending = self._nominal(glyph.number) - glyph.advance + glyph.x
            self.letters[glyph.number] = self.letters.get(glyph.number) or glyph.text
        arrays.append((height, "".join(parts) + f">{round(pending * 1000)}"))
        return arrays

    def _nominal(self, number: int) -> float:
        return float(self.typeface.font.get_glyph_h_advance(number) / self.typeface.face.upem)

    def finish(self, document: Any) -> None:
        """Embeds the glyphs that were drawn, their widths and their meaning."""
        name = PDFName(f"{self.resource:A>6.6}+{self.typeface.path.stem}")
        descendant = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType0" if self.typeface.is_postscript else "CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": PDFDictionary(
                {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
            ),
            "FontDescriptor": document.Reference(self._descriptor(document, name)),
            "W": PDFArray(self._widths()),
        }
        if not self.typeface.is_postscript:
            descendant["CIDToGIDMap"] = PDFName("Identity")
        entries = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": name,
            "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArray([document.Reference(PDFDictionary(descendant))]),
            "ToUnicode": document.Reference(_stream(_meanings(self._told()))),
        }
        self.dictionary.dict.update(entries)

    def _descriptor(self, document: Any, name: Any) -> PDFDictionary:
        wanted = hb.SubsetInput()
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        )
        wanted.drop_table_tag_set.update({int.from_bytes(f"{tag:4}".encode()) for tag in _LEFT_OUT})
        wanted.glyph_set.update({0, *self.letters})
        box = PDFArray([-1000, -500, 3000, 1500])
        shape = {
            "FontBBox": box,
            "ItalicAngle": 0,
            "Ascent": 1000,
            "Descent": -300,
            "CapHeight": 700,
            "StemV": 80,
        }
        kind = {"Type": PDFName("FontDescriptor"), "FontName": name, "Flags": 4}
        return PDFDictionary(kind | shape | self._file(document, hb.subset(self.typeface.face, wanted)))

    def _file(self, document: Any, cut: hb.Face) -> dict[str, Any]:
        """The outlines under the key that their kind has in a PDF."""
        if self.typeface.is_postscript:
            curves = cut.reference_table(POSTSCRIPT).data
            return {"FontFile3": document.Reference(_stream(curves, Subtype=PDFName("CIDFontType0C")))}
        file = cut.blob.data
        return {"FontFile2": document.Reference(_stream(file, Length1=len(file)))}

    def _told(self) -> list[tuple[int, str]]:
        codes = self.typeface.codes
        return sorted((codes[number], text) for number, text in self.letters.items() if text)

    def _widths(self) -> list[Any]:
        codes = self.typeface.codes
        pairs = ((codes[n], PDFArray([round(self._nominal(n) * 1000)])) for n in sorted(self.letters))
        return [entry for pair in pairs for entry in pair]


def _stream(content: bytes, **more: Any) -> PDFStream:
    entries = {"Filter": PDFName("FlateDecode"), **more}
    return PDFStream(PDFDictionary(entries), zlib.compress(content), filters=[])


def _meanings(told: list[tuple[int, str]]) -> bytes:
    """What each glyph says, for search and for screen readers (a ToUnicode map)."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Letters def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(told), 100):
        part = told[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines.extend(f"<{number:04X}> <{text.encode('utf-16-be').hex()}>" for number, text in part)
        lines.append("endbfchar")
    lines.append("endcmap end end")
    return "\n".join(lines).encode()
