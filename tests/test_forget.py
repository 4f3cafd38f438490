"""`wenyuan build --forget`: what was taken out of the folder is in no file of the index any more."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TINY

HOUSE = Path(__file__).parent.parent


@pytest.fixture
def papers(tmp_path, wenyuan):
    (tmp_path / "papers").mkdir()
    for name, text in TINY.items():
        (tmp_path / "papers" / name).write_text(text, encoding="utf-8")
    for _ in range(2):
        assert wenyuan("build", tmp_path / "papers", "--index", tmp_path / "index")[0] == 0
    (tmp_path / "papers" / "donghu.txt").unlink()
    return tmp_path / "papers"


def files_with(root, word):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and word.encode() in path.read_bytes())


def test_without_it_the_old_generations_are_kept(wenyuan, papers, tmp_path):
    assert wenyuan("build", papers, "--index", tmp_path / "index")[0] == 0
    assert files_with(tmp_path / "index", "银杏") != []
    assert [name for name in files_with(tmp_path / "index", "银杏") if name.startswith("gen-000003")] == []


def test_with_it_no_file_has_a_word_of_the_removed_article(wenyuan, papers, tmp_path):
    assert files_with(tmp_path / "index", "银杏") != []
    code, out, err = wenyuan("build", papers, "--index", tmp_path / "index", "--forget")
    assert (code, out) == (0, "") and "gen-000003：2 篇文章" in err
    for word in ("银杏", "donghu", "市园林局"):
        assert files_with(tmp_path / "index", word) == []
    assert [path.name for path in (tmp_path / "index").glob("gen-*")] == ["gen-000003"]


def test_it_works_where_nothing_else_is_to_be_done(wenyuan, papers, tmp_path):
    wenyuan("build", papers, "--index", tmp_path / "index")
    code, _, err = wenyuan("build", papers, "--index", tmp_path / "index", "--if-changed", "--forget")
    assert code == 0 and "不用重建" in err
    assert files_with(tmp_path / "index", "银杏") == []


def test_a_generation_that_is_read_stays_and_is_named(wenyuan, papers, tmp_path):
    code = (
        "import sys; from pathlib import Path; from index.generation import load\n"
        "held = load(Path(sys.argv[1])); print(held.name, flush=True); input()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "index")]
    with subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "gen-000002\n"
        exit_code, _, err = wenyuan("build", papers, "--index", tmp_path / "index", "--forget")
        assert exit_code == 1 and "gen-000002 还有程序在用" in err and "gen-000001" not in err
        reader.communicate("\n")
    assert wenyuan("build", papers, "--index", tmp_path / "index", "--if-changed", "--forget")[0] == 0
    assert files_with(tmp_path / "index", "银杏") == []
