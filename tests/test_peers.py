"""Other systems beside ours: the table by hand, files that come back as they were, and one small run with a peer of twenty lines."""

import json
import lzma
import sys

import numpy as np
import pytest
from conftest import HashingEncoder

from eval.haystacks import Haystack, Needle
from eval.peers import __main__ as parent
from eval.peers import known, ours, table
from eval.peers.exchange import Facts, Given, Ran, Text, read_facts, read_given, read_ran, write_record, write_texts, write_vectors
from eval.peers.measure import asked, measure, peak_mb
from eval.peers.processes import Failed, reason, run
from eval.peers.stack import cut_down
from eval.peers.table import Row, Set, page, row_of

FACTS = Facts(["a", "b"], 2.0, 30.0, [1.0, 2.0, 3.0], [10.0, 10.0, 40.0])
RAN = Ran("1.2", 0.5, [4.0, 5.0, 6.0], [[0], [1, 0], []], 100.0)
OURS = Row("ours 1", "as shipped", {"@1": 0.8, "@5": 0.9, "@10": 1.0}, 60.0, 20.0, 30.0, 500.0)


def test_what_was_done_beforehand_is_added_to_what_a_peer_took():
    alone, both = (row_of("x", "y", {"@1": 1.0}, RAN, FACTS, cut=own, vectors=own) for own in (False, True))
    assert (alone.index_s, alone.p50_ms, alone.system) == (0.5, 5.0, "x 1.2")
    assert (both.index_s, both.p50_ms) == (0.5 + 2.0 + 30.0, 5 + 2 + 10)
    assert both.p95_ms == pytest.approx(17 + 0.9 * ((6 + 3 + 40) - 17))


def test_ratios_are_to_our_figures():
    peer = Row("peer 2", "defaults", {"@1": 0.4, "@5": 0.5, "@10": 0.6}, 1.0, 5.0, 6.0, 50.0)
    assert table.line_of("crud", peer, OURS).endswith(f"| {5 / 20:.2f} | {0.4 / 0.8:.3f} |")
    assert table.ratios(OURS, OURS) == ("1.00", "1.000")
    assert table.ratios(peer, Row("ours", "", {"@1": 0.0})) == ("–", "–")


def test_a_peer_that_did_not_run_has_a_row_with_the_reason():
    lines = page([Set("crud", 3, 5, 2, (OURS, Row("peer", "defaults", failed="No module named 'peer'")))], "Here.").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert {line.count("|") for line in rows} == {len(table.HEAD) + 1}
    assert "| crud | peer | defaults | not run: No module named 'peer' |" in rows[-1]
    assert "- `crud`: 2 questions, 3 articles, 5 passages" in lines


def test_texts_vectors_and_records_come_back_as_they_were(tmp_path):
    write_texts(tmp_path, [Text("东湖公园", "东湖 公园"), Text("西岸\n大桥", "西岸 大桥")], [Text("哪里", "")])
    vectors, questions = np.eye(2, 3, dtype=np.float32), np.ones((1, 3), dtype=np.float32)
    write_vectors(tmp_path, vectors, questions)
    assert read_given(tmp_path, cut=False, vectors=False) == Given(["东湖公园", "西岸\n大桥"], ["哪里"])
    cut = read_given(tmp_path, cut=True, vectors=True)
    assert (cut.passages, cut.questions) == (["东湖 公园", "西岸 大桥"], [""])
    assert [part.tolist() for part in cut.both_vectors()] == [vectors.tolist(), questions.tolist()]
    for name, record, read in (("facts.json", FACTS, read_facts), ("ran.json", RAN, read_ran)):
        write_record(tmp_path / name, record)
        assert read(tmp_path / name) == record


def test_vectors_that_are_not_one_for_each_text_are_refused():
    with pytest.raises(ValueError, match="none"):
        Given(["甲"], ["乙"]).both_vectors()
    with pytest.raises(ValueError, match="2, 1"):
        Given(["甲"], ["乙"], np.eye(2, dtype=np.float32), np.eye(1, dtype=np.float32)).both_vectors()


def test_each_question_is_asked_once_after_one_for_nothing():
    heard: list[int] = []

    def build(given):
        return lambda number: heard.append(number) or [number]

    ran = measure(build, Given(["甲"], ["一", "二"]), "0")
    assert heard == [0, 0, 1] and ran.rows == [[0], [1]] and len(ran.ms) == 2 and ran.peak_mb == pytest.approx(peak_mb(), rel=0.5)
    assert asked(lambda number: np.asarray([number], dtype=np.int64), 1)[1] == [[0]]


def test_why_a_process_failed_is_its_last_line():
    assert reason(1, "Traceback\nImportError: no a|b\n\n") == "ImportError: no a/b"
    assert reason(-9, "") == "ended with -9" and len(reason(1, "x" * 500)) == 120
    with pytest.raises(Failed, match="ValueError: broken"):
        run([sys.executable, "-c", "raise ValueError('broken')"], 1)
    with pytest.raises(Failed, match=r"longer than 0\.001 minutes"):
        run([sys.executable, "-c", "import time; time.sleep(9)"], 0.001)
    with pytest.raises(Failed, match="cannot be started"):
        run(["./nowhere/python"], 1)


def test_a_haystack_cut_down_keeps_its_gold(tmp_path):
    (tmp_path / "articles").mkdir()
    lines = [json.dumps({"id": name, "text": name}) + "\n" for name in "abcdef"]
    (tmp_path / "articles" / "articles.jsonl").write_text("".join(lines), encoding="utf-8")
    needles = tuple(Needle(name, f"{name}在哪里", (name,), None, None) for name in "ea")
    stack = cut_down(Haystack("s", needles, tmp_path / "articles"), tmp_path, 1, 3)
    assert (stack.folder / "articles.jsonl").read_text(encoding="utf-8") == "".join(lines[row] for row in (0, 1, 4))
    assert (len(stack.needles), stack.questions) == (1, ("e在哪里",))


def test_every_peer_says_what_builds_it_and_no_two_have_one_name():
    assert len(set(known.NAMES)) == len(known.PEERS) == 13
    for peer in known.PEERS:
        assert callable(peer.load()) and known.known(peer.name) is peer


# A peer without any library: how many characters of the question a passage has.
STAND_IN = '''"""A peer for the test."""
from pathlib import Path
import sys
from eval.peers.exchange import read_given, write_record
from eval.peers.measure import measure

def build(given):
    def search(number):
        shared = [len(set(given.questions[number]) & set(passage)) for passage in given.passages]
        return sorted(range(len(shared)), key=lambda row: -shared[row])
    return search

name, folder, out = sys.argv[3], sys.argv[5], sys.argv[7]
if name != "haystack":
    sys.exit("no such library")
write_record(Path(out), measure(build, read_given(Path(folder), False, False), "0.1"))
'''


@pytest.fixture
def data(tmp_path):
    """Twelve articles about twelve parks, and a question about two of them."""
    parks = [{"id": f"n{n}", "text": f"{name}湖公园昨天开放，种了{n * 7 + 2}棵树。"} for n, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑")]
    questions = {6: "庚湖公园种了多少棵树", 2: "丙湖公园种了多少棵树"}
    asked_of = [{"id": f"q{n}", "question": text, "vague": False, "gold_doc_id": f"n{n}"} for n, text in questions.items()]
    for name, rows in {"news/crud_docs": parks, "dev/crud_1doc_a": asked_of}.items():
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(tmp_path / "data" / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return tmp_path / "data"


def test_a_small_run_writes_the_table(data, tmp_path, monkeypatch):
    monkeypatch.setattr(ours, "load_encoder", lambda name, threads: HashingEncoder())
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN, encoding="utf-8")

    def run_here(command, limit_minutes):
        if "eval.peers.ours" in command:  # in this process, for the encoder is the tests' own
            monkeypatch.setattr("sys.argv", command[2:])
            ours.main()
        else:
            run([sys.executable, "-c", f"exec(open({str(script)!r}).read())", *command[1:]], limit_minutes)

    monkeypatch.setattr(parent, "run", run_here)
    out = tmp_path / "peers.md"
    options = ["--data", str(data), "--python", sys.executable, "--out", str(out), "--work", str(tmp_path / "work"), "--sets", "crud"]
    monkeypatch.setattr("sys.argv", ["peers", *options, "--peers", "haystack", "bm25s"])
    parent.main()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in out.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    assert [row[1].split()[0] for row in rows[2:]] == ["wenyuan", "haystack-ai", "bm25s"]
    assert [row[3:6] for row in rows[2:4]] == [["1.000"] * 3] * 2 and rows[2][-2:] == ["1.00", "1.000"]
    assert rows[4][3] == "not run: no such library"
    texts = [json.loads(line) for line in (tmp_path / "work/crud/peers/passages.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(texts) == 12 and "公园" in texts[0]["cut"].split()


def test_a_data_folder_that_is_not_there_is_said_in_one_line(tmp_path, monkeypatch, capsys):
    nowhere = str(tmp_path / "nowhere")
    monkeypatch.setattr("sys.argv", ["peers", "--data", nowhere, "--python", "python", "--out", "x.md"])
    with pytest.raises(SystemExit) as ended:
        parent.main()
    assert ended.value.code == 2 and capsys.readouterr().err == f"--data {nowhere}: there is no such folder\n"
