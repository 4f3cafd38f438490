"""BM25 of whole articles: the same as adding up by hand, for some articles as for all, and one article's passages are not told apart."""

import numpy as np
import pytest

from index.lexical import K1, B, term_key
from index.postings import build_lexical, postings_of
from index.whole import between, whole

ARTICLES = [  # passages of each article, in terms
    [["东湖", "公园", "银杏"], ["公园", "开放", "公园"]],
    [["西岸", "大桥"], ["大桥", "通车", "公园"], ["大桥"]],
    [["地铁", "开通"]],
]
PASSAGES = [passage for article in ARTICLES for passage in article]
ARTICLE_OF = np.repeat(np.arange(len(ARTICLES)), [len(article) for article in ARTICLES]).astype(np.int32)


def made():
    lexical = build_lexical(PASSAGES)
    found, lengths = postings_of(PASSAGES)
    return whole(lexical, found["count"][np.lexsort((found["row"], found["key"]))], lengths, ARTICLE_OF)


def by_hand(query, article):
    """The formula, over the article's words."""
    words = [word for passage in ARTICLES[article] for word in passage]
    average = sum(len(passage) for passage in PASSAGES) / len(ARTICLES)
    total = 0.0
    for term in set(query):
        df = sum(term in passage for passage in PASSAGES)
        if df:
            tf = words.count(term)
            idf = np.log1p((len(PASSAGES) - df + 0.5) / (df + 0.5))
            total += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * len(words) / average))
    return total


@pytest.mark.parametrize("query", [["公园"], ["公园", "大桥", "公园"], ["东湖", "通车"], ["没有的词"], []])
def test_scores_are_those_worked_out_by_hand(query):
    scores = made().scores(query, np.arange(3))
    assert scores == pytest.approx([by_hand(query, article) for article in range(3)], abs=1e-5)


def test_some_articles_have_the_scores_they_have_among_all():
    all_of_them = made().scores(["公园", "大桥"], np.arange(3))
    assert made().scores(["公园", "大桥"], np.array([2, 0])).tolist() == all_of_them[[2, 0]].tolist()


def test_sums_between_bounds():
    random = np.random.default_rng(0)
    for _ in range(50):
        rows = np.flatnonzero(random.random(40) < 0.4).astype(np.int32)
        counts = random.integers(1, 5, len(rows)).astype(np.uint16)
        low = random.integers(0, 40, 6)
        high = low + random.integers(0, 12, 6)
        slow = [int(counts[(rows >= start) & (rows < end)].sum()) for start, end in zip(low, high, strict=True)]
        assert between(rows, counts, low, high).tolist() == slow


def test_counts_of_other_postings_are_refused():
    with pytest.raises(ValueError, match="13 postings, 3 counts"):
        whole(build_lexical(PASSAGES), np.ones(3, dtype=np.uint16), np.ones(6, dtype=np.int32), ARTICLE_OF)


def test_a_generation_knows_its_articles(tiny_index):
    from index.generation import load
    from index.words import tokenize

    generation = load(tiny_index)
    scores = generation.whole.scores(tokenize("东湖公园种了多少棵银杏"), np.arange(len(generation.catalog)))
    assert generation.catalog[int(np.argmax(scores))].id == "donghu"
    assert term_key("公园") in generation.lexical.terms.tolist()
