"""The table and the report folder of a small run: figures in place, text escaped, nothing asked of outside, nothing half-written."""

import json
from dataclasses import replace

import pytest
from conftest import answered, not_found

from app.answer import as_json
from corpus.errors import BadFile
from eval.compare import compare
from eval.report import table, write_report, write_rows, write_whole
from eval.rows import GoldRow
from eval.scored import score
from eval.summary import as_json as summary_json
from eval.summary import summarise

HOSTILE = '<script>alert("1")</script>&<b>'


def run():
    yes = GoldRow("1", "种了多少棵银杏", ("300棵银杏",), True, "300棵银杏", ("donghu",), ("fact:银杏", "kind:number", "style:口语"))
    no = GoldRow("2", HOSTILE, (), False, None, (), ("fact:门票", "style:nearmiss"))
    failed = GoldRow("3", "公园归谁管", ("市园林局",), True, None, (), ("kind:organisation",))
    error = {"id": "3", "question": "公园归谁管", "error": {"code": "deadline", "detail": HOSTILE}}
    return [
        score(yes, {"id": "1", **as_json(answered())}),
        score(no, {"id": "2", **as_json(replace(not_found(), reason=HOSTILE))}),
        score(failed, error),
    ]


def test_the_table_shows_every_figure_with_its_interval_in_112_columns():
    scored = run()
    summary = summarise(scored)
    shown = table(summary)
    assert all(name in shown for name in summary.whole.figures)
    assert "0.500 [0.000, 1.000]" in shown
    assert "style:nearmiss" in shown and "1 题出错" in shown
    assert "held_out（" in shown and "未调的一半" in shown
    assert max(map(len, shown.splitlines())) <= 112
    assert "\x1b" not in shown


def test_the_table_of_closed_reading_has_one_column_and_says_what_was_not_marked():
    blind = score(GoldRow("9", "问", (), True), {"id": "9", **as_json(answered())})
    shown = table(summarise([*run(), blind], closed=True))
    assert "evidence" not in shown and "held_out" not in shown
    assert "1 题没有标准答案" in shown


def test_the_report_folder_holds_page_rows_and_summary(tmp_path):
    scored = run()
    summary = summarise(scored)
    assert write_report(tmp_path / "r", summary, scored) == tmp_path / "r" / "report.html"
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == ["report.html", "rows.jsonl", "summary.json"]
    rows = [json.loads(line) for line in (tmp_path / "r" / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert json.loads((tmp_path / "r" / "summary.json").read_text(encoding="utf-8")) == summary_json(summary)


def test_the_same_run_writes_the_same_page(tmp_path):
    pages = [write_report(tmp_path / name, summarise(run()), run()).read_bytes() for name in "ab"]
    assert pages[0] == pages[1]


def test_a_comparison_goes_into_the_page(tmp_path):
    scored = run()
    before = {row.gold.id: row.out for row in scored}
    page = write_report(tmp_path, summarise(scored), scored, compare(before, scored)).read_text(encoding="utf-8")
    assert "与上次相比" in page and "em 仍为 0.500" in page


def test_what_cannot_be_written_says_so_and_leaves_nothing(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("mine")
    with pytest.raises(BadFile, match="建不了"):
        write_report(blocked, summarise([]), [])
    with pytest.raises(BadFile, match="写不了"):
        write_rows(tmp_path / "nowhere" / "rows.jsonl", [])
    with pytest.raises(BadFile, match="写不了"):
        write_whole(tmp_path, "text")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert blocked.read_text() == "mine"


def test_a_second_run_replaces_the_first_whole(tmp_path):
    write_rows(tmp_path / "rows.jsonl", run())
    write_rows(tmp_path / "rows.jsonl", run()[:1])
    assert len((tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl"]
