"""Two facts asked for in one question: what is said when both are there, when one is, and when one name is the answer to both."""

from dataclasses import replace

import pytest
from conftest import HashingEncoder, margin_judge, pointing

from app.about import asked_about
from app.answerer import Answerer
from app.quote import check_law
from index.build import build
from index.generation import load
from index.search import Searcher

TEXT = "北湖区委书记林晓岚说，北湖公园种了300棵银杏，修了5公里步道。"


class ToldReader:
    """A reader that was told what to point at, and how surely, when words are in the question; at nothing else."""

    fingerprint = "told-1"

    def __init__(self, told):
        self.told = told

    def read(self, question, passages):
        spans = {span: margin for words, (span, margin) in self.told.items() if words in question}
        return [
            pointing(passage.text, *(span for span in spans if span in passage.text), margin=max(spans.values(), default=-10.0))
            for passage in passages
        ]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    head = "---\nid: beihu\ntitle: 北湖新闻\ndate: 2025-04-01\nsource: 北湖日报\n---\n"
    (folder / "beihu.md").write_text(f"{head}{TEXT}\n", encoding="utf-8")
    build([folder], folder / "index", HashingEncoder(), lambda *step: None)
    return load(folder / "index")


def told(index, **parts):
    return Answerer(Searcher(index, HashingEncoder()), ToldReader(parts), margin_judge(), 10, 0.5)


def test_both_are_said_in_the_order_of_the_text(index):
    answer = told(index, 步道=("5公里", 9.0), 银杏=("300棵", 9.0)).answer("北湖公园修了多少公里步道，种了多少棵银杏")
    assert answer.answer == "300棵、5公里"
    for quote in answer.quotes:
        check_law(index.article("beihu"), quote)


def test_of_two_facts_only_the_sure_one_is_said(index):
    answer = told(index, 银杏=("300棵", 9.0), 花了=("5公里", -9.0)).answer("北湖公园种了多少棵银杏，花了多少钱")
    assert (answer.outcome, answer.answer) == ("answered", "300棵")


def test_an_answer_of_parts_is_as_sure_as_they_are_on_average(index):
    sure, less = 9.0, 3.0
    answerer = told(index, 银杏=("300棵", sure), 步道=("5公里", less))
    both = answerer.answer("北湖公园种了多少棵银杏，修了多少公里步道")
    each = [answerer.answer(question).confidence for question in ("北湖公园种了多少棵银杏", "北湖公园修了多少公里步道")]
    assert both.answer == "300棵、5公里"
    assert both.confidence == pytest.approx(sum(each) / 2)


def test_neither_is_said_when_neither_is_sure(index):
    unsure = replace(told(index, 银杏=("300棵", -9.0), 步道=("5公里", -9.0)), threshold=0.9)
    assert unsure.answer("北湖公园种了多少棵银杏，修了多少公里步道").outcome == "not_found"


def test_a_name_with_its_title_answers_who_and_in_what_office(index):
    answer = told(index, 谁=("林晓岚", 9.0), 职务=("北湖区委书记林晓岚", 9.0)).answer("介绍公园的是谁，担任什么职务")
    assert answer.answer == "北湖区委书记林晓岚"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("这篇是谁采访的", "author"),
        ("采写的记者叫什么", "author"),
        ("谁接受了采访", None),
        ("记者采访了谁", None),
        ("哪位领导被采访", None),
    ],
)
def test_who_asked_is_the_papers_own_head_and_who_was_asked_is_not(question, asked):
    assert asked_about(question) == asked
