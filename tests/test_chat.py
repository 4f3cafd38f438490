"""A conversation in the terminal."""

import io
from dataclasses import replace

import pytest
from conftest import answered, not_found, refused

from app.answer import Turn
from corpus.errors import BadQuestion
from ui.chat import PROMPT, converse, lines

TREES = "东湖公园种了多少棵银杏"


class Asked:
    """Answers what speaks of 银杏, understands 那樱花呢, and remembers with what history it was asked."""

    def __init__(self):
        self.histories = []

    def __call__(self, question, history):
        self.histories.append(history)
        if question == "hello":
            raise BadQuestion("请用中文提问。")
        if "银杏" in question:
            return answered(question)
        return replace(not_found(question), rewritten="东湖公园种了多少棵樱花" if history else None)


def test_each_answer_is_understood_from_those_before():
    ask = Asked()
    first, second = converse(ask, iter([TREES, "那樱花呢"]))
    assert first.splitlines()[0] == "300棵银杏" and "「东湖公园种了300棵银杏" in first
    assert "文中没有提到" in second and "按这个问题回答：东湖公园种了多少棵樱花" in second
    assert ask.histories == [(), (Turn(TREES, "300棵银杏"),)]


def test_what_was_understood_goes_into_the_history():
    ask = Asked()
    list(converse(ask, iter([TREES, "那樱花呢", "那樱花呢"])))
    assert ask.histories[2][1] == Turn("东湖公园种了多少棵樱花", "文中没有提到")


@pytest.mark.parametrize("anew", ["/新", "/new"])
def test_it_can_begin_anew(anew):
    ask = Asked()
    said = list(converse(ask, iter([TREES, anew, TREES])))
    assert "重新开始" in said[1]
    assert ask.histories == [(), ()]


def test_a_bad_question_is_said_so_and_the_conversation_goes_on(capsys):
    ask = Asked()
    said = list(converse(ask, iter([TREES, "hello", TREES])))
    assert len(said) == 2 and "请用中文提问。" in capsys.readouterr().err
    assert len(ask.histories[2]) == 1


def test_lines_end_at_an_empty_one_or_with_the_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("一问\n 二问 \n\n三问\n"))
    assert list(lines(live=False)) == ["一问", "二问"]
    monkeypatch.setattr("sys.stdin", io.StringIO("一问"))
    assert list(lines(live=True)) == ["一问"]
    assert capsys.readouterr().err == PROMPT * 2


@pytest.mark.usefixtures("shipped")
def test_piped_questions_are_answered_on_stdout(wenyuan, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("张村河片区规划多少所学校\n那幼儿园呢\n"))
    code, out, err = wenyuan("chat")
    assert (code, err) == (0, "")
    assert "21所中小学、28所幼儿园" in out and "按这个问题回答：张村河片区规划多少所幼儿园" in out


def test_without_an_index_it_says_so(wenyuan, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("张村河片区规划多少所学校\n"))
    refused(wenyuan("chat", "--index", tmp_path), 3, "wenyuan build")
