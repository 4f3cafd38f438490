"""Labels of who said it, against a small archive."""

import json
import lzma

import pytest

from eval import speakers
from eval.speakers import GOLD, Said, by_kind, load_articles, load_said, marked, verdict

NEWS = {"id": "a", "text": "东湖公园开放\n\n市长王小明说：“很好。”\n\n有网友称，人太多。"}


@pytest.fixture
def data(tmp_path):
    (tmp_path / "news").mkdir()
    with lzma.open(tmp_path / "news" / "small.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(NEWS) + "\n" + json.dumps({"id": "b", "text": "别的"}) + "\n")
    return tmp_path


def label(words, name, kind="direct"):
    start = NEWS["text"].index(words)
    return Said("small", "a", start, start + len(words), name, kind)


def test_marks_by_hand(data):
    rows = [label("很好。", "王小明"), label("人太多。", None, "unnamed"), label("人太多。", "网友"), label("很好。", "李华")]
    found = by_kind(rows, load_articles(data, rows))
    assert (found["all"].n, found["all"].right, found["all"].wrong, found["all"].null) == (4, 0.5, 0.25, 0.25)
    assert (found["unnamed"].n, found["unnamed"].right) == (1, 1.0)


def test_verdicts():
    assert [verdict(*pair) for pair in (("a", "a"), (None, None), ("a", "b"), (None, "b"), ("a", None))] == [
        "right", "right", "wrong", "wrong", "null",
    ]  # fmt: skip
    assert marked([]) == speakers.Marks(0, 0.0, 0.0, 0.0)


def test_the_command_prints_the_figures(data, tmp_path, capsys, monkeypatch):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"file": "small", "id": "a", "start": 19, "end": 22, "speaker": "王小明", "kind": "direct"}) + "\n")
    monkeypatch.setattr("sys.argv", ["speakers", "--data", str(data), "--gold", str(gold), "--json"])
    speakers.main()
    assert json.loads(capsys.readouterr().out)["direct"] == {"n": 1, "right": 1.0, "wrong": 0.0, "null": 0.0}


@pytest.mark.parametrize(("name", "count"), [("speakers.jsonl", 210), ("speakers_held_out.jsonl", 110)])
def test_the_gold_files_are_whole(name, count):
    rows = load_said(GOLD.with_name(name))
    assert len(rows) == count and all(row.start < row.end for row in rows)
    assert {row.kind for row in rows} == {"direct", "reported", "term", "unnamed"}
