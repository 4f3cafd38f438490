"""BM25 against a loop written from the formula."""

import hashlib
from collections import Counter
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import K1, B, LexicalIndex, term_key
from index.postings import build_lexical

PASSAGES = [["东湖", "公园", "银杏", "银杏"], ["西岸", "大桥"], ["东湖", "大桥", "公园"]]


def slow_scores(passages, query):
    """score(q, d) = sum of idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |d| / avg|d|)), term by term, passage by passage."""
    average = sum(map(len, passages)) / len(passages)
    scores = []
    for passage in passages:
        score = 0.0
        for term in set(query):
            tf = Counter(passage)[term]
            df = sum(term in other for other in passages)
            idf = log(1 + (len(passages) - df + 0.5) / (df + 0.5))
            score += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * len(passage) / average))
        scores.append(score)
    return scores


def test_one_term_by_hand():
    index = build_lexical(PASSAGES)
    idf = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    weight = 2 * (1.2 + 1) / (2 + 1.2 * (1 - 0.6 + 0.6 * 4 / ((4 + 2 + 3) / 3)))
    assert index.scores(["银杏"]) == pytest.approx([idf * weight, 0, 0], rel=1e-6)
    assert index.idf("银杏") == pytest.approx(idf)
    assert index.idf("樱花") == pytest.approx(log(1 + (3 - 0 + 0.5) / (0 + 0.5)))


@given(
    st.lists(st.lists(st.sampled_from("东湖公园西岸大桥"), max_size=12), min_size=1, max_size=8).filter(any),
    st.lists(st.sampled_from("东湖公园西岸大桥樱"), max_size=6),
)
def test_scores_are_those_of_the_loop(passages, query):
    if sum(map(len, passages)) >= len(passages):  # an average length below 1 counts as 1
        assert build_lexical(passages).scores(query) == pytest.approx(slow_scores(passages, query), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("rows", [[0, 2], [1], [], [0, 1, 2]])
def test_some_rows_have_the_scores_they_have_among_all(rows):
    lexical, query = build_lexical(PASSAGES), ["公园", "学校", "没有的词", "公园"]
    assert lexical.scores_of(query, np.array(rows, dtype=np.int64)).tolist() == lexical.scores(query)[rows].tolist()


def test_a_repeated_term_of_the_query_counts_once():
    index = build_lexical(PASSAGES)
    assert index.scores(["东湖", "东湖"]).tolist() == index.scores(["东湖"]).tolist()


def test_equal_passages_score_the_same():
    scores = build_lexical([*PASSAGES, PASSAGES[0]]).scores(["东湖", "银杏", "大桥"])
    assert scores[0] == scores[3] > 0


def test_nothing_known_nothing_scored():
    index = build_lexical(PASSAGES)
    assert index.scores([]).tolist() == index.scores(["樱花"]).tolist() == [0, 0, 0]


def test_passages_without_terms():
    index = build_lexical([[], []])
    assert (index.size, index.scores(["东湖"]).tolist()) == (2, [0, 0])
    assert build_lexical([]).size == 0


def test_the_order_of_the_terms_does_not_matter():
    turned = build_lexical([list(reversed(passage)) for passage in PASSAGES])
    for name in ("terms", "first", "rows", "weights"):
        assert np.array_equal(getattr(turned, name), getattr(build_lexical(PASSAGES), name)), name


def test_keys_are_the_same_on_every_machine():
    assert term_key("银杏") == int.from_bytes(hashlib.blake2b("银杏".encode(), digest_size=8).digest(), "little")


def test_arrays_that_do_not_fit_are_refused_with_both_numbers():
    good = build_lexical(PASSAGES)
    with pytest.raises(ValueError, match=r"5 terms need 6 bounds, there are 5"):
        LexicalIndex(good.terms, good.first[:-1], good.rows, good.weights, 3)
    with pytest.raises(ValueError, match=r"8 rows, 7 weights"):
        LexicalIndex(good.terms, good.first, good.rows, good.weights[:-1], 3)
    with pytest.raises(ValueError, match=r"7 rows, 7 weights, the last bound is 8"):
        LexicalIndex(good.terms, good.first, good.rows[:-1], good.weights[:-1], 3)
