"""The likely passages are read first; the others only when those give no sure answer, and none is read twice."""

from dataclasses import replace

import pytest

from app import look as module
from app.look import first_look, look
from app.question import understand

TREES, TICKETS = "东湖公园种了多少棵银杏", "月球基地的门票多少钱"


class Counting:
    """A reader that keeps what it was given to read, a list for each time."""

    def __init__(self, reader):
        self.reader, self.given = reader, []

    def read(self, question, passages):
        self.given.append([passage.text for passage in passages])
        return self.reader.read(question, passages)


@pytest.fixture
def looking(tiny_answerer):
    """Looks at all hits for a question; returns the counts of passages read and the most confident candidate."""

    def run(question, first):
        generation, reader = tiny_answerer.searcher.generation, Counting(tiny_answerer.reader)
        asked = understand(question)
        hits = tiny_answerer.searcher.search(asked.clean, 10)
        reads, weighed, _ = look(generation, reader, tiny_answerer.judge, asked, hits, first)
        assert [read.passage.text for read in reads] == [text for given in reader.given for text in given]
        return len(hits), [len(given) for given in reader.given], weighed

    return run


def test_a_sure_answer_needs_no_second_look(looking):
    _, read, weighed = looking(TREES, 1)
    assert read == [1] and weighed[0].confidence >= module.SURE


def test_nothing_is_refused_before_every_passage_was_read(looking):
    many, read, weighed = looking(TICKETS, 1)
    assert read == [1, many - 1] and weighed[0].confidence < module.SURE


def test_both_looks_weigh_as_one_would(looking):
    parts, whole = looking(TICKETS, 1)[2], looking(TICKETS, 10)[2]
    assert [(one.start, one.end, one.confidence) for one in parts] == [(one.start, one.end, one.confidence) for one in whole]


def test_as_many_are_read_at_first_as_search_finds_nearly_as_good(tiny_answerer):
    hit = tiny_answerer.searcher.search(TREES, 1)[0]
    scores = (5.0, 4.5, 4.2, 4.0, 3.9, 0.0)
    hits = [replace(hit, score=score) for score in scores]
    assert first_look(hits, 6) == sum(score >= 5.0 - module.WITHIN for score in scores) == 4
    assert first_look(hits[:1] + hits[-1:] * 4, 6) == module.SIDE_BY_SIDE
    assert first_look(hits[:3] + hits[-1:], 6) == 2 * module.SIDE_BY_SIDE
    elsewhere = replace(hit, passage=replace(hit.passage, article_id="another"))
    assert first_look([hits[0], elsewhere] + hits[-1:] * 4, 6) == 2 * module.SIDE_BY_SIDE
    assert first_look(hits, 2) == 2 and first_look(hits[:1], 6) == 1 and first_look([], 6) == 0
