"""Records as JSON lines read one at a time."""

import json

import numpy as np
import pytest
from conftest import small_article

from corpus.article import Article, Repair
from corpus.passage import Passage, split
from index.rows import Rows, article_from, passage_from, row_bytes


def rows_of(*lines):
    return Rows(b"".join(lines), np.cumsum([0, *map(len, lines)]))


def test_an_article_comes_back_the_same():
    article = small_article()
    repaired = Article(
        "r/1", "题\n", None, None, (), "https://example.org", article.text, article.paragraphs, article.runs,
        (Repair("columns", 0.9, "两栏读串了", ((0, 4), (9, 12))),),
    )  # fmt: skip
    rows = rows_of(row_bytes(article), row_bytes(repaired))
    assert (article_from(rows[0]), article_from(rows[1])) == (article, repaired)


def test_passages_come_back_the_same_in_any_order():
    passages = split(small_article())
    rows = rows_of(*map(row_bytes, passages))
    assert len(rows) == len(passages) == 3
    assert [passage_from(rows[row]) for row in (2, 0, 1)] == [passages[2], passages[0], passages[1]]


def test_a_row_is_one_line_whatever_is_in_it():
    passage = Passage("a", 0, 1, 0, 3, "一\n\u2028二\"\\", "", None)
    line = row_bytes(passage)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert passage_from(json.loads(line)) == passage


def test_a_row_that_is_not_there():
    rows = rows_of(b"1\n", b"2\n")
    for row in (-1, 2):
        with pytest.raises(IndexError, match=f"row {row} of 2"):
            rows[row]


def test_offsets_that_end_elsewhere_are_refused_with_both_numbers():
    with pytest.raises(ValueError, match="the last offset is 9, the rows have 4 bytes"):
        Rows(b"1\n2\n", np.array([0, 2, 9]))


def test_no_rows():
    assert len(Rows(b"", np.array([0]))) == 0
