"""Files as articles: the shipped one exactly, then what is stated and what is read from the text."""

import hashlib
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadFile
from corpus.formats import Source
from corpus.order import raw_ranges
from corpus.read import files_under, iso_day, iter_articles, make_article, read_file

SHIPPED = Path(__file__).parent.parent / "corpus" / "articles"
LAOSHAN = SHIPPED / "laoshan-2025-03-27.txt"


def article_of(text, **stated):
    return make_article(Source("here", text, stated), "name")


def test_the_shipped_article():
    (article,) = read_file(LAOSHAN, SHIPPED)
    assert (article.id, article.title, article.date) == ("laoshan-2025-03-27", "山海之间筑造“创新穹顶”", "2025-03-27")
    assert (article.source, article.authors, article.url) == ("青岛日报", ("锡复春", "衣涛"), None)
    texts = [article.text[p.start : p.end] for p in article.paragraphs]
    assert len(texts) == 58 - 2  # lines of the file, less one printed twice, less one rejoined with its other half
    assert texts[0] == "2025年3月27日 星期四"
    assert texts[28] == "记者:大项目、好项目是创新驱动发展的“增量”所在。崂山区将如何做好“增量”文章?"
    assert texts[55] == "■宜居宜游的流清湾乡村振兴片区。"


def test_roles_and_speakers_of_the_shipped_article():
    (article,) = read_file(LAOSHAN)
    roles = [p.role for p in article.paragraphs]
    assert {role: roles.count(role) for role in sorted(set(roles))} == {
        "answer": 31 - 2, "byline": 1, "caption": 6, "dateline": 1, "headline": 1, "lead": 7, "question": 6, "subhead": 5,
    }  # fmt: skip
    assert {p.speaker for p in article.paragraphs if p.role == "question"} == {"记者"}
    assert {p.speaker for p in article.paragraphs if p.role == "answer"} == {"张元升"}
    school = article.paragraph_at(article.text.index("21所中小学、28所幼儿园"))
    assert (school.role, school.speaker) == ("answer", "张元升")


def test_the_shipped_articles_are_what_their_sources_say():
    listed = SHIPPED / "SOURCES.md"
    if not listed.is_file():
        pytest.skip("no SOURCES.md yet")
    for path in files_under(SHIPPED):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in listed.read_text(encoding="utf-8"), path.name


def test_every_character_of_the_shipped_article_is_its_raw_character():
    (article,) = read_file(LAOSHAN)
    raw = LAOSHAN.read_text(encoding="utf-8")
    for paragraph in article.paragraphs:
        ranges = raw_ranges(article.runs, paragraph.start, paragraph.end)
        assert "".join(raw[start:end] for start, end in ranges) == article.text[paragraph.start : paragraph.end]


def test_what_is_stated_is_believed_first():
    text = "东湖公园开放\n\n2025年4月1日\n\n□东湖日报记者 王芳\n\n公园昨天开放。"
    read = article_of(text)
    assert (read.id, read.title, read.date, read.source, read.authors) == ("name", "东湖公园开放", "2025-04-01", "东湖日报", ("王芳",))
    stated = article_of(text, id=7, title="题", date="2024/1/2", source="西岸晚报", authors="李强、赵敏", url="https://example.org/1")
    assert (stated.id, stated.title, stated.date, stated.source) == ("7", "题", "2024-01-02", "西岸晚报")
    assert (stated.authors, stated.url) == (("李强", "赵敏"), "https://example.org/1")


def test_values_of_another_kind_are_as_if_not_stated():
    article = article_of("公园昨天开放。", id=" ", title=3, source=["a"], url={}, authors=[None, 5, "王芳"])
    assert (article.id, article.title, article.source, article.url) == ("name", "公园昨天开放。", None, None)
    assert article.authors == ("王芳",)


def test_credits_at_the_end_name_paper_and_reporters():
    article = article_of("东湖公园开放\n\n公园昨天开放。\n\n来源：东湖日报\n\n记者：王芳 李强")
    assert (article.source, article.authors) == ("东湖日报", ("王芳", "李强"))


def test_a_title_is_the_headline_or_how_the_text_begins():
    assert article_of("# 东湖公园开放\n\n公园昨天开放。").title == "东湖公园开放"
    assert article_of("东" * 50 + "。").title == "东" * 30


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-27", "2025-03-27"), ("2025年3月7日 星期五", "2025-03-07"), ("2025/3/7", "2025-03-07"), ("2025.03.07", "2025-03-07"),
        ("2025-03-27T08:00:00+08:00", "2025-03-27"), ("2024-02-29", "2024-02-29"), ("2025-02-29", None), ("2025-13-01", None),
        ("三月七日", None), ("12025-03-07", None), ("2025-03-071", None), ("0000-01-01", None), ("", None),
    ],
)  # fmt: skip
def test_days(text, day):
    assert iso_day(text) == day


def test_a_day_that_cannot_be_read_is_none_with_a_warning(caplog):
    with caplog.at_level(logging.WARNING):
        assert article_of("2025年4月1日\n\n公园昨天开放。", date="昨天").date is None
    assert "here：日期读不懂" in caplog.text


def test_an_article_is_named_by_its_path_without_suffix(tmp_path):
    for name in ("2025/a.b.txt", "2025/c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("东湖公园昨天开放。", encoding="utf-8")
    assert [read_file(path, tmp_path)[0].id for path in files_under(tmp_path)] == ["2025/a.b", "2025/c"]
    assert read_file(tmp_path / "2025/c.md")[0].id == "c"


def test_files_under_a_folder(tmp_path):
    for name in ("b.txt", "a.MD", ".hidden.txt", ".git/c.txt", "SOURCES.md", "README.md", "x.py", "d/e.jsonl.xz", "d/f.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in files_under(tmp_path)] == ["a.MD", "b.txt", "d/e.jsonl.xz"]
    assert files_under(tmp_path / "x.py") == [tmp_path / "x.py"]
    with pytest.raises(BadFile, match="none：没有这个文件夹"):
        files_under(tmp_path / "none")


def test_front_matter_is_no_part_of_the_text_but_of_the_raw_text(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\nid: donghu\nauthors: [王芳, 李强]\n---\n\n# 东湖公园开放\n\n公园昨天开放。\n", encoding="utf-8")
    (article,) = read_file(path)
    assert (article.id, article.authors, article.text) == ("donghu", ("王芳", "李强"), "# 东湖公园开放\n公园昨天开放。")
    start = article.text.index("公园昨天")
    ((low, high),) = raw_ranges(article.runs, start, start + 4)
    assert path.read_text(encoding="utf-8")[low:high] == "公园昨天"


def test_rows_keep_their_order_and_their_places(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"id": name, "text": text} for name, text in (("b", "西岸。"), ("zero", "\u200b\ufeff"), ("a", "东湖。"))]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    told = []
    assert [(place, article.id) for place, article in iter_articles(path, skip=told.append)] == [(f"{path}:1", "b"), (f"{path}:3", "a")]
    assert [str(error) for error in told] == [f"{path}:2：里面没有文字。"]
    assert next(iter_articles(path))[1].id == "b"
    with pytest.raises(BadFile, match=":2：里面没有文字"):
        read_file(path)


def test_odd_texts_are_articles_all_the_same():
    assert article_of("。。。！！？").text == "。。。！！？"
    assert article_of("东\u2028湖\x85公园").text == "东\n湖\n公园"
    assert len(article_of("字" * 100_000).paragraphs) == 1


@given(st.text(min_size=1, max_size=200))
def test_any_text_is_an_article_or_a_clear_refusal(text):
    try:
        article = article_of(text.replace("\r", "\n"))
    except BadFile as error:
        assert str(error) == "here：里面没有文字。"
        return
    assert article.text.split("\n") == [article.text[p.start : p.end] for p in article.paragraphs]
    assert [p.number for p in article.paragraphs] == [*range(1, len(article.paragraphs) + 1)]
