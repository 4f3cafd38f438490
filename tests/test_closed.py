"""Reading one given text, without an index."""

import pytest
from conftest import PointingReader, margin_judge

from app.closed import ClosedReader
from corpus.errors import BadQuestion

CONTEXT = "东湖公园今年春天开放。园内种了300棵银杏、120棵樱花，由市园林局管理。"


@pytest.fixture
def closed():
    return ClosedReader(PointingReader(), margin_judge())


def test_the_best_span_and_its_sentence(closed):
    answer = closed.read("东湖公园园内种了多少棵银杏", CONTEXT)
    (quote,) = answer.quotes
    assert (answer.outcome, answer.answer[:4], answer.reason) == ("answered", "300棵", None)
    assert quote.sentence == "园内种了300棵银杏、120棵樱花，由市园林局管理。"
    assert CONTEXT[quote.start : quote.end] == quote.text
    assert (answer.generation, answer.ms.search, answer.repaired) == ("", 0.0, False)


def test_an_unsure_span_is_still_given_with_its_confidence(closed):
    answer = closed.read("火星上多冷", CONTEXT)
    assert (answer.outcome, answer.answer is not None) == ("answered", True)
    assert answer.confidence < 0.5


def test_more_passages_than_one_are_read(closed):
    long = "前面的话说了很多很多，没有一个数。" * 40 + "\n" + CONTEXT
    answer = closed.read("园内种了多少棵银杏", long)
    assert answer.answer.startswith("300棵")
    assert 1 < len(answer.passages) <= 12


@pytest.mark.parametrize("context", ["", " \n\u3000\n", "\ufeff"])
def test_nothing_to_read(closed, context):
    with pytest.raises(BadQuestion):
        closed.read("有多少棵银杏", context)


def test_a_bad_question(closed):
    with pytest.raises(BadQuestion):
        closed.read("how many", CONTEXT)


def test_the_order_of_the_questions_makes_no_difference(closed):
    first = closed.read("园内种了多少棵银杏", CONTEXT)
    closed.read("别的什么", "别的。")
    again = closed.read("园内种了多少棵银杏", CONTEXT)
    assert (first.answer, first.confidence, first.quotes) == (again.answer, again.confidence, again.quotes)
