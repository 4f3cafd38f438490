"""Where a conversation is, over three tiny articles."""

from dataclasses import replace

import numpy as np
import pytest

from app.answer import Turn
from app.followup import made_whole
from app.question import understand
from app.thread import Thread, kept_to, thread_for, threaded

TREES = "东湖公园种了多少棵银杏"


def thread(answerer, question, *turns):
    asked = understand(question)
    return thread_for(answerer.searcher, asked, made_whole(asked, turns), turns)


def test_a_follow_up_is_where_the_last_answer_stands(tiny_answerer):
    assert thread(tiny_answerer, "那樱花呢", Turn(TREES, "300棵")).article_id == "donghu"


@pytest.mark.parametrize("answer", ["文中没有提到", "是", ""])
def test_without_words_of_an_answer_it_is_where_the_last_question_leads(tiny_answerer, answer):
    assert thread(tiny_answerer, "那樱花呢", Turn(TREES, answer)).article_id == "donghu"


def test_no_conversation_and_another_topic_are_nowhere(tiny_answerer):
    assert thread(tiny_answerer, "那樱花呢") is None
    assert thread(tiny_answerer, "“滨海”号什么时候开航", Turn(TREES, "300棵")) is None


def test_passages_of_its_article_come_first_and_none_is_lost(tiny_answerer):
    searcher = tiny_answerer.searcher
    hits = searcher.search("大桥全长多少公里", 100)
    row = searcher.generation.rows_of("donghu")[0]
    moved = threaded(searcher, "大桥全长多少公里", hits, Thread("donghu", row))
    assert moved[0].passage.article_id == "donghu" and hits[0].passage.article_id == "bridge"
    assert {hit.row for hit in hits} <= {hit.row for hit in moved}
    assert [hit.score for hit in moved] == sorted((hit.score for hit in moved), reverse=True)


def test_it_brings_nothing_that_filters_keep_out(tiny_answerer):
    searcher = tiny_answerer.searcher
    allowed = np.asarray(searcher.generation.rows_of("bridge"), dtype=np.int64)
    hits = searcher.search(TREES, 100, allowed)
    assert threaded(searcher, TREES, hits, Thread("donghu", 0), allowed) == hits
    assert threaded(searcher, TREES, hits, None) == hits


def test_another_articles_candidate_has_to_be_the_surer(tiny_answerer):
    from app.look import read_hits
    from app.weigh import weigh

    question, searcher = understand(TREES), tiny_answerer.searcher
    reads = read_hits(searcher.generation, tiny_answerer.reader, question, searcher.search(TREES, 10))
    weighed, _ = weigh(question, reads, searcher.generation.lexical.idf, tiny_answerer.judge)
    level = [replace(one, confidence=0.5) for one in weighed]
    kept = kept_to(level, Thread("bridge", 0))
    assert kept[0].read.article.id == "bridge" and kept[0].confidence == 0.5
    assert {one.confidence for one in kept if one.read.article.id != "bridge"} == {0.2}
    assert kept_to(level, None) == level
