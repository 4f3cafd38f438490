"""Near misses: one thing swapped, and only where the corpus does not answer it."""

import json
import sys

import pytest

from app.train_misses import Words
from eval.nearmiss import answered, main, near_misses
from eval.rows import GoldRow
from eval.swaps import Swap, Text, corpus_of, difference, kind_of, oddness

DONGHU = "东湖公园种了300棵银杏，由园林局管理，2025年开放。"
TEXTS = (
    Text("donghu", DONGHU, 2025),
    Text("xihu", "西山植物园种了500棵水杉，由林业局管理，去年开放。", 2024),
    Text("port", "海港码头新建12个泊位，由港务局管理，共有工人800名。", 2024),
    Text("school", "青山小学有教师60名、学生900名，设18个班，2019年建成。", 2023),
)
TREES = GoldRow("t", "东湖公园种了多少棵银杏", ("300棵",), True, "种了300棵银杏", ("donghu",), ("fact:trees", "style:plain"))


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    return Words(tmp_path_factory.mktemp("jieba"))


@pytest.fixture(scope="module")
def corpus(words):
    return corpus_of(TEXTS, words, lambda word: 1.0)


def swap(question, new, old="", kind="entity"):
    return Swap(question, old, new, kind, 0)


def test_a_near_miss_has_no_answer_and_says_its_kind(corpus):
    made = near_misses([TREES], corpus, seed=1, each=3)
    assert made
    for row in made:
        assert (row["answers"], row["answerable"], row["articles"]) == ([], False, ["donghu"])
        assert row["question"] != TREES.question
        assert row["tags"][:2] == ["fact:trees", "style:nearmiss"] and row["tags"][2].startswith("kind:")
    assert len({row["id"] for row in made}) == len({row["question"] for row in made}) == len(made)


def test_the_same_seed_gives_the_same_rows_in_any_company(corpus):
    other = GoldRow("o", "海港码头新建多少个泊位", ("12个",), True, None, ("port",))
    assert near_misses([TREES, other], corpus, seed=7)[:1] == near_misses([TREES], corpus, seed=7)[:1]


def test_what_has_no_answer_gets_no_near_miss(corpus):
    assert near_misses([GoldRow("n", "东湖公园门票多少钱", (), False)], corpus) == []


@pytest.mark.parametrize(
    ("question", "new", "is_answered"),
    [
        ("西山植物园种了多少棵水杉", "西山", True),  # stands with all the other words
        ("海港公园种了多少棵银杏", "海港", False),
        ("东湖公园2019年种了多少棵银杏", "2019", False),
        ("西山植物园2023年开放吗", "2023", True),  # 去年 of 2024
        ("东湖公园种了多少名银杏", "名", False),
        ("东湖公园种了多少棵银杏", "园林局", True),  # the old answer stands beside it
    ],
)
def test_what_the_corpus_answers_is_not_taken(corpus, question, new, is_answered):
    assert answered(TREES, swap(question, new), corpus) is is_answered


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("2025年建成几所学校", "2023年建成几所学校", ("2025", "2023")),
        ("新建多少所学校", "新建多少公顷学校", ("所", "公顷")),
        ("青山医院有几张床位", "青山法院有几张床位", ("医院", "法院")),
    ],
)
def test_what_changed_is_taken_whole(words, before, after, change):
    assert difference(before, after, words) == change


@pytest.mark.parametrize(
    ("new", "question", "kind"),
    [
        ("2023", "2023年建成几所学校", "year"),
        ("14", "地铁14号线多长", "number"),
        ("公顷", "新建多少公顷学校", "unit"),
        ("法院", "青山法院有几张床位", "object"),
        ("崂山", "崂山有几张床位", "entity"),
    ],
)
def test_kinds(words, new, question, kind):
    assert kind_of(new, question, words) == kind


def test_what_ends_alike_reads_best():
    assert oddness("object", "医院", "法院") < oddness("unit", "所", "公顷") < oddness("object", "医院", "水稻")


def test_the_command_writes_rows(tmp_path, tiny_index, monkeypatch, capsys):
    gold = tmp_path / "gold.jsonl"
    rows = [{"id": "t", "question": "东湖公园种了多少棵银杏", "answers": ["300棵"], "answerable": True, "articles": ["donghu"]}]
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["nearmiss", str(gold), "--index", str(tiny_index), "-o", str(tmp_path / "near.jsonl")])
    main()
    assert "of 1 answerable" in capsys.readouterr().err
    for line in (tmp_path / "near.jsonl").read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["answerable"] is False
    monkeypatch.setattr(sys, "argv", ["nearmiss", str(tmp_path / "none.jsonl"), "--index", str(tiny_index)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
