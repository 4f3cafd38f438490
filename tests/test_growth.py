"""How an archive grows, on a tiny one: sizes hold one another, and the exponent is that of the formula."""

import json
import lzma
from pathlib import Path

import pytest

from eval import growth
from eval.growth import Size, exponent, in_turn, measure


def news(folder: Path, name: str, count: int) -> Path:
    rows = [{"id": f"{name}{n}", "text": f"第{n}号公园今天开放，共有{n + 3}座桥。", "date": "2024-05-01"} for n in range(count)]
    path = folder / f"{name}.jsonl.xz"
    path.write_bytes(lzma.compress("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()))
    return path


def of(passages: int, p50: float) -> Size:
    return Size(1, passages, 0.0, 0, p50, p50, 0)


def test_the_exponent_is_that_of_a_power_of_passages():
    sizes = [of(100, 99.0), *(of(passages, 0.02 * passages**0.4) for passages in (10_000, 40_000, 160_000))]
    assert exponent(sizes) == pytest.approx(0.4)
    assert exponent(sizes[:2]) is None


def test_files_take_turns_until_the_last_is_spent(tmp_path, monkeypatch):
    monkeypatch.setattr(growth, "FEW", 2)
    files = [news(tmp_path, "a", 3), news(tmp_path, "b", 5)]
    assert [row["id"] for row in in_turn(files)] == ["a0", "a1", "b0", "b1", "a2", "b2", "b3", "b4"]


def test_a_larger_archive_holds_the_smaller_one(tmp_path):
    small, large = measure([news(tmp_path, "a", 6)], tmp_path / "work", [5, 3], "fast")
    assert (small.articles, large.articles, large.passages) == (3, 5, 5)
    assert small.search_p50_ms > 0 and large.server_mb > 0
