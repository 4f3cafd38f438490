"""Who may import whom, and that importing costs nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "app", "ui", "eval")
MAY = {
    "corpus": {"corpus"},
    "index": {"index", "corpus"},
    "app": {"app", "index", "corpus"},
    "ui": {"ui", "app", "corpus"},
    "eval": {"eval", "app", "index", "corpus"},
}
ASSEMBLING = {"ui/cli.py", "ui/serve.py", "ui/building.py", "ui/batching.py", "ui/evaluating.py"}  # where all is put together
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
HEAVY = {"torch", "faiss", "gradio", "onnxruntime", "transformers"}


def imports(tree: ast.AST) -> list[str]:
    """Every module named in an import, wherever in the file it stands."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: no relative imports"
            found.append(node.module or "")
    return found


def of_file(path: Path) -> list[str]:
    return imports(ast.parse(path.read_text(encoding="utf-8")))


def test_the_packages_are_found():
    assert len(FILES) > 50
    assert "corpus.article" in imports(ast.parse("def f():\n    from corpus.article import Article"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path):
    name = path.relative_to(ROOT).as_posix()
    ours = {module.split(".")[0] for module in of_file(path)} & set(PACKAGES)
    if name not in ASSEMBLING:
        assert ours <= MAY[name.split("/")[0]], f"{name} imports {sorted(ours - MAY[name.split('/')[0]])}"


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "tests").glob("*.py"))], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_builtin_eval_is_never_hidden(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not any(alias.name.split(".")[0] == "eval" and alias.asname is None for alias in node.names), f"line {node.lineno}"
        if isinstance(node, ast.ImportFrom):
            assert not any((alias.asname or alias.name) == "eval" for alias in node.names), f"line {node.lineno}"


def test_importing_loads_nothing_heavy():
    code = (
        "import importlib, sys\n"
        "for name in ('corpus', 'index', 'app', 'ui', 'eval', 'ui.cli'): importlib.import_module(name)\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


@pytest.mark.parametrize("package", ["corpus", "index"])
def test_no_module_that_serves_loads_anything_heavy(package):
    makers = {"index.make_encoder", "index.onnx_export", "index.packed_e5"}  # tools that make the model
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in FILES if path.is_relative_to(ROOT / package)} - makers
    heavy = HEAVY | {"jieba", "opencc", "docx", "pypdf", "trafilatura", "sentence_transformers"}
    code = f"import importlib, sys\nfor name in {sorted(names)!r}: importlib.import_module(name)\n"
    code += f"print(sorted({heavy!r} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")
