"""Articles cut into passages: the shipped one exactly, then what holds of every article."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import BadFile
from corpus.formats import Source
from corpus.passage import LONGEST, split
from corpus.read import make_article, read_file
from corpus.sentence import sentences

LAOSHAN = Path(__file__).parent.parent / "corpus" / "articles" / "laoshan-2025-03-27.txt"
ARTICLES = st.text(st.sampled_from("东湖公园，。！？；：:记者李明■—12 \n\n\u3000\u2028"), min_size=1, max_size=1200)


def passages_of(text):
    return split(make_article(Source("here", text), "name"))


def test_the_shipped_article():
    passages = split(read_file(LAOSHAN)[0])
    assert [p.number for p in passages] == list(range(len(passages)))
    assert "".join(p.text.replace("\n", "") for p in passages) == read_file(LAOSHAN)[0].text.replace("\n", "")
    assert passages[0].text == "2025年3月27日 星期四\n—区(市)委书记访谈\n山海之间筑造“创新穹顶”\n—访市政协副主席、崂山区委书记张元升\n" + (
        "□青岛日报/观海新闻记者 锡复春 衣涛\n■山海城相融共生的崂山区。"
    )
    assert passages[-1].text.endswith("■宜居宜游的流清湾乡村振兴片区。")
    (schools,) = [p for p in passages if "21所中小学、28所幼儿园" in p.text]
    assert schools.speaker == "张元升"
    assert "张村河片区的改造焕然一新" in schools.context  # the interviewer's question that it answers, not the one it was printed under


def test_short_neighbours_of_one_kind_share_a_passage_and_others_do_not():
    news = "标题\n\n第一段。\n\n第二段。\n\n第三段。"  # headline, lead, body, body
    assert [p.text for p in passages_of(news)] == ["标题", "第一段。", "第二段。\n第三段。"]
    talk = "记者：何时？\n李明：九月。\n也许十月。\n王芳：不，是八月。\n记者：好吗？\n王芳：好。"
    assert [(p.speaker, p.text) for p in passages_of(talk)] == [
        ("记者", "记者：何时？"), ("李明", "李明：九月。\n也许十月。"), ("王芳", "王芳：不，是八月。"),
        ("记者", "记者：好吗？"), ("王芳", "王芳：好。"),
    ]  # fmt: skip


def test_a_long_paragraph_gives_passages_of_about_equal_length_that_end_with_sentences():
    sentence = "东湖公园种了三百棵银杏。"  # 12 characters
    passages = passages_of(sentence * 50)
    assert [len(p.text) for p in passages] == [17 * 12, 17 * 12, 16 * 12]  # 50 sentences in ceil(600 / 200) = 3 passages
    assert all(p.text.endswith("。") for p in passages)
    assert "".join(p.text for p in passages) == sentence * 50


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("东湖公园开放", 1), ("。！？；", 1), ("字" * 399, 2), ("字" * 10_000, 50), ("东" * 221 + "。", 2), ("东" * 219 + "。", 1),
        ("a " * 300, 3),
    ],
)  # fmt: skip
def test_odd_articles(text, count):
    passages = passages_of(text)
    assert len(passages) == count
    assert "".join(p.text for p in passages) == text.rstrip()


def test_an_article_of_many_lines_is_cut_in_time_that_grows_with_it():
    assert len(passages_of("东湖。\n" * 20_000)) > 400


@settings(deadline=None)  # the first one loads the lists of characters
@given(ARTICLES)
def test_passages_cover_every_paragraph_once_in_order(text):
    try:
        article = make_article(Source("here", text), "name")
    except BadFile:
        return
    passages = split(article)
    covered = [at for passage in passages for at in range(passage.start, passage.end) if article.text[at] != "\n"]
    assert covered == [at for at, character in enumerate(article.text) if character != "\n"]


@given(ARTICLES)
def test_a_passage_is_short_stands_in_the_text_and_ends_where_sentences_do(text):
    try:
        article = make_article(Source("here", text), "name")
    except BadFile:
        return
    bounds = [piece for p in article.paragraphs for piece in sentences(article.text, p.start, p.end)]
    starts, ends = {start for start, _ in bounds}, {end for _, end in bounds}
    for number, passage in enumerate(split(article)):
        assert passage.number == number
        assert 0 < len(passage.text) <= LONGEST
        assert article.text[passage.start : passage.end] == passage.text
        assert passage.start in starts and passage.end in ends
        first = article.paragraph_at(passage.start)
        assert (first.number, first.speaker) == (passage.paragraph, passage.speaker)
        assert article.paragraph_at(passage.end - 1).speaker == passage.speaker
