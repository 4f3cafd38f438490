"""The first article in every format that people have: one text, one order, the same facts. Then what cannot be read, by name and reason."""

import gzip
import json
import lzma
import zipfile
from io import BytesIO

import pytest
from conftest import HashingEncoder, PointingReader, margin_judge
from newspaper import FACTS, PRINTED, broken, files, printed_text
from pypdf import PdfReader, PdfWriter

from app.answerer import Answerer
from app.quote import check_law, make_quote
from corpus import documents, formats
from corpus.clean import clean, unmasked
from corpus.formats import sources
from corpus.order import raw_ranges
from corpus.read import iter_articles, read_file
from index.build import build
from index.generation import load
from index.search import Searcher

FILES = files()
SCHOOLS = "21所中小学、28所幼儿园"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("papers")
    for name, data in FILES.items():
        (made / name).write_bytes(data)
    return made


@pytest.fixture(scope="module")
def first(folder):
    (article,) = read_file(folder / "utf-8.txt")
    return article


@pytest.mark.parametrize("name", FILES)
def test_one_article_in_every_format(folder, first, name):
    (article,) = read_file(folder / name)
    assert clean(article.text).text == clean(first.text).text
    assert [(p.role, p.speaker) for p in article.paragraphs] == [(p.role, p.speaker) for p in first.paragraphs]
    assert [repair.kind for repair in article.repairs] == [repair.kind for repair in first.repairs]
    found = {"title": article.title, "date": article.date, "source": article.source, "authors": list(article.authors)}
    assert found == FACTS


@pytest.mark.parametrize("name", FILES)
def test_a_quote_leads_back_to_the_raw_text_of_every_format(folder, name):
    (source,), (article,) = sources(folder / name), read_file(folder / name)
    plain = unmasked(article.text)
    for said in (SCHOOLS, "今年汛期" if "今年汛期" in plain else "规模超2300P;建设中的青岛国际通信业务"):
        start = plain.index(said)
        quote = make_quote(article, start, start + len(said))
        check_law(article, quote)
        assert "".join(source.raw[low:high] for low, high in quote.raw) == quote.text


def test_a_folder_of_all_of_them_is_built(tmp_path, folder):
    for name, data in FILES.items():
        data = data.replace(b'"id": "laoshan"', f'"id": "{name}"'.encode()) if name.endswith(".jsonl") else data
        (tmp_path / name.replace(".", "-", name.count(".") - 1)).write_bytes(data) if not name.startswith("rows.jsonl.") else None
    report = build([tmp_path], tmp_path / "index", HashingEncoder(), lambda *step: None)
    assert (report.articles, report.failed) == (len(FILES) - 2, ())


def test_the_printed_page_holds_look_alikes_and_lines_of_its_columns(folder):
    (source,), (article,) = sources(folder / "print.pdf"), read_file(folder / "print.pdf")
    assert "⽅⾯" in source.raw and "⽅⾯" in article.text
    assert "方面" in clean(article.text).text
    assert source.raw.count("\n") > 3 * len(article.paragraphs)


@pytest.mark.parametrize("width", [14, 17, 24, 30, 40, 60])
def test_lines_broken_at_any_width_are_put_together(tmp_path, first, width):
    path = tmp_path / "a.txt"
    path.write_text(broken(width), encoding="utf-8")
    (article,) = read_file(path)
    same = clean(article.text.replace(" ", "")).text == clean(first.text.replace(" ", "")).text
    assert same
    for p in article.paragraphs:
        ranges = raw_ranges(article.runs, p.start, p.end)
        assert "".join(broken(width)[s:e] for s, e in ranges).replace(" ", "") == article.text[p.start : p.end].replace(" ", "")


TRADITIONAL = (
    "李沙河片區的規劃\n\n2025年4月1日 星期二\n\n□東湖日報記者 張芳 李強\n\n"
    "李沙河片區規劃了34所中小學、45所幼兒園。\n\n記者：什麼時候通車？\n\n周建國：年底通車。\n"
)


def test_traditional_characters_are_understood_and_kept(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TRADITIONAL, encoding="utf-8")
    (article,) = read_file(path)
    assert (article.date, article.source, article.authors) == ("2025-04-01", "東湖日報", ("張芳", "李強"))
    assert [p.speaker for p in article.paragraphs if p.role == "answer"] == ["周建國"]
    assert article.text == "\n".join(line for line in TRADITIONAL.split("\n") if line)


def unreadable():
    """File name -> bytes, and what is said of it."""
    deep, bomb = BytesIO(), BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * 2_000_000)
    locked = PdfWriter(clone_from=PdfReader(BytesIO(PRINTED.read_bytes())))
    locked.encrypt("password", algorithm="RC4-128")
    locked.write(deep)
    rows = b'{"id": "x", "text": "abc"}\n'
    return {
        "large.txt": (b"a" * 1_500_000, "最多 1000000 字节"),
        "bomb.docx": (bomb.getvalue(), "展开后有 2000000 字节，最多 1500000 字节"),
        "bomb.jsonl.gz": (gzip.compress(rows * 100_000), "展开后最多 1500000 字节"),
        "bomb.jsonl.xz": (lzma.compress(rows * 100_000), "展开后最多 1500000 字节"),
        "deep.html": (b"<div>" * 90_000 + b"</div>" * 80_000, "没有找到正文"),
        "locked.pdf": (deep.getvalue(), "有密码"),
        "empty.txt": (b"", "里面没有文字"),
        "binary.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "不是文本文件"),
    }


@pytest.fixture
def limits(monkeypatch):
    monkeypatch.setattr(formats, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(formats, "MOST_UNPACKED", 1_500_000)
    monkeypatch.setattr(documents, "MOST_UNPACKED", 1_500_000)


def test_what_cannot_be_read_is_named_with_its_reason_and_the_rest_goes_in(tmp_path, limits):
    bad = {name: case for name, case in unreadable().items() if not name.startswith("bomb.jsonl")}
    for name, (data, _) in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "rows.jsonl").write_text('{"id": "a", "text": "东湖公园开放。"}\n{"id": \n', encoding="utf-8")
    (tmp_path / "good.txt").write_text(printed_text(), encoding="utf-8")
    report = build([tmp_path], tmp_path / "index", HashingEncoder(), lambda *step: None)
    assert report.articles == 2
    said = "\n".join(report.failed)
    assert said.count("\n") == len(bad)  # a line each, and one for the row
    for name, (_, reason) in {**bad, "rows.jsonl:2": (b"", "不是 JSON")}.items():
        assert any(name in line and reason in line for line in report.failed), (name, said)


@pytest.mark.parametrize("name", ["bomb.jsonl.gz", "bomb.jsonl.xz"])
def test_an_archive_that_unpacks_to_too_much_is_named(tmp_path, limits, name):
    data, reason = unreadable()[name]
    (tmp_path / name).write_bytes(data)
    told = []
    with pytest.raises(formats.BadFile, match=reason):
        list(iter_articles(tmp_path / name, skip=told.append))


@pytest.mark.slow
def test_the_command_line_ends_by_what_was_left_out(wenyuan, tmp_path, limits):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "locked.pdf").write_bytes(unreadable()["locked.pdf"][0])
    code, out, err = wenyuan("build", folder, "--index", tmp_path / "index")
    assert (code, out) == (2, "") and err.count("\n") == 1 and "locked.pdf" in err and "有密码" in err
    assert not (tmp_path / "index" / "CURRENT").exists()
    (folder / "good.jsonl").write_text(json.dumps({"id": "a", "text": "东湖公园开放。"}), encoding="utf-8")
    code, out, err = wenyuan("build", folder, "--index", tmp_path / "index")
    assert code == 1 and "locked.pdf" in out + err and (tmp_path / "index" / "CURRENT").exists()


@pytest.mark.parametrize(
    ("printed", "asked", "quoted"),
    [
        (TRADITIONAL, "李沙河片区规划了多少所中小学", "李沙河片區規劃了34所中小學、45所幼兒園"),
        ("⻓江⼤桥通⻋\n\n⻓江⼤桥⻓12公⾥，⽅便两岸居⺠出⾏。\n", "长江大桥长多少公里", "⻓江⼤桥⻓12公⾥"),
    ],
)  # fmt: skip
def test_found_in_plain_characters_and_quoted_as_printed(tmp_path, printed, asked, quoted):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text(printed, encoding="utf-8")
    build([tmp_path / "papers"], tmp_path / "index", HashingEncoder(), lambda *step: None)
    answerer = Answerer(Searcher(load(tmp_path / "index"), HashingEncoder()), PointingReader(), margin_judge(), 10, 0.0)
    answer = answerer.answer(asked)
    assert [quote.text for quote in answer.quotes][:1] == [quoted]
    check_law(answerer.article("a"), answer.quotes[0])
    assert answerer.verify_quote(quoted).verbatim
