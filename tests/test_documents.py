"""Text out of web pages, Word files and PDFs made here, and damaged ones."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from corpus import documents
from corpus.documents import docx_text, html_text
from corpus.errors import BadFile
from corpus.pdf import pdf_text

PLACE = Path("a.file")
PAGE = """<html><head><title>东湖公园开放</title><meta name="author" content="王芳"></head><body><nav>首页 新闻</nav>
<article><h1>东湖公园开放</h1><p>东湖公园种了300棵银杏、120棵樱花，由市园林局管理。</p><p>公园全年免费开放，欢迎市民前来。</p></article>
<script>alert(1)</script></body></html>"""


def word_file(*paragraphs, table=()):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                made.cell(row, column).text = cell
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_file(text):
    """A PDF of one page with one line of Latin text (Chinese needs a font of its own)."""
    drawn = b"BT /F 12 Tf 20 200 Td (" + text.encode() + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


def test_a_web_page_gives_its_article_and_what_it_states():
    text, stated = html_text(PAGE, PLACE)
    assert "东湖公园种了300棵银杏、120棵樱花，由市园林局管理。\n公园全年免费开放，欢迎市民前来。" in text
    assert "alert" not in text and "首页" not in text
    assert (stated["title"], stated["authors"]) == ("东湖公园开放", ["王芳"])


@pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><script>1</script></body></html>"])
def test_a_page_without_text_is_refused(page):
    with pytest.raises(BadFile, match=r"^a\.file：网页里没有找到正文"):
        html_text(page, PLACE)


def test_a_word_file_gives_its_paragraphs_and_tables():
    data = word_file("东湖公园开放", "种了300棵银杏。", table=[("树", "棵"), ("银杏", "300")])
    assert docx_text(data, PLACE).splitlines() == ["东湖公园开放", "种了300棵银杏。", "树 棵", "银杏 300"]


def test_a_pdf_gives_its_text():
    assert pdf_text(pdf_file("East Lake Park has 300 ginkgos."), PLACE) == "East Lake Park has 300 ginkgos."


def test_a_pdf_without_text_is_said_to_be_a_scan():
    with pytest.raises(BadFile, match="PDF 里没有文字（可能是扫描件）"):
        pdf_text(pdf_file(""), PLACE)


def test_a_bomb_is_refused_by_what_it_says_it_unpacks_to(monkeypatch):
    monkeypatch.setattr(documents, "MOST_UNPACKED", 1000)
    with pytest.raises(BadFile, match=r"展开后有 \d+ 字节，最多 1000 字节"):
        docx_text(word_file("东湖"), PLACE)


def zip_of(**parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("read", [docx_text, pdf_text])
@pytest.mark.parametrize("data", [b"", b"junk", b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF", zip_of(a="b"), word_file("东湖")[:900]])
def test_what_is_no_such_file_is_refused(read, data):
    with pytest.raises(BadFile, match=r"^a\.file："):
        read(data, PLACE)


def test_broken_xml_inside_a_word_file_is_refused():
    whole, out = zipfile.ZipFile(BytesIO(word_file("东湖"))), BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in whole.namelist():
            file.writestr(name, b"<broken" if name == "word/document.xml" else whole.read(name))
    with pytest.raises(BadFile, match=r"不是完好的 \.docx 文件"):
        docx_text(out.getvalue(), PLACE)


@pytest.mark.parametrize("read", [docx_text, pdf_text])
def test_one_wrong_byte_anywhere_is_read_or_refused_and_nothing_else(read):
    whole = word_file("东湖公园") if read is docx_text else pdf_file("East Lake Park")
    for at in range(0, len(whole), len(whole) // 40):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        try:
            assert isinstance(read(bytes(damaged), PLACE), str)
        except BadFile as error:
            assert "a.file" in str(error)
