"""Which passages are shown: those read by what speaks for them, then the rest in fused order, ten articles, fifty passages."""

from types import SimpleNamespace

from app.shown import as_shown, shown_passages
from corpus.passage import Passage
from index.search import Hit


def hit(article, number=0, score=1.0, text="一句话。"):
    return Hit(0, Passage(article, number, 1, 10, 10 + len(text), text, ""), score, 0.0, 0.0)


def read(hit, margin=0.0):
    return SimpleNamespace(passage=hit.passage, found=hit.score - 1.0, margin=margin)


def weighed(hit, confidence):
    seen = SimpleNamespace(passage=0.0, article=0.0, missing_article=0.0, sentence=0.0, year=0.0, figure=0.0)
    return SimpleNamespace(read=read(hit), confidence=confidence, seen=seen)


def shown_of(hits, best_first, count, k=None):
    return shown_passages(hits, best_first, [read(hit) for hit in hits[:count]], k)


def ids(shown):
    return [passage.article_id for passage in shown]


def test_those_read_come_in_the_order_of_their_best_candidate():
    hits = [hit("a"), hit("b"), hit("c"), hit("d")]
    best_first = [weighed(hits[2], 0.9), weighed(hits[0], 0.5), weighed(hits[2], 0.1)]
    assert ids(shown_of(hits, best_first, 3)) == ["c", "a", "b", "d"]


def test_equal_ones_stay_in_the_order_of_the_search():
    assert ids(shown_of([hit("a"), hit("b"), hit("c")], [], 3)) == ["a", "b", "c"]


def test_what_the_reader_points_into_comes_first_unless_it_was_found_far_behind():
    near, far = hit("b", score=0.9), hit("c", score=-9.0)
    reads = [read(hit("a")), read(near, 12.0), read(far, 12.0)]
    assert ids(shown_passages([hit("a"), near, far], [], reads, None)) == ["b", "a", "c"]


def test_the_rest_follow_until_ten_articles_are_shown():
    hits = [hit("a", number) for number in range(12)] + [hit(f"b{number}") for number in range(20)]
    shown = shown_of(hits, [], 10)
    assert len(shown) == 12 + 9
    assert len(set(ids(shown))) == 1 + 9


def test_fifty_at_most():
    assert len(shown_of([hit("a", number) for number in range(100)], [], 10)) == 50


def test_k_cuts():
    hits = [hit("a"), hit("b"), hit("c")]
    assert (ids(shown_of(hits, [], 2, 1)), ids(shown_of(hits, [], 2, 50))) == (["a"], ["a", "b", "c"])


def test_a_passage_is_shown_with_at_most_400_characters():
    shown = as_shown(hit("a", text="长" * 450))
    assert (shown.text, shown.start, shown.end, shown.also) == ("长" * 400, 10, 10 + 400, ())


def test_nothing_found_nothing_shown():
    assert shown_passages([], [], [], None) == ()
