"""Which passages are shown: those read by how good they were, then the rest in fused order, ten articles, fifty passages."""

from types import SimpleNamespace

from app.shown import as_shown, shown_passages
from corpus.passage import Passage
from index.search import Hit


def hit(article, number=0, score=1.0, text="一句话。"):
    return Hit(0, Passage(article, number, 1, 10, 10 + len(text), text, ""), score, 0.0, 0.0)


def weighed(hit, confidence):
    return SimpleNamespace(read=SimpleNamespace(passage=hit.passage), confidence=confidence)


def ids(shown):
    return [passage.article_id for passage in shown]


def test_those_read_come_in_the_order_of_their_best_candidate():
    hits = [hit("a"), hit("b"), hit("c"), hit("d")]
    best_first = [weighed(hits[2], 0.9), weighed(hits[0], 0.5), weighed(hits[2], 0.1)]
    assert ids(shown_passages(hits, best_first, 3, None)) == ["c", "a", "b", "d"]


def test_equal_ones_stay_in_the_order_of_the_search():
    assert ids(shown_passages([hit("a"), hit("b"), hit("c")], [], 3, None)) == ["a", "b", "c"]


def test_the_rest_follow_until_ten_articles_are_shown():
    hits = [hit("a", number) for number in range(12)] + [hit(f"b{number}") for number in range(20)]
    shown = shown_passages(hits, [], 10, None)
    assert len(shown) == 12 + 9
    assert len(set(ids(shown))) == 1 + 9


def test_fifty_at_most():
    assert len(shown_passages([hit("a", number) for number in range(100)], [], 10, None)) == 50


def test_k_cuts():
    hits = [hit("a"), hit("b"), hit("c")]
    assert (ids(shown_passages(hits, [], 2, 1)), ids(shown_passages(hits, [], 2, 50))) == (["a"], ["a", "b", "c"])


def test_a_passage_is_shown_with_at_most_400_characters():
    shown = as_shown(hit("a", text="长" * 450))
    assert (shown.text, shown.start, shown.end, shown.also) == ("长" * 400, 10, 10 + 400, ())


def test_nothing_found_nothing_shown():
    assert shown_passages([], [], 0, None) == ()
