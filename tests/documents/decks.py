"""Small decks and documents made for the tests, harmless and hostile, each from its parts."""

import io
import zipfile

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/main.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="urn:core" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "</cp:coreProperties>"
)
SLIDE = (
    '<p:sld xmlns:p="urn:p" xmlns:a="urn:a" xmlns:d="urn:d"><p:sp>'
    '<p:nvPr><p:ph type="title"/></p:nvPr></p:sp>{more}</p:sld>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets, mode=' TargetMode="External"'):
    """A list of references: pairs of type and target."""
    rows = (
        f'<Relationship Id="r{n}" Type="{RELATION}/{kind}" Target="{to}"{mode}/>'
        for n, (kind, to) in enumerate(targets)
    )
    return f'<Relationships xmlns="urn:rels">{"".join(rows)}</Relationships>'


def packed(parts, *, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def pptx(*, kind="presentationml.presentation", title="Our findings", more="", **parts):
    named = {name.replace("__", "/"): content for name, content in parts.pop("also", {}).items()}
    return packed(
        {
            "[Content_Types].xml": TYPES.format(kind=kind),
            "docProps/core.xml": CORE.format(title=title),
            "ppt/slides/slide1.xml": SLIDE.format(more=more),
            **named,
        }
    )


def docx(body="", *, also=None):
    return packed(
        {
            "[Content_Types].xml": TYPES.format(kind="wordprocessingml.document"),
            "docProps/core.xml": CORE.format(title="Paper"),
            "word/document.xml": f'<w:document xmlns:w="urn:w" xmlns:wp="urn:wp">{body}</w:document>',
            **(also or {}),
        }
    )


def odp(body="", *, kind="presentation", title="Our findings", also=None):
    names = (
        'xmlns:office="urn:o" xmlns:draw="urn:d" xmlns:xlink="urn:x" xmlns:svg="urn:s" xmlns:script="urn:sc"'
    )
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {names}>{body}</office:document-content>",
            "meta.xml": f'<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></m>',
            **(also or {}),
        }
    )


def xlsx(also=None):
    return packed(
        {
            "[Content_Types].xml": TYPES.format(kind="spreadsheetml.sheet"),
            "xl/workbook.xml": "<workbook/>",
            **(also or {}),
        }
    )


def pdf(*objects, head=b"", tail=b""):
    body = b"\n".join(objects) or b"1 0 obj << /Title (Ours) /Font 3 /StructTreeRoot 4 >> endobj"
    return b"%PDF-1.7\n" + head + body + b"\nstartxref\n9\n%%EOF\n" + tail
