"""Makes `laoshan.pdf`: the first article as Chromium prints it in three columns. Comes in: a font name. Goes out: the file.

    python tests/make_pdf.py

Chromium writes what a Chinese PDF holds in practice: look-alike radicals (⽅ for 方), lines spread out to the column's width. The
outlines of the fonts are taken out, which leaves the text and its places.
"""

import sys
from html import escape
from io import BytesIO
from pathlib import Path

from newspaper import ARTICLE, PRINTED
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject
from reading import CHROMIUM, FLAGS

STYLE = """@page{size:A4;margin:15mm} body{font:9.5pt/1.6 '%s';columns:3;column-gap:6mm;text-align:justify} p{margin:0;text-indent:2em}"""


def main(font: str) -> None:
    from playwright.sync_api import sync_playwright

    lines = [line for line in ARTICLE.read_text(encoding="utf-8").split("\n") if line.strip()]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{flag}" for flag in FLAGS])
        page = browser.new_page()
        page.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE % font}</style><body>{body}")
        data = page.pdf(prefer_css_page_size=True)
        browser.close()
    PRINTED.write_bytes(without_outlines(data))


def without_outlines(data: bytes) -> bytes:
    """The same file with one empty drawing for all characters; Chromium writes those of these fonts as procedures."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    empty = writer._add_object(DecodedStreamObject())
    for thing in writer._objects:
        if isinstance(thing, dict) and "/CharProcs" in thing:
            drawn = thing["/CharProcs"].get_object()
            drawn.update(dict.fromkeys(drawn, empty))
    for page in writer.pages:
        page.compress_content_streams()
    writer.compress_identical_objects(remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main("Noto Serif CJK SC")
