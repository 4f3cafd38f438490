"""The house rules: small files and functions, honest handlers, safe formats, a contract on top of every module."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "index", "app", "ui", "eval")
MODULES = sorted(path for package in PACKAGES for path in (HOUSE / package).rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 200, 40
UNSAFE = frozenset({"pickle", "marshal", "joblib", "dill", "cloudpickle", "shelve"})
NAMELESS = frozenset({"utils", "util", "common", "base", "types", "helpers", "misc"})
BROAD = frozenset({"Exception", "BaseException"})
# What comes in and what goes out: "Comes in: … Goes out: …", "In: … Out: …", or "articles in, passages out".
CONTRACT = re.compile(r"Comes in\b.*Goes out\b|\bIn:.*\bOut:|\bin, .*\bout\b", re.DOTALL)
Found = Iterator[tuple[int, str]]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def long_functions(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > MOST_LINES_OF_A_FUNCTION:
                yield node.lineno, f"{node.name} has {lines} lines"


def broad_handlers(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            named = [] if node.type is None else [part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)]
            caught = ["everything"] if node.type is None else [name for name in named if name in BROAD]
            yield from ((node.lineno, f"catches {name}") for name in caught)


def prints(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "pprint"):
            yield node.lineno, "prints"


def unsafe_formats(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [(node.module or "").split(".")[0]]
            names += ["torch.load"] if node.module == "torch" and any(alias.name == "load" for alias in node.names) else []
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names = [f"{node.value.id}.{node.attr}"]
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            names = [] if isinstance(node.value, ast.Constant) and node.value.value is False else ["allow_pickle"]
        for name in names:
            if name in UNSAFE or name in ("torch.load", "allow_pickle"):
                yield getattr(node, "lineno", 0), name


def hides_builtin(tree: ast.Module) -> Found:
    """`import eval` and `import eval.x` bind a name that hides a builtin; `from eval.x import y` does not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "eval" for alias in node.names):
            yield node.lineno, "import eval"


@pytest.mark.parametrize("rule", [long_functions, broad_handlers, prints, unsafe_formats, hides_builtin])
def test_rule_holds_in_every_module(rule: Callable[[ast.Module], Found]) -> None:
    assert [f"{path.relative_to(HOUSE)}:{line}: {what}" for path in MODULES for line, what in rule(tree_of(path))] == []


def test_files_are_short() -> None:
    lengths = {path.relative_to(HOUSE).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_module_opens_with_what_comes_in_and_goes_out() -> None:
    docstrings = {path.relative_to(HOUSE).as_posix(): ast.get_docstring(tree_of(path)) or "" for path in MODULES}
    assert [name for name, docstring in docstrings.items() if not CONTRACT.search(docstring)] == []


def test_every_module_has_a_name_that_says_something() -> None:
    assert [path.relative_to(HOUSE).as_posix() for path in MODULES if path.stem in NAMELESS or path.parent.name in NAMELESS] == []


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (long_functions, "def f():\n" + "    a = 1\n" * 40),
        (broad_handlers, "try:\n    a\nexcept (ValueError, Exception):\n    b"),
        (broad_handlers, "try:\n    a\nexcept:\n    b"),
        (prints, "print(1)"),
        (unsafe_formats, "import pickle"),
        (unsafe_formats, "from joblib import load"),
        (unsafe_formats, "from torch import load"),
        (unsafe_formats, "torch.load(f)"),
        (unsafe_formats, "np.load(f, allow_pickle=True)"),
        (hides_builtin, "import eval.run"),
    ],
)
def test_rule_sees_what_breaks_it(rule: Callable[[ast.Module], Found], bad: str) -> None:
    assert len(list(rule(ast.parse(bad)))) == 1
