"""A written question with its passages as the reader will meet them: one that answers, and others of the article that tempt."""

import json
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from app.train_written import Written, groups, written

PARAGRAPHS = [
    "南湖片区规划学校21所，已经开学17所，在建5所，都在年内完工，家长可以就近报名。" * 4,
    "南湖片区规划公园30座，已经开放12座，在建8座，明年春天全部对市民开放。" * 4,
    "南湖片区规划医院3家，其中一家是儿童医院，后年建成，届时看病不必出区。" * 4,
]
ROWS = [
    {"question": "南湖片区的学校开了几所", "article": "a", "evidence": "已经开学17所", "spans": ["17所"]},
    {"question": "南湖片区有几座图书馆", "article": "a", "spans": []},
]


@pytest.fixture
def questions(tmp_path: Path) -> list[Written]:
    article = {"id": "a", "title": "南湖片区这一年", "text": "\n".join(PARAGRAPHS)}
    (tmp_path / "articles.jsonl").write_text(json.dumps(article, ensure_ascii=False) + "\n", encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return written(tmp_path)


def test_one_passage_of_a_group_at_most_has_the_answer_and_no_passage_comes_twice(questions):
    seen = list(islice(groups(questions, Random(1)), 200))
    for group in seen:
        answers = [row.text[row.start : row.end] for row in group if row.start >= 0]
        assert answers in ([], ["17所"])
        assert len({row.text for row in group}) == len(group)
        assert len({row.question for row in group}) == 1
    assert any(len(group) == 3 and group[0].start >= 0 for group in seen)


def test_a_question_without_an_answer_has_passages_that_do_not_answer(questions):
    seen = [group for group in islice(groups(questions, Random(2)), 200) if "图书馆" in group[0].question]
    assert seen and all(row.start == row.end == -1 for group in seen for row in group)
