"""Questions out of files as people have them, answers into rows; a bad row never stops the others."""

import csv
import io
import json

import pytest
from conftest import DonghuAnswerer

from corpus.errors import BadFile
from ui.batch import COLUMNS, answer_rows, csv_row, read_questions, to_json

TREES = "东湖公园种了多少棵银杏"


def questions(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return [(row.id, row.question) for row in read_questions(path)]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("q.txt", "一？\n\n  二？ \r\n三？", [("1", "一？"), ("2", "二？"), ("3", "三？")]),
        ("q.TXT", "一？".encode("gb18030"), [("1", "一？")]),
        ("q.txt", b"\xef\xbb\xbf" + "一？".encode(), [("1", "一？")]),
        ("q.txt", "一？".encode("utf-16"), [("1", "一？")]),
        ("q.csv", "id,question\n甲,一？\n,二？\n", [("甲", "一？"), ("2", "二？")]),
        ("q.csv", 'note,question\n略,"一,\n二？"\n', [("1", "一,\n二？")]),
        ("q.csv", "\ufeffquestion\n一？\n", [("1", "一？")]),
        (
            "q.jsonl",
            '{"question": "一？", "id": 7}\n\n{"question": "二？"}\n{"id": "", "question": "三？"}',
            [("7", "一？"), ("2", "二？"), ("3", "三？")],
        ),
        ("q.jsonl", '{"question": "一？", "id": 0}\n{"question": "二？", "id": true}', [("0", "一？"), ("2", "二？")]),
    ],
)
def test_rows_keep_their_id_or_have_their_number(tmp_path, name, data, found):
    assert questions(tmp_path, name, data) == found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("q.txt", ""),
        ("q.txt", "\n \n"),
        ("q.csv", "question\n"),
        ("q.csv", "问题\n一？\n"),
        ("q.jsonl", ""),
        ("q.docx", "一？"),
        ("q", "一？"),
        ("q.txt", b"\x00\x01\x02\xff"),
    ],
)
def test_a_file_without_questions_is_refused_as_a_whole(tmp_path, name, data):
    with pytest.raises(BadFile):
        questions(tmp_path, name, data)


def test_a_folder_and_a_missing_file(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    for name in ("folder.txt", "missing.csv"):
        with pytest.raises(BadFile):
            read_questions(tmp_path / name)


def rows_of(tmp_path, name, data):
    path = tmp_path / name
    path.write_text(data, encoding="utf-8")
    return list(answer_rows(read_questions(path), DonghuAnswerer().answer))


def test_bad_rows_say_why_and_the_rest_go_on(tmp_path):
    lines = ["{坏", '{"id": "a"}', "[1]", '{"id": "b", "question": "' + "长" * 600 + '"}', f'{{"id": "c", "question": "{TREES}"}}']
    rows = rows_of(tmp_path, "q.jsonl", "\n".join(lines))
    assert [(row["id"], row.get("error", {}).get("code")) for row in rows] == [
        ("1", "bad_input"),
        ("a", "bad_input"),
        ("3", "bad_input"),
        ("b", "bad_question"),
        ("c", None),
    ]
    assert all(list(row) == ["id", "question", "error"] and list(row["error"]) == ["code", "detail"] for row in rows[:4])
    assert rows[4]["answer"] == "300棵银杏"


def test_a_huge_field_is_a_bad_row_and_no_bad_file(tmp_path):
    rows = rows_of(tmp_path, "q.csv", f"question\n{'长' * 200_000}\n{TREES}\n")
    assert ["error" in row for row in rows] == [True, False]


def test_a_row_is_its_id_and_the_answer_object(tmp_path):
    (row,) = rows_of(tmp_path, "q.txt", TREES)
    assert next(iter(row.items())) == ("id", "1")
    assert json.loads(to_json(row))["quotes"][0]["text"].startswith("东湖公园种了300棵银杏")


def test_a_lone_surrogate_can_be_written_and_read_again():
    assert json.loads(to_json({"id": "\ud800", "question": "🏫"}).encode()) == {"id": "\ud800", "question": "🏫"}


def test_rows_of_a_csv(tmp_path):
    rows = [csv_row(row) for row in rows_of(tmp_path, "q.txt", f"{TREES}\n东湖公园门票多少钱\n{'长' * 600}")]
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, restval="")
    table.writeheader()
    table.writerows(rows)
    found, missing, bad = csv.DictReader(io.StringIO(out.getvalue()))
    assert tuple(found) == ("id", "question", "outcome", "answer", "confidence", "quote", "title", "source", "date", "permalink")
    assert (found["outcome"], found["answer"], found["source"], found["date"]) == ("answered", "300棵银杏", "东湖日报", "2025-04-01")
    assert found["permalink"].startswith("/a/donghu~")
    assert (missing["outcome"], missing["answer"], missing["quote"]) == ("not_found", "", "")
    assert (bad["outcome"], bad["confidence"]) == ("error", "")
