"""A build after another: what is known is taken over, and the files are those of a build from nothing."""

import json
import shutil

import numpy as np
import pytest
from conftest import TINY, HashingEncoder

from corpus.errors import DuplicateArticle
from index import gather, reuse
from index.build import build
from index.generation import load


class CountingEncoder(HashingEncoder):
    """Remembers what it encoded."""

    def __init__(self):
        self.texts = []

    def encode_passages(self, passages, progress=None):
        self.texts += passages
        return super().encode_passages(passages, progress)


def write_rows(path, texts):
    rows = [{"id": f"r{number}", "date": "2025-01-02", "text": text} for number, text in enumerate(texts)]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    for name, text in TINY.items():
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    texts = (f"第{number}号公园开放。\n园内种了{number}棵银杏，由第{number % 7}分局管理。" for number in range(40))
    write_rows(tmp_path / "articles" / "rows.jsonl", texts)
    return tmp_path / "articles"


@pytest.fixture
def read(monkeypatch):
    """Names of the files that are read as articles."""
    names, as_before = [], gather.iter_articles

    def watched(path, *rest):
        names.append(path.name)
        return as_before(path, *rest)

    monkeypatch.setattr(gather, "iter_articles", watched)
    return names


def built(folder, root="index"):
    encoder = CountingEncoder()
    return build([folder], folder.parent / root, encoder, lambda *step: None), encoder.texts


def files_of(folder, root, generation):
    made = folder.parent / root / generation
    return {path.name: path.read_bytes() for path in made.iterdir()}


def assert_as_from_nothing(folder, report):
    fresh, _ = built(folder, "fresh")
    made, wanted = files_of(folder, "index", report.generation), files_of(folder, "fresh", fresh.generation)
    assert made.keys() == wanted.keys()
    assert [name for name in wanted if made[name] != wanted[name]] == []


def test_nothing_changed_and_nothing_is_read_or_encoded(folder, read):
    first, texts = built(folder)
    assert sorted(read) == ["bridge.md", "donghu.txt", "metro.jsonl", "rows.jsonl"] and len(texts) == len(set(texts)) > 40
    read.clear()
    second, texts = built(folder)
    assert (read, texts) == ([], [])
    assert files_of(folder, "index", first.generation) == files_of(folder, "index", second.generation)


def test_a_new_a_changed_and_a_removed_file(folder, read):
    built(folder)
    read.clear()
    (folder / "a_new.txt").write_text("湿地公园\n\n湿地公园明年动工，占地9公顷。", encoding="utf-8")
    (folder / "bridge.md").write_text(TINY["bridge.md"].replace("六车道", "八车道"), encoding="utf-8")
    (folder / "donghu.txt").unlink()
    report, texts = built(folder)
    assert sorted(read) == ["a_new.txt", "bridge.md"]
    assert len(texts) == 3 and "八车道" in texts[2]
    assert_as_from_nothing(folder, report)
    assert [entry.id for entry in load(folder.parent / "index").catalog][:2] == ["a_new", "bridge"]


def test_a_changed_row_of_many_is_encoded_alone(folder):
    built(folder)
    text = (folder / "rows.jsonl").read_text(encoding="utf-8")
    (folder / "rows.jsonl").write_text(text.replace("第7号公园", "第7号湿地"), encoding="utf-8")
    report, texts = built(folder)
    assert 0 < len(texts) <= 2 and all("第7号湿地" in text for text in texts)
    assert_as_from_nothing(folder, report)


def test_articles_in_another_order_and_texts_that_stand_twice(folder):
    built(folder)
    shutil.move(folder / "rows.jsonl", folder / "a.jsonl")
    row = json.dumps({"id": "twin", "text": "第3号公园开放。\n园内种了3棵银杏，由第3分局管理。"})
    (folder / "z.jsonl").write_text(row, encoding="utf-8")
    report, texts = built(folder)
    assert texts == []
    assert_as_from_nothing(folder, report)


def test_a_removed_article_is_in_no_file_and_no_cache(folder):
    built(folder)
    (folder / "donghu.txt").unlink()
    report, _ = built(folder)
    made = files_of(folder, "index", report.generation)
    assert [name for name, data in made.items() if "银杏、120棵".encode() in data or b"donghu" in data] == []
    assert_as_from_nothing(folder, report)
    assert sorted(path.name for path in (folder.parent / "index").iterdir()) == [".lock", "CURRENT", "gen-000001", "gen-000002"]


def test_the_code_that_reads_has_changed_and_all_is_read_but_not_encoded(folder, read, monkeypatch):
    built(folder)
    read.clear()
    monkeypatch.setattr(reuse, "reading_code", lambda: "other")
    _, texts = built(folder)
    assert (len(read), texts) == (4, [])


def test_another_encoder_encodes_everything_again(folder, read):
    _, first = built(folder)
    read.clear()
    other = CountingEncoder()
    other.fingerprint = "hashing-2"
    build([folder], folder.parent / "index", other, lambda *step: None)
    assert (read, sorted(other.texts)) == ([], sorted(first))


@pytest.mark.parametrize("name", ["articles.jsonl", "texts.npy", "catalog.json", "counts.npy", "dense.faiss", "manifest.json"])
def test_a_damaged_generation_is_not_taken_over(folder, name):
    first, _ = built(folder)
    path = folder.parent / "index" / first.generation / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    report, _ = built(folder)
    assert_as_from_nothing(folder, report)


def test_a_file_of_which_a_part_was_left_out_is_named_again(folder):
    (folder / "b.jsonl").write_text('{"id": "c1", "text": "西岸大桥通车。"}\n{"id": "c2"}\n', encoding="utf-8")
    first, _ = built(folder)
    second, texts = built(folder)
    assert first.failed == second.failed and len(second.failed) == 1 and texts == []


def test_two_articles_of_one_id_in_files_that_were_known(folder):
    built(folder)
    (folder / "z.jsonl").write_text('{"id": "x", "text": "桥。"}\n{"id": "r7", "text": "西岸。"}', encoding="utf-8")
    with pytest.raises(DuplicateArticle) as caught:
        built(folder)
    assert f"{folder / 'rows.jsonl'}:8" in str(caught.value) and f"{folder / 'z.jsonl'}:2" in str(caught.value)


def test_terms_counted_before_weigh_as_counted_now(folder):
    built(folder)
    (folder / "metro.jsonl").unlink()
    (folder / "a.txt").write_text("西岸大桥的银杏", encoding="utf-8")
    report, _ = built(folder)
    lexical = load(folder.parent / "index").lexical
    assert np.argmax(lexical.scores(["车道"])) == load(folder.parent / "index").rows_of("bridge")[0]
    assert_as_from_nothing(folder, report)


def test_all_that_reads_is_part_of_the_code_and_no_article(tmp_path, monkeypatch):
    own = (f"index/{name}.py" for name in ("rows", "gather", "near"))
    for name in ("corpus/read.py", "corpus/models/weights.npy", "corpus/articles/a.txt", *own):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    monkeypatch.setattr(reuse, "HOUSE", tmp_path)
    seen = {reuse.reading_code()}
    for name, differs in (("corpus/articles/a.txt", False), ("corpus/models/weights.npy", True), ("index/near.py", True)):
        (tmp_path / name).write_text("2")
        assert (reuse.reading_code() not in seen) == differs, name
        seen.add(reuse.reading_code())
