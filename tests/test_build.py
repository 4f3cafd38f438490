"""From folders to a published generation: what is read, what is left out, and when nothing is published."""

import gc
import json

import pytest
from conftest import HashingEncoder, build_tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import BadFile, Busy, DuplicateArticle
from index.build import BuildReport, build, inputs_hash
from index.generation import load
from index.rows import indexed_text
from index.search import Searcher
from index.store import writer


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    return tmp_path / "articles"


def put(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def built(*folders):
    return build(folders, folders[0].parent / "index", HashingEncoder(), lambda *step: None)


def articles_in(*folders):
    return [entry.id for entry in load(folders[0].parent / "index").catalog]


def test_what_was_built(tmp_path):
    assert build_tiny(tmp_path / "articles", tmp_path / "index") == "gen-000001"
    assert built(tmp_path / "articles") == BuildReport("gen-000002", 3, 5, ())
    assert articles_in(tmp_path / "articles") == ["bridge", "donghu", "metro"]


def test_progress_counts_files_terms_and_vectors(tmp_path):
    build_tiny(tmp_path / "articles", tmp_path / "index")
    steps = []
    build([tmp_path / "articles"], tmp_path / "other", HashingEncoder(), lambda *step: steps.append(step))
    done = {stage: (sum(more for name, more, _ in steps if name == stage), total) for stage, _, total in steps}
    assert done == {"收文章": (3, None), "读文件": (3, 3), "找重复": (3, 3), "分词": (5, 5), "编码": (5, 5)}


def test_several_folders_and_single_files(folder, tmp_path):
    put(folder, "a.txt", "东湖公园昨天开放。")
    other = put(tmp_path / "other", "b.txt", "西岸大桥昨天通车。")
    assert built(folder, other).articles == 2
    assert articles_in(folder) == ["a", "b"]


@pytest.mark.parametrize("name", [None, "notes.xyz", ".hidden.txt", "SOURCES.md"])
def test_a_folder_without_articles_is_refused_and_nothing_written(folder, name):
    if name:
        put(folder, name, "东湖公园昨天开放。")
    with pytest.raises(BadFile, match=r"articles：里面没有文章（认得 \.txt"):
        built(folder)
    assert not (folder.parent / "index").exists()


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(BadFile, match="none：没有这个文件夹"):
        built(tmp_path / "none")


def test_where_no_file_can_be_read_nothing_is_published(folder):
    put(folder, "a.txt", b"\x00\x01")
    put(folder, "b.docx", b"junk")
    put(folder, "c.jsonl", "{\n[]\n")
    with pytest.raises(BadFile) as caught:
        built(folder)
    for place in ("a.txt：不是文本文件", "b.docx：不是完好的", "c.jsonl:1：这一行不是 JSON", 'c.jsonl:2：每行要有 "id"'):
        assert place in str(caught.value)
    assert list((folder.parent / "index").glob("gen-*")) == [] and not (folder.parent / "index" / "CURRENT").exists()


def test_files_and_rows_that_cannot_be_read_are_named_and_the_rest_published(folder):
    put(folder, "a.txt", "东湖公园昨天开放。")
    put(folder, "b.txt", b"\x00\x01")
    put(folder, "c.jsonl", '{"id": "c1", "text": "西岸大桥昨天通车。"}\n{"id": "c2"}\n{"id": "c3", "text": "地铁五号线试跑。"}\n')
    report = built(folder)
    assert (report.articles, articles_in(folder)) == (3, ["a", "c1", "c3"])
    assert [line.removeprefix(str(folder)) for line in report.failed] == [
        "/b.txt：不是文本文件（既不是 UTF-8 也不是 GB18030）。",
        '/c.jsonl:2：每行要有 "id" 和非空的 "text"。',
    ]


def test_what_cannot_be_read_leaves_the_old_generation_in_use(folder):
    put(folder, "a.txt", "东湖公园昨天开放。")
    built(folder)
    put(folder, "a.txt", b"\x00\x01")
    with pytest.raises(BadFile):
        built(folder)
    assert articles_in(folder) == ["a"]


@pytest.mark.parametrize(
    ("first", "second", "places"),
    [
        (("a.txt", "东湖。"), ("a.md", "西岸。"), ("a.txt", "a.md")),
        (("a.txt", "东湖。"), ("b.md", "---\nid: a\n---\n西岸。"), ("a.txt", "b.md")),
        (("a.txt", "东湖。"), ("b.jsonl", '{"id": "c", "text": "桥。"}\n{"id": "a", "text": "西岸。"}'), ("a.txt", "b.jsonl:2")),
        (("7.txt", "东湖。"), ("b.jsonl", '{"id": 7, "text": "西岸。"}'), ("7.txt", "b.jsonl:1")),
        (("b.jsonl", '{"id": "a", "text": "东"}\n{"id": "a", "text": "西"}'), ("z.txt", "桥。"), ("b.jsonl:1", "b.jsonl:2")),
    ],
)
def test_two_articles_of_one_id_are_refused_with_both_places(folder, first, second, places):
    put(folder, *first)
    put(folder, *second)
    with pytest.raises(DuplicateArticle) as caught:
        built(folder)
    assert all(str(folder / place) in str(caught.value) for place in places)
    assert list((folder.parent / "index").glob("gen-*")) == []


def test_two_builds_at_once_and_the_second_is_told_so(folder):
    put(folder, "a.txt", "东湖公园昨天开放。")
    with writer(folder.parent / "index"), pytest.raises(Busy):
        built(folder)
    assert built(folder).generation == "gen-000001"


def test_nothing_is_left_open_when_a_build_fails(folder, recwarn):
    put(folder, "a.txt", b"\x00")
    with pytest.raises(BadFile):
        built(folder)
    gc.collect()
    assert [str(warning.message) for warning in recwarn if warning.category is ResourceWarning] == []


def test_the_inputs_hash_tells_whether_anything_would_differ(folder):
    path = put(folder, "a.txt", "东湖。")
    seen = [inputs_hash([folder])]
    assert inputs_hash([folder]) == seen[0]
    put(folder, "notes.xyz", "kein Artikel")
    assert inputs_hash([folder]) == seen[0]
    path.write_text("东湖公园。", encoding="utf-8")
    seen.append(inputs_hash([folder]))
    path.rename(folder / "b.txt")
    seen.append(inputs_hash([folder]))
    put(folder, "c.txt", "西岸。")
    seen += [inputs_hash([folder]), inputs_hash([folder / "c.txt"])]
    assert len(set(seen)) == len(seen) == 5
    assert load_inputs(folder) == inputs_hash([folder])


def load_inputs(folder):
    built(folder)
    return load(folder.parent / "index").manifest["inputs"]


def test_a_passage_is_indexed_with_its_context(tiny_index):
    generation = load(tiny_index)
    texts = {generation.passage(row).article_id: indexed_text(generation.passage(row)) for row in range(5)}
    assert texts["bridge"] == "西岸大桥通车 西岸大桥昨天通车，全长3.2公里，双向六车道。"
    assert texts["metro"].startswith("地铁五号线试跑 五号线什么时候开通？ 周建国：")


def test_articles_of_punctuation_alone_make_an_index_of_no_terms(folder):
    put(folder, "a.txt", "。！？")
    built(folder)
    generation = load(folder.parent / "index")
    assert (len(generation.lexical.terms), generation.article("a").text) == (0, "。！？")
    assert [hit.row for hit in Searcher(generation, HashingEncoder()).search("东湖", 3)] == [0]


ODD = {
    "ids": '{"id": "东湖/2025 公园#1?", "text": "东湖公园昨天开放。"}',
    "separators": json.dumps({"id": "a", "text": "东湖\u2028公园\x85开放\x0b了。"}),
    "outside the BMP": json.dumps({"id": "a", "text": "𠮷野家昨天开业😀。"}),
    "one long line": json.dumps({"id": "a", "text": "字" * 50_000}),
    "many lines": json.dumps({"id": "a", "text": "东湖。\n" * 3000}),
    "latin": json.dumps({"id": "a", "text": "The park opened yesterday."}),
}


@pytest.mark.parametrize("row", ODD.values(), ids=ODD)
def test_odd_articles_are_built_and_read_back(folder, row):
    put(folder, "a.jsonl", row)
    built(folder)
    generation = load(folder.parent / "index")
    article = generation.article(json.loads(row)["id"])
    for at in range(len(generation.passages)):
        passage = generation.passage(at)
        assert article.text[passage.start : passage.end] == passage.text


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_rows_are_published_or_named(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("any") / "articles"
    folder.mkdir()
    put(folder, "a.jsonl", "\n".join(json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts)))
    try:
        report = built(folder)
    except BadFile as error:
        assert str(error).count("a.jsonl:") == len(texts)
        return
    assert report.articles + len(report.failed) == len(texts)
    assert len(articles_in(folder)) == report.articles
