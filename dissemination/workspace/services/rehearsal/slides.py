"""Slides to upload: a small, complete PDF made of its parts (ISO 32000-1, 7.5)."""

from collections.abc import Iterable

PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents {contents} 0 R "
    "/Resources << /Font << /F1 3 0 R >> >> >>"
)
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(titles: Iterable[str]) -> bytes:
    """One page per title."""
    drawn = [_stream(title) for title in titles]
    pages = range(4, 4 + 2 * len(drawn), 2)
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(drawn)} >>",
        FONT,
    ]
    for number, stream in zip(pages, drawn, strict=True):
        objects += [PAGE.format(contents=number + 1), stream]
    return _file(objects)


def _stream(title: str) -> str:
    words = title.encode("ascii", "ignore").decode().replace("\\", "").replace("(", "").replace(")", "")
    content = f"BT /F1 28 Tf 60 300 Td ({words}) Tj ET"
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: list[str]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    return content + f"xref\n0 {count}\n0000000000 65535 f \n{table}{end}".encode()
