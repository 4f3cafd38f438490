"""Whether a text is verbatim in the corpus, and every place of it."""

import pytest

from app.verify import MOST_PLACES, places_of
from corpus.errors import BadQuestion


@pytest.fixture
def generation(tiny_answerer):
    return tiny_answerer.searcher.generation


def test_every_place_in_the_order_of_the_corpus(generation):
    assert [(quote.article_id, quote.text) for quote in places_of(generation, "通")] == [("bridge", "通"), ("metro", "通"), ("metro", "通")]


def test_a_place_is_exactly_the_text(generation):
    (quote,) = places_of(generation, "300棵银杏、120棵")
    article = generation.article("donghu")
    assert (quote.text, article.text[quote.start : quote.end]) == ("300棵银杏、120棵", "300棵银杏、120棵")
    assert quote.sentence == "东湖公园种了300棵银杏、120棵樱花，由市园林局管理；"


@pytest.mark.parametrize(
    "text", ["300棵银杏,120棵", "３００棵银杏", "300棵 银杏", "東湖公園", "三百棵银杏", '"title"', "\\u4e1c", "🏫", "bridge"]
)
def test_near_is_not_verbatim(generation, text):
    assert places_of(generation, text) == ()


def test_a_text_over_two_lines_with_the_line_ends_of_any_system(generation):
    (quote,) = places_of(generation, "\n五号线什么时候开通？\r\n周建国：五号线年底开通\n")
    assert (quote.text, quote.article_id) == ("五号线什么时候开通？\n周建国：五号线年底开通", "metro")


def test_overlapping_places_count_each(generation, tmp_path):
    from conftest import HashingEncoder

    from index.build import build
    from index.generation import load

    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "哈.txt").write_text("哈" * 300, encoding="utf-8")
    build([folder], tmp_path / "other", HashingEncoder(), lambda *step: None)
    made = load(tmp_path / "other")
    assert len(places_of(made, "哈" * 299)) == 300 - 299 + 1
    assert len(places_of(made, "哈")) == MOST_PLACES


@pytest.mark.parametrize("text", ["", " \n\u3000", "长" * 2001, "半\ud800", None, 3])
def test_what_cannot_be_looked_for(generation, text):
    with pytest.raises(BadQuestion):
        places_of(generation, text)
