"""Which articles may be found."""

import pytest

from index.filters import Entry, Filters
from index.generation import load
from index.search import rows_where

ENTRY = Entry("a", "2025-03-27", "青岛日报", ("锡复春", "衣涛"), ("张元升", "记者"))


@pytest.mark.parametrize(
    "filters",
    [
        Filters(), Filters(since="2025-03-27"), Filters(until="2025-03-27"), Filters(since="2025-01-01", until="2025-12-31"),
        Filters(source="青岛日报"), Filters(author="衣涛"), Filters(speaker="张元升"),
        Filters("2025-03-27", "2025-03-27", "青岛日报", "锡复春", "张元升"),
    ],
)  # fmt: skip
def test_what_fits_in_everything_passes(filters):
    assert filters.pass_article(ENTRY)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since="2025-03-28"), Filters(until="2025-03-26"), Filters(source="青岛"), Filters(author="王芳"), Filters(speaker="李明"),
        Filters(source="青岛日报", author="王芳"), Filters(since="2025-03-27", speaker="李明"), Filters(source=""),
    ],
)  # fmt: skip
def test_what_fails_in_one_thing_does_not_pass(filters):
    assert not filters.pass_article(ENTRY)


def test_an_article_without_a_day_passes_no_day_filter():
    undated = Entry("b", None, None, (), ())
    assert undated.id == "b" and Filters().pass_article(undated)
    for filters in (Filters(since="0001-01-01"), Filters(until="9999-12-31"), Filters(source="青岛日报"), Filters(speaker="记者")):
        assert not filters.pass_article(undated)


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(), [0, 1, 2, 3, 4]), (Filters(since="2025-01-01"), [1, 2, 3, 4]), (Filters(until="2025-04-01"), [0, 1, 2]),
        (Filters(source="东湖日报"), [1, 2, 3, 4]), (Filters(author="赵敏"), [3, 4]), (Filters(speaker="周建国"), [4]),
        (Filters(speaker="记者", author="王芳"), [3]), (Filters(speaker="周建国", source="西岸晚报"), []),
        (Filters(since="2026-01-01"), []),
    ],
)  # fmt: skip
def test_rows_of_the_passages_that_pass(tiny_index, filters, rows):
    assert rows_where(load(tiny_index), filters).tolist() == rows
