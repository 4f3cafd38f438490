"""The law of quotes, over the shipped article and over odd texts; and links that outlive an edit."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import small_article
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quote import LONGEST, article_link, check_law, follow_permalink, make_quote, permalink
from corpus.article import Article
from corpus.errors import ArticleNotFound, LawBroken
from corpus.formats import Source, sources
from corpus.read import make_article
from corpus.sentence import sentences

SHIPPED = Path(__file__).parent.parent / "corpus" / "articles" / "laoshan-2025-03-27.txt"
ODD = [
    "标题\n\n正文没有句号",
    "记者:问？\n\n张三:答!答;答……答，" + "长" * 450 + "，完",
    "𠮷野家🏫开了３家店，１,２００人\u3000\u3000来过。“说：‘好！’”他说。",
    "一\r\n\n\n二；；；三！？”“四",
    "，。；！",
    "甲" * 199 + "，" + "乙" * 300 + "。",
    "\t缩进\u00a0\u00a0的\u3000\u3000行，里面有  很宽   的空。\n" * 3,
]


def keeps_law(article: Article, raw: str, start: int, end: int) -> None:
    quote = make_quote(article, start, end)
    assert article.text[quote.start : quote.end] == quote.text != ""
    assert article.text[quote.sentence_start :][: len(quote.sentence)] == quote.sentence
    assert quote.text in quote.sentence and len(quote.sentence) <= 200
    assert quote.sentence_start <= quote.start and quote.end <= quote.sentence_start + len(quote.sentence)
    paragraph = article.paragraphs[quote.paragraph - 1]
    assert paragraph.start <= quote.start and quote.end <= paragraph.end
    assert "".join(raw[low:high] for low, high in quote.raw) == quote.text
    assert follow_permalink(article, quote.permalink.split("~")[1].removesuffix("#q")) == (quote.start, quote.end)


def test_ten_thousand_spans_of_the_shipped_article_keep_the_law():
    (source,) = sources(SHIPPED)
    article = make_article(source, "laoshan")
    chance = random.Random(7)
    for _ in range(10_000):
        start = chance.randrange(len(article.text))
        end = min(len(article.text), start + chance.choice((1, 2, 5, 12, 30, 80, 300)))
        if article.text[start:end].strip():
            keeps_law(article, source.raw, start, end)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ODD) | st.text(st.sampled_from("的学校3８０，。；！?、“”\n 　🏫繁體a.:："), min_size=1, max_size=120), st.data())
def test_spans_of_odd_texts_keep_the_law(raw, data):
    raw = raw.replace("\r\n", "\n")
    if not raw.strip():
        return
    article = make_article(Source("odd", raw), "odd")
    start = data.draw(st.integers(0, len(article.text) - 1))
    end = data.draw(st.integers(start + 1, len(article.text)))
    if article.text[start:end].strip():
        keeps_law(article, raw, start, end)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("300棵", "东湖公园种了300棵银杏、120棵樱花"),
        ("300棵银杏、120棵樱花,由市园林局", "东湖公园种了300棵银杏、120棵樱花,由市园林局管理"),
        ("全年免费开放", "全年免费开放"),
        ("银杏、120棵樱花,由市园林局管理;全年", "东湖公园种了300棵银杏、120棵樱花,由市园林局管理;"),  # runs on into the next sentence
        ("管理;", "由市园林局管理;"),
    ],
)
def test_a_quote_is_the_clauses_of_one_sentence_that_hold_the_span(words, text):
    article = small_article()
    start = article.text.index(words)
    assert make_quote(article, start, start + len(words)).text == text


def test_the_speakers_label_is_not_quoted():
    article = small_article()
    quote = make_quote(article, article.text.index("东湖公园种"), article.text.index("300"))
    assert (quote.speaker, quote.sentence[:4]) == ("李明", "东湖公园")


def test_a_span_that_begins_at_a_line_end_begins_with_the_next_line():
    article = small_article()
    gap = article.text.index("\n")
    assert make_quote(article, gap, gap + 5).paragraph == 2


def test_exactly_the_span_when_asked_for():
    article = small_article()
    start = article.text.index("由市")
    assert make_quote(article, start, start + 3, exact=True).text == "由市园"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 10_000), (10_000, 10_001)])
def test_no_quote_of_nothing(start, end):
    with pytest.raises(LawBroken):
        make_quote(small_article(), start, end)


def test_no_quote_of_white_space():
    article = small_article()
    gap = article.text.index("\n")
    with pytest.raises(LawBroken):
        make_quote(article, gap, gap + 1)


@pytest.mark.parametrize(
    "change", [{"text": "东湖公园种了301棵银杏"}, {"text": ""}, {"start": 3}, {"sentence": "别的话"}, {"sentence_start": 0}]
)
def test_a_changed_quote_breaks_the_law(change):
    article = small_article()
    quote = make_quote(article, article.text.index("300"), article.text.index("银杏"))
    check_law(article, quote)
    with pytest.raises(LawBroken):
        check_law(article, replace(quote, **change))


def test_a_permalink_survives_an_edit_elsewhere():
    article = small_article()
    start = article.text.index("120棵樱花")
    place = permalink(article, start, start + 6).split("~")[1].removesuffix("#q")
    edited = replace(article, text="加了一段。\n" + article.text, paragraphs=())
    assert follow_permalink(edited, place) == (start + 6, start + 6 + 6)


def test_of_equal_words_a_permalink_means_the_nearest():
    article = make_article(Source("x", "种树。种树。种树。种树。"), "x")
    place = permalink(article, 6, 8).split("~")[1].removesuffix("#q")
    edited = replace(article, text="又" + article.text, paragraphs=())
    assert follow_permalink(edited, place) == (7, 9)


def test_a_permalink_to_words_that_are_gone_says_so():
    article = small_article()
    place = permalink(article, 0, 6).split("~")[1].removesuffix("#q")
    with pytest.raises(ArticleNotFound, match="改过"):
        follow_permalink(replace(article, text=article.text.replace("东湖公园", "西湖公园"), paragraphs=()), place)


@pytest.mark.parametrize("place", ["-", "1-2", "a-2-ff", "1--2-ff", "0-0-ff", f"0-{LONGEST + 1}-ff", "99999999999-99-ff", "1-2-3-4"])
def test_what_is_no_place_is_no_permalink(place):
    with pytest.raises(ArticleNotFound):
        follow_permalink(small_article(), place)


def test_an_id_with_any_characters_travels_in_a_permalink():
    article = replace(small_article(), id="东湖/2025 ~#?")
    assert permalink(article, 0, 2).startswith("/a/%E4%B8%9C%E6%B9%96%2F2025%20~%23%3F~0-2-")


def test_a_paragraph_is_covered_by_its_sentences():
    article = make_article(Source("x", ODD[1].replace("\r\n", "\n")), "x")
    for paragraph in article.paragraphs:
        found = sentences(article.text, paragraph.start, paragraph.end)
        assert "".join(article.text[low:high] for low, high in found) == article.text[paragraph.start : paragraph.end]


def test_the_link_to_an_article_opens_it_at_its_first_paragraph(article):
    link = article_link("东湖/2025 公园")
    assert link == "/a/%E4%B8%9C%E6%B9%96%2F2025%20%E5%85%AC%E5%9B%AD~"
    start, end = follow_permalink(article, "")
    assert article.text[start:end] == "东湖公园开放"
