"""The commands that go through many rows or the whole index: batch, eval, verify, quote; with the shipped models."""

import csv
import json
import shutil

import pytest
from conftest import refused

pytestmark = pytest.mark.usefixtures("shipped")
SCHOOLS = "张村河片区规划多少所学校"
VERBATIM = "片区规划了21所中小学、28所幼儿园"
CONTEXT = "东湖公园今年开放，种了300棵银杏。"


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    rows = [{"id": "甲", "question": SCHOOLS}, {"question": "崂山区今年力争新增多少家市级以上科创平台"}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_batch_from_every_kind_to_every_kind(wenyuan, questions, tmp_path):
    (tmp_path / "q.txt").write_text(SCHOOLS + "\n", encoding="gb18030")
    (tmp_path / "q.csv").write_text(f"id,question\n乙,{SCHOOLS}\n", encoding="utf-8-sig")
    code, out, err = wenyuan("batch", questions)
    assert (code, err) == (0, "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["甲", "2"]
    assert wenyuan("batch", tmp_path / "q.txt", "-o", tmp_path / "out.jsonl") == (0, "", "")
    assert json.loads((tmp_path / "out.jsonl").read_text())["id"] == "1"
    assert wenyuan("batch", tmp_path / "q.csv", "-o", tmp_path / "out.csv") == (0, "", "")
    (row,) = csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8"))
    assert (row["id"], row["question"], row["outcome"], row["source"]) == ("乙", SCHOOLS, "answered", "青岛日报")


def test_batch_with_bad_rows_answers_the_rest(wenyuan, tmp_path):
    (tmp_path / "q.jsonl").write_text(
        f'{{"id": "a", "question": "hello"}}\n{{坏\n{{"id": "c", "question": "{SCHOOLS}"}}\n', encoding="utf-8"
    )
    code, out, err = wenyuan("batch", tmp_path / "q.jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1 and "2 行" in err
    assert [row.get("error", {}).get("code") for row in rows] == ["bad_question", "bad_input", None]


def test_batch_of_or_to_what_cannot_be(wenyuan, questions, tmp_path):
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "empty.txt").write_text("")
    for words in (
        [tmp_path / "q.docx"],
        [tmp_path / "missing.txt"],
        [tmp_path],
        [tmp_path / "folder.jsonl"],
        [tmp_path / "empty.txt"],
        [questions, "-o", tmp_path / "out.xlsx"],
        [questions, "-o", tmp_path / "folder.jsonl"],
        [questions, "-o", tmp_path / "no" / "out.csv"],
    ):
        refused(wenyuan("batch", *words), 2)
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name or path.suffix == ".csv") == []


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    rows = [
        {"id": "1", "question": SCHOOLS, "answers": ["21所中小学、28所幼儿园"], "answerable": True, "evidence": VERBATIM},
        {"id": "2", "question": "火星基地住了多少宇航员", "answers": [], "answerable": False},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_eval_shows_a_table_or_one_json_value(wenyuan, gold):
    code, out, err = wenyuan("eval", gold)
    assert (code, err) == (0, "") and "evidence@5" in out
    code, out, err = wenyuan("eval", gold, "--json")
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert isinstance(json.loads(out), dict)


def test_eval_writes_its_report_and_rows(wenyuan, gold, tmp_path):
    assert wenyuan("eval", gold, "--report", tmp_path / "report", "--out", tmp_path / "rows.jsonl")[0] == 0
    assert (tmp_path / "report" / "report.html").read_text().startswith("<!")
    assert [json.loads(line)["id"] for line in (tmp_path / "rows.jsonl").read_text().splitlines()] == ["1", "2"]


def test_eval_below_its_baseline_is_a_failed_check(wenyuan, tmp_path, monkeypatch):
    rows = [{"id": str(n), "question": f"火星基地住了多少宇航员{'呀' * n}", "answers": [], "answerable": False} for n in range(3)]
    (tmp_path / "gold.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    monkeypatch.setenv("WENYUAN_THRESHOLD", "1")
    assert wenyuan("eval", tmp_path / "gold.jsonl", "--out", tmp_path / "before.jsonl")[0] == 0
    assert wenyuan("eval", tmp_path / "gold.jsonl", "--baseline", tmp_path / "before.jsonl")[0] == 0
    monkeypatch.setenv("WENYUAN_THRESHOLD", "0")
    code, out, err = wenyuan("eval", tmp_path / "gold.jsonl", "--baseline", tmp_path / "before.jsonl", "--json")
    assert code == 1 and "refused" in err and isinstance(json.loads(out), dict)


def test_eval_reading_answers_every_row_and_marks_those_with_a_key(wenyuan, tmp_path):
    rows = [
        {"id": "1", "question": "种了多少棵银杏", "context": CONTEXT, "answers": [{"text": "300棵", "start": 11}], "answerable": True},
        {"id": "2", "question": "种了多少棵银杏", "context": CONTEXT, "answers": [], "answerable": True},
        {"id": "3", "question": "门票多少钱", "context": CONTEXT, "answers": [], "answerable": False},
    ]
    (tmp_path / "r.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    out = tmp_path / "out.jsonl"

    def outcomes(*words):
        assert wenyuan("eval", "--reading", tmp_path / "r.jsonl", "--out", out, *words)[0] == 0
        written = [json.loads(line) for line in out.read_text().splitlines()]
        assert all(0 <= row["confidence"] <= 1 for row in written)
        return [row["outcome"] for row in written]

    assert outcomes() == ["answered"] * 3
    assert outcomes("--threshold", "0") == ["answered"] * 3
    assert outcomes("--threshold", "1") == ["not_found"] * 3
    assert len(outcomes("--threshold", "shipped", "--json")) == 3


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["gold", "--reading", "r"],
        ["missing.jsonl"],
        ["--reading", "missing.jsonl"],
        ["--reading", "r", "--threshold", "2"],
        ["--reading", "r", "--threshold", "nan"],
        ["--reading", "r", "--report", "x"],
        ["gold", "--threshold", "0.5"],
        ["/"],
    ],
)
def test_eval_of_what_cannot_be(wenyuan, words):
    refused(wenyuan("eval", *words), 2)


def test_verify_finds_a_flipped_byte_in_any_file(wenyuan, laoshan_index, tmp_path):
    code, out, err = wenyuan("verify")
    assert (code, err) == (0, "") and "1 篇文章" in out
    name = (laoshan_index / "CURRENT").read_text()
    for file in sorted((laoshan_index / name).iterdir()):
        root = tmp_path / file.name
        shutil.copytree(laoshan_index, root)
        data = bytearray((root / name / file.name).read_bytes())
        data[len(data) // 2] ^= 1
        (root / name / file.name).write_bytes(data)
        refused(wenyuan("verify", "--index", root), 3, "wenyuan build")


def test_quote_is_there_or_not(wenyuan):
    code, out, err = wenyuan("quote", VERBATIM, "--json")
    found = json.loads(out)
    assert (code, err, found["verbatim"], found["places"][0]["text"]) == (0, "", True, VERBATIM)
    assert wenyuan("quote", VERBATIM.replace("21", "22"))[0] == 1
    assert json.loads(wenyuan("quote", "没有这句", "--json")[1]) == {"text": "没有这句", "verbatim": False, "places": []}
    assert wenyuan("quote", f"\n{VERBATIM}\r\n")[0] == 0
    refused(wenyuan("quote", ""), 2)
