"""Rows come in whole or not at all, with the file and line that is wrong; halves follow the fact."""

import gzip
import json
import lzma
from hashlib import sha256

import pytest

from corpus.errors import BadFile
from eval.rows import GoldRow, GoldSpan, ReadingRow, half, load_gold, load_reading

GOLD = {"id": "g1", "question": "种了多少棵银杏", "answers": ["300棵", "300"], "answerable": True, "evidence": "种了300棵银杏",
        "articles": ["donghu"], "tags": ["fact:银杏", "kind:number", "style:spoken"]}
READING = {"id": "r1", "question": "多少棵", "context": "种了300棵银杏", "answers": [{"text": "300棵", "start": 2}], "answerable": True}


def written(tmp_path, *rows, name="gold.jsonl"):
    path = tmp_path / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_gold_row_comes_in_whole(tmp_path):
    whole = GoldRow("g1", "种了多少棵银杏", ("300棵", "300"), True, "种了300棵银杏", ("donghu",),
                    ("fact:银杏", "kind:number", "style:spoken"))
    assert load_gold(written(tmp_path, GOLD)) == [whole]


def test_optional_keys_may_be_left_out_null_or_empty(tmp_path):
    bare = {"id": 7, "question": "门票多少钱", "answers": [], "answerable": False}
    spare = {**bare, "id": "8", "evidence": "", "articles": None, "tags": [], "note": "not in the format"}
    assert load_gold(written(tmp_path, bare, spare)) == [GoldRow("7", "门票多少钱", (), False), GoldRow("8", "门票多少钱", (), False)]


def test_blank_lines_a_bom_and_strange_separators_are_no_trouble(tmp_path):
    path = tmp_path / "gold.jsonl"
    odd = {**GOLD, "question": "一\u2028二"}
    path.write_bytes(b"\xef\xbb\xbf\n" + json.dumps(odd, ensure_ascii=False).encode() + b"\r\n\r\n")
    assert [row.question for row in load_gold(path)] == ["一\u2028二"]


@pytest.mark.parametrize(("suffix", "pack"), [(".xz", lzma.compress), (".gz", gzip.compress)])
def test_compressed_files_are_read_and_broken_ones_named(tmp_path, suffix, pack):
    path = tmp_path / f"gold.jsonl{suffix}"
    packed = pack(json.dumps(GOLD).encode())
    path.write_bytes(packed)
    assert load_gold(path)[0].id == "g1"
    for bad in (packed[: len(packed) // 2], b"no archive"):
        path.write_bytes(bad)
        with pytest.raises(BadFile, match="压缩文件已损坏"):
            load_gold(path)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"id": None}, "id"), ({"id": True}, "id"), ({"id": "  "}, "id"),
        ({"question": ""}, "question"), ({"question": 3}, "question"), ({"question": "\ud800"}, "代理字符"),
        ({"answers": None}, "answers"), ({"answers": "300"}, "answers"),
        ({"answers": [""]}, "answers"), ({"answers": [{"text": "x"}]}, "answers"),
        ({"answers": []}, "却是空的"), ({"answerable": False}, "却不空"), ({"answerable": "yes"}, "answerable"),
        ({"evidence": 3}, "evidence"), ({"articles": "donghu"}, "articles"), ({"tags": [1]}, "tags"),
    ],
)
def test_a_wrong_gold_row_names_its_line_and_key(tmp_path, change, what):
    path = written(tmp_path, {**GOLD, "id": "first"}, {**GOLD, **change})
    with pytest.raises(BadFile, match=what) as caught:
        load_gold(path)
    assert str(caught.value).startswith(f"{path}:2: ")


@pytest.mark.parametrize("line", ["{", "[1]", "null", "[" * 100_000])
def test_a_line_that_is_no_object_is_refused(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(line)
    with pytest.raises(BadFile, match=":1: "):
        load_gold(path)


def test_two_rows_with_one_id_are_refused_with_both_lines(tmp_path):
    path = written(tmp_path, GOLD, {**GOLD, "id": "g2"}, GOLD)
    with pytest.raises(BadFile, match=r":3: id 'g1' 在第 1 行"):
        load_gold(path)


def test_no_file_a_folder_no_rows_and_no_text_are_refused(tmp_path):
    empty, binary = tmp_path / "empty.jsonl", tmp_path / "binary.jsonl"
    empty.write_text("\n\n")
    binary.write_bytes(b"\xff\xfe\x00")
    for path, what in ((tmp_path / "none.jsonl", "读不了"), (tmp_path, "读不了"), (empty, "一行题目也没有"), (binary, "UTF-8")):
        with pytest.raises(BadFile, match=what):
            load_gold(path)


def test_a_reading_row_comes_in_whole_and_goes_on_as_gold(tmp_path):
    [row] = load_reading(written(tmp_path, READING))
    assert row == ReadingRow("r1", "多少棵", "种了300棵银杏", (GoldSpan("300棵", 2),), True)
    assert row.as_gold() == GoldRow("r1", "多少棵", ("300棵",), True)


def test_a_reading_row_without_answers_is_taken_but_has_no_key(tmp_path):
    blind, silent = load_reading(written(tmp_path, {**READING, "answers": []}, {**READING, "id": "r2", "answers": [], "answerable": False}))
    assert not blind.as_gold().has_key
    assert silent.as_gold().has_key


@pytest.mark.parametrize(
    ("change", "what"),
    [({"context": ""}, "context"), ({"answers": ["300棵"]}, "answers"), ({"answers": None}, "answers"),
     ({"answers": [{"start": 2}]}, "text"), ({"answers": [{"text": "300棵", "start": "2"}]}, "start")],
)
def test_a_wrong_reading_row_names_its_line_and_key(tmp_path, change, what):
    with pytest.raises(BadFile, match=f":1: .*{what}"):
        load_reading(written(tmp_path, {**READING, **change}))


def parity(text):
    return "tuned" if int(sha256(text.encode()).hexdigest()[:2], 16) % 2 == 0 else "held_out"


def test_half_goes_by_fact_then_evidence_then_question():
    assert half(GoldRow("1", "问", ("答",), True, "据", (), ("kind:number", "fact:银杏"))) == parity("fact:银杏")
    assert half(GoldRow("1", "问", ("答",), True, "据", (), ("kind:number",))) == parity("据")
    assert half(GoldRow("1", "问", ("答",), True)) == parity("问")


def test_rows_about_one_fact_share_a_half_and_facts_fall_on_both_sides():
    asked = [(ask, number) for ask in "甲乙" for number in range(200)]
    rows = [GoldRow(f"{ask}{number}", f"问{ask}{number}", (), False, tags=(f"fact:{number}",)) for ask, number in asked]
    halves = {row.id: half(row) for row in rows}
    assert all(halves[f"甲{number}"] == halves[f"乙{number}"] for number in range(200))
    assert 70 < sum(halves[f"甲{number}"] == "tuned" for number in range(200)) < 130
