"""What is read from an article's text when its file does not state it."""

import pytest

from corpus.formats import Source
from corpus.read import make_article


def article_of(text, **stated):
    return make_article(Source("here", text, stated), "name")


WIRE = "东湖公园开放\n\n新华社北京3月8日电（记者 王五、李四）东湖公园昨天开放，种了300棵银杏。"


def test_a_day_without_a_year_is_none_and_takes_the_year_from_elsewhere():
    read = article_of(WIRE)
    assert (read.date, read.source, read.authors) == (None, "新华社", ("王五", "李四"))
    assert article_of(WIRE, date="2025年").date == "2025-03-08"
    assert article_of(WIRE, url="https://example.org/2025/c_1.htm").date == "2025-03-08"
    assert article_of(WIRE, url="https://example.org/2025-03/09/c_1.htm").date == "2025-03-09"
    assert article_of(WIRE, date="20250309").date == "2025-03-09"
    assert article_of(WIRE, date="2025-02-30").date == "2025-03-08"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("本报记者 张三 李四", ("张三", "李四")),
        ("记者：王芳、李强", ("王芳", "李强")),
        ("（记者 王五）东湖公园昨天开放，种了300棵银杏。", ("王五",)),
        ("本报讯（记者 王五 通讯员 赵六）东湖公园昨天开放。", ("王五", "赵六")),
        ("新华社北京3月8日电(记者王五)东湖公园昨天开放。", ("王五",)),
        ("东湖公园昨天开放，记者 王五 到场，种了300棵银杏。", ()),
    ],
)  # fmt: skip
def test_reporters(line, authors):
    assert article_of(f"东湖公园开放\n\n{line}\n\n公园全年免费。").authors == authors


def test_look_alikes_are_mended_in_facts_and_kept_in_the_text():
    read = article_of("⻓江⼤桥通⻋\n\n2025年3⽉8⽇ 星期六\n\n□⻘岛⽇报记者 ⾼⽅\n\n⼤桥昨天通⻋。")
    assert (read.title, read.date, read.source, read.authors) == ("长江大桥通车", "2025-03-08", "青岛日报", ("高方",))
    assert read.text.endswith("⼤桥昨天通⻋。")


def test_the_site_is_named_last():
    assert article_of("公园昨天开放。", site="东湖网").source == "东湖网"
    assert article_of("公园昨天开放。\n\n来源：东湖日报", site="东湖网").source == "东湖日报"
