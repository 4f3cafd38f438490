"""Every character there and back, and what is counted when it is not."""

from dataclasses import replace

from newspaper import ARTICLE

from corpus.article import Run
from corpus.formats import Source, sources
from corpus.read import make_article
from eval.roundtrip import Counts, check, measure


def test_the_first_article_loses_nothing():
    counts = measure(sources(ARTICLE))
    assert (counts.articles, counts.wrong, counts.repaired) == (1, 0, 1)
    assert counts.doubled > 40


def test_a_lost_and_a_changed_character_are_counted():
    source = Source("here", "东湖公园开放。\n\n欢迎。")
    article = make_article(source, "a")
    for runs, name in (((Run(0, 0, 7),), "made_up"), ((Run(0, 0, 7), Run(8, 8, 3)), "changed"), ((Run(0, 0, 7), Run(8, 9, 2)), "lost")):
        counts = Counts()
        check(source, replace(article, runs=runs), counts)
        assert getattr(counts, name) > 0, name
