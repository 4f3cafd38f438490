"""Why there is no answer: the code, and a sentence that names what is there and what is missing."""

import pytest
from conftest import pointing, small_article

from app.align import terms
from app.question import understand
from app.refuse import reason
from app.weigh import Read
from corpus.passage import split


def reads():
    article = small_article()
    return [Read(article, passage, 0.0, 0.9, pointing(passage.text)) for passage in reversed(split(article))]


def why(question):
    asked = understand(question)
    return reason(asked, terms(asked.clean, lambda word: 2.0), reads())


@pytest.mark.parametrize(
    ("question", "code", "has", "lacks"),
    [
        ("东湖公园有多少家医院", "partly", ["东湖", "没有提到医院"], ["没有提到东湖"]),
        ("火星基地住了多少宇航员", "absent", ["没有提到", "火星", "查了1篇"], ["东湖"]),
        ("东湖公园银杏多高", "partly", ["东湖", "没有说所问的数量"], []),
        ("东湖公园银杏", "partly", ["没有说所问的内容。"], []),
        ("东湖公园那边打算建多少医院", "partly", ["没有提到医院"], ["那边", "打算"]),
        ("那樱花呢", "needs_context", ["上文"], []),
    ],
)
def test_each_code_has_its_sentence(question, code, has, lacks):
    found, sentence = why(question)
    assert found == code
    assert all(part in sentence for part in has), sentence
    assert not any(part in sentence for part in lacks), sentence
    assert sentence.endswith("。") and "\n" not in sentence


def test_nothing_was_read():
    asked = understand("东湖公园有多少棵银杏")
    assert reason(asked, (), []) == ("absent", "没有可查的文章段落。")


def test_a_question_without_words_of_its_own():
    code, sentence = why("是多少呢这个")
    assert code in ("absent", "needs_context") and sentence
