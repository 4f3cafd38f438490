"""Every command of the command line, its data, its messages and its exit codes, with the shipped models."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import TINY, refused

pytestmark = pytest.mark.usefixtures("shipped")
HOUSE = Path(__file__).parent.parent
SCHOOLS = "张村河片区规划多少所学校"
VERBATIM = "片区规划了21所中小学、28所幼儿园"


@pytest.fixture
def papers(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in TINY.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_build_publishes_and_says_what(wenyuan, papers, tmp_path):
    code, out, err = wenyuan("build", papers, "--index", tmp_path / "index")
    assert (code, out) == (0, "")
    assert "gen-000001：3 篇文章" in err
    assert (tmp_path / "index" / "CURRENT").read_text() == "gen-000001"


def test_build_again_only_when_something_changed(wenyuan, papers, tmp_path):
    index = tmp_path / "index"
    assert wenyuan("build", papers, "--index", index, "--if-changed")[0] == 0
    assert "不用重建" in wenyuan("build", papers, "--index", index, "--if-changed")[2]
    (papers / "new.txt").write_text("又一篇\n\n新的一篇，有3个数。", encoding="utf-8")
    assert "gen-000002：4 篇文章" in wenyuan("build", papers, "--index", index, "--if-changed")[2]


def test_build_with_an_unreadable_file_publishes_the_rest(wenyuan, papers, tmp_path):
    (papers / "broken.txt").write_bytes(b"\x00\x01\xff" * 50)
    code, out, err = wenyuan("build", papers, "--index", tmp_path / "index")
    assert (code, out) == (1, "")
    assert "broken.txt" in err and "3 篇文章" in err


def test_build_with_nothing_readable_publishes_nothing(wenyuan, tmp_path):
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\x00\x01\xff" * 50)
    (folder / "b.txt").write_text(" \n", encoding="utf-8")
    refused(wenyuan("build", folder, "--index", tmp_path / "index"), 2, "a.txt", "b.txt")
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_build_of_two_articles_with_one_id_names_both_places(wenyuan, papers, tmp_path):
    shutil.copy(papers / "bridge.md", papers / "copy.md")
    refused(wenyuan("build", papers, "--index", tmp_path / "index"), 2, "bridge.md", "copy.md")
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_build_of_an_empty_or_a_missing_folder(wenyuan, tmp_path):
    (tmp_path / "empty").mkdir()
    refused(wenyuan("build", tmp_path / "empty", "--index", tmp_path / "index"), 2, "empty")
    refused(wenyuan("build", tmp_path / "nowhere", "--index", tmp_path / "index"), 2, "没有这个文件夹")
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_build_where_a_file_is_in_the_way(wenyuan, papers, tmp_path):
    (tmp_path / "file").write_text("x")
    refused(wenyuan("build", papers, "--index", tmp_path / "file"), 2, "file")


def test_ask_in_words_and_as_json(wenyuan):
    code, out, err = wenyuan("ask", SCHOOLS)
    assert (code, err) == (0, "") and "「" in out and "《" in out
    code, out, err = wenyuan("ask", SCHOOLS, "--json")
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert json.loads(out)["question"] == SCHOOLS


def test_not_found_is_done_too(wenyuan, monkeypatch):
    monkeypatch.setenv("WENYUAN_THRESHOLD", "1")
    code, out, _ = wenyuan("ask", "火星基地住了多少宇航员")
    assert code == 0 and out.startswith("文中没有提到")


def test_ask_of_a_filtered_paper(wenyuan):
    assert json.loads(wenyuan("ask", SCHOOLS, "--source", "没有的报", "--json")[1])["passages"] == []
    assert json.loads(wenyuan("ask", SCHOOLS, "--from", "2025-03-27", "--to", "2025-03-27", "--json")[1])["passages"] != []


@pytest.mark.parametrize("question", ["", " \u3000 ", "how many schools", "问" * 513, "学校\udcff"])
def test_questions_nobody_can_answer(wenyuan, question):
    refused(wenyuan("ask", question, "--json"), 2)


@pytest.mark.parametrize(
    "days", [["--from", "2025-13-01"], ["--to", "20250327"], ["--from", "2025-03-02", "--to", "2025-03-01"], ["--from", "今天"]]
)
def test_days_that_are_none(wenyuan, days):
    refused(wenyuan("ask", SCHOOLS, *days), 2, days[0])


@pytest.mark.parametrize(
    "question",
    ["張村河片區規劃多少所學校", "张村河片区规划了21所学校吗🏫", "张村河\n片区规划多少所学校", "问" * 512, "２０２５年规划多少所学校"],
)
def test_odd_but_honest_questions(wenyuan, question):
    code, out, err = wenyuan("ask", question, "--json")
    assert (code, err) == (0, "") and json.loads(out)["question"] == question


def test_search_gives_k_passages(wenyuan):
    code, out, err = wenyuan("search", "学校", "-k", 2, "--json")
    found = json.loads(out)
    assert (code, err, len(found["passages"]), out.count("\n")) == (0, "", 2, 1)
    assert wenyuan("search", "学校", "-k", 2)[1].startswith("1. [laoshan-2025-03-27 ")
    assert len(json.loads(wenyuan("search", "学校", "--json")[1])["passages"]) == 10


def test_read_shows_an_article_or_a_list_of_them(wenyuan, papers):
    one = json.loads(wenyuan("read", papers / "bridge.md", "--json")[1])
    assert (one["id"], one["title"], one["date"], one["authors"]) == ("bridge", "西岸大桥通车", "2024-12-30", ["李强"])
    (papers / "two.jsonl").write_text('{"id": "a", "text": "一。"}\n{"id": "b", "text": "二。"}\n', encoding="utf-8")
    assert [article["id"] for article in json.loads(wenyuan("read", papers / "two.jsonl", "--json")[1])] == ["a", "b"]
    code, out, err = wenyuan("read", papers / "donghu.txt")
    assert (code, err) == (0, "") and out.startswith("标题：东湖公园开放\n")


def test_read_of_what_is_no_article(wenyuan, papers, tmp_path):
    (tmp_path / "x.txt").write_bytes(b"\x00\xff" * 99)
    for path in (papers, tmp_path / "missing.txt", tmp_path / "x.txt", HOUSE / "pyproject.toml"):
        refused(wenyuan("read", path, "--json"), 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_read_in_any_encoding(wenyuan, tmp_path, encoding):
    (tmp_path / "a.txt").write_text("标题\r\n\r\n东湖公园种了300棵银杏。\r\n", encoding=encoding)
    assert json.loads(wenyuan("read", tmp_path / "a.txt", "--json")[1])["text"] == "标题\n东湖公园种了300棵银杏。"


@pytest.mark.parametrize(
    "words",
    [["ask", SCHOOLS], ["search", "学校"], ["verify"], ["quote", "学校"], ["serve"], ["eval", "g.jsonl"], ["batch", "q.txt"]],
)
def test_a_missing_index_is_3_and_says_how_to_make_one(wenyuan, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "q.txt").write_text(SCHOOLS, encoding="utf-8")
    refused(wenyuan(*words, "--index", tmp_path / "nothing"), 3, "wenyuan build")


@pytest.mark.parametrize(
    "words",
    [
        ["ask"],
        ["ask", "问", "--nope"],
        ["nope"],
        ["ask", "问", "多"],
        ["search", "学校", "-k", "0"],
        ["search", "学校", "-k", "51"],
        ["search", "学校", "-k", "多"],
        ["search", "学校", "-k"],
        ["search", ""],
        ["search", "！"],
        ["read"],
        ["serve", "--port", "0"],
        ["serve", "--port", "70000"],
        ["serve", "--host", "256.1.1.1"],
        ["verify", "more"],
    ],
)
def test_bad_use_is_2_in_one_line(wenyuan, words):
    refused(wenyuan(*words), 2)


def test_without_a_command_the_help_is_shown(wenyuan):
    code, out, err = wenyuan()
    assert (code, out) == (2, "") and all(
        name in err for name in ("build", "ask", "search", "read", "batch", "eval", "serve", "verify", "quote")
    )
    assert wenyuan("ask", "--help")[0] == 0


@pytest.mark.parametrize(("name", "value"), [("PORT", "x"), ("NOPE", "1"), ("READER", "/nowhere")])
def test_a_wrong_setting_is_named(wenyuan, monkeypatch, name, value):
    monkeypatch.setenv(f"WENYUAN_{name}", value)
    refused(wenyuan("ask", SCHOOLS), 2, f"WENYUAN_{name}")


def test_no_utf8_terminal_no_traceback(laoshan_index):
    plain = {**os.environ, "PYTHONIOENCODING": "ascii", "WENYUAN_INDEX": str(laoshan_index)}
    command = [sys.executable, "-c", "from ui.cli import main; main()", "quote", VERBATIM, "--json"]
    done = subprocess.run(command, cwd=HOUSE, env=plain, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["verbatim"] is True


def hear_ctrl_c():
    """A shell starts what runs in its background deaf to Ctrl-C, these tests and all they start as well."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_is_130_and_leaves_nothing_half_written(laoshan_index, tmp_path):
    (tmp_path / "many.txt").write_text(f"{SCHOOLS}\n" * 5000, encoding="utf-8")
    command = [sys.executable, "-c", "from ui.cli import main; main()", "batch", tmp_path / "many.txt", "-o", tmp_path / "out.jsonl"]
    env = {**os.environ, "WENYUAN_INDEX": str(laoshan_index)}
    running = subprocess.Popen(command, cwd=HOUSE, env=env, stderr=subprocess.PIPE, preexec_fn=hear_ctrl_c)
    started = time.monotonic()
    while not list(tmp_path.glob("out.jsonl*")) and time.monotonic() - started < 60:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err.decode()) == (130, "已中断，原来的索引没有动。\n")
    assert list(tmp_path.glob("out.jsonl*")) == []
