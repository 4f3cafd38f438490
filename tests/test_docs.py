"""The documents say what the code has, and nothing it has not. Run as a program it brings the file trees of both READMEs up to date.

    python tests/test_docs.py      adds new files with the first words of their docstring, drops files that are gone, keeps every comment

A comment of README.zh.md has to be Chinese: a new file's is to be written by hand.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
PACKAGES = ("corpus", "index", "app", "ui", "eval")
TREE = re.compile(r"(<!-- tree:[^>]*-->\n```\n)(.*?)(```\n<!-- /tree -->)", re.DOTALL)
ENTRY = re.compile(r"( *)(\S+)(?: +(\S.*))?")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
# Made on this machine by using the project, and not in git.
MADE = ("index/generations", "reports", ".venv")
THEIRS = ("corpus/articles/", "eval/gold/")
# Reachable, and no business of a reader of the documents: what a page of Gradio fetches for itself.
PAGES_OWN = ("/gradio_api", "/assets", "/static", "/theme", "/favicon")
# Written in parts, so that this file does not name them itself.
FORBIDDEN = (
    "../" + "shared", "/" + "work/", "py" + "pi.org", "python" + "hosted.org", "download.py" + "torch.org",
    "npm" + "js.org", "npm" + "js.com", "crates" + ".io", "golang" + ".org", "mirrors" + ".aliyun", "tuna.tsing" + "hua",
)  # fmt: skip


def text_of(name: str) -> str:
    return (HOUSE / name).read_text(encoding="utf-8")


def listed(*options: str) -> set[str]:
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", *options]
    names = subprocess.run(git, cwd=HOUSE, capture_output=True, check=True).stdout.decode().split("\0")
    return {name for name in names if name and (HOUSE / name).is_file()}


def project_files() -> list[str]:
    """Files in git, and new ones that git does not ignore; but for articles and questions somebody has put there for himself."""
    new = {name for name in listed("-o", "--exclude-standard") if not name.startswith(THEIRS)}
    return sorted(listed() | new)


def documents() -> list[str]:
    return [name for name in project_files() if name.endswith(".md")]


def code_in(text: str) -> str:
    return "\n".join(CODE.findall(text))


def rows_of(text: str, opening: str) -> dict[str, str]:
    """Table rows whose first cell begins with `opening` in code: what follows it up to the next blank, and the whole row."""
    return {match[1]: match[0] for match in re.finditer(rf"^\| `{opening}([^\s`]+)[^\n]*$", text, re.MULTILINE)}


def tree_of(readme: str) -> dict[str, str]:
    """Path -> comment of the file tree; folders end with a slash."""
    found = TREE.search(readme)
    assert found, "no file tree"
    entries: dict[str, str] = {}
    above: list[str] = []
    for line in found[2].splitlines():
        match = ENTRY.fullmatch(line)
        assert match, line
        above = [*above[: len(match[1]) // 2], match[2]]
        entries["".join(above)] = match[3] or ""
    return entries


def paths_with_folders(more: Iterable[str] = ()) -> list[str]:
    """Every file and folder of the project in the order of the pipeline, each folder's files before its folders."""
    files = {*project_files(), *more}
    folders = {f"{parent.as_posix()}/" for name in files for parent in Path(name).parents if parent != Path()}
    return sorted([*files, *folders], key=_place)


def _place(path: str) -> list[tuple[int, int, str]]:
    parts = path.rstrip("/").split("/")
    order = {name: place for place, name in enumerate((*PACKAGES, "tests", "docs"), 1)}
    last = len(parts) - 1
    return [(int(level < last or path.endswith("/")), order.get(name, 0) if level == 0 else 0, name) for level, name in enumerate(parts)]


def commands() -> dict[str, set[str]]:
    """Command -> its options, as typer has them."""
    import typer

    from ui.cli import app

    group = typer.main.get_command(app)
    return {
        name: {option for parameter in command.params if parameter.param_type_name == "option" for option in parameter.opts}
        for name, command in group.commands.items()  # type: ignore[attr-defined]
    }


def options_of_modules() -> set[str]:
    """Options of the modules that are run with `python -m`."""
    sources = (text_of(name) for name in project_files() if name.endswith(".py") and name.split("/")[0] in PACKAGES)
    return {option for source in sources for option in re.findall(r'add_argument\("(--[a-z-]+)"', source)}


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> str:
    return text_of(request.param)


def test_every_command_has_its_row_with_exactly_its_options(readme: str) -> None:
    rows = rows_of(readme, "wenyuan ")
    shown = {name: set(OPTION.findall(code_in(row))) for name, row in rows.items()}
    assert shown == {name: options - {"--help"} for name, options in commands().items()}


def test_no_command_or_option_is_named_that_is_not_there(readme: str) -> None:
    code = code_in(TREE.sub("", readme))
    assert set(re.findall(r"(?:^|[\s/`])wenyuan ([a-z]+)", code)) <= commands().keys()
    known = {option for options in commands().values() for option in options} | options_of_modules()
    named = {option for option in OPTION.findall(code) if option.startswith("--")}
    assert named <= known


def test_every_setting_has_its_row_with_its_default(readme: str) -> None:
    from app.settings import HOUSE as home
    from app.settings import Settings

    defaults = {
        f"WENYUAN_{name.upper()}": "—" if field.default is None
        else f"`{field.default.relative_to(home).as_posix()}`" if isinstance(field.default, Path) else f"`{field.default}`"
        for name, field in Settings.model_fields.items()
    }  # fmt: skip
    rows = rows_of(readme, "(?=WENYUAN_)")
    assert {name: row.split("|")[2].strip() for name, row in rows.items()} == defaults
    assert set(re.findall(r"WENYUAN_[A-Z_]*[A-Z]", readme)) == defaults.keys()


def test_every_target_of_the_makefile_is_there_and_no_other(readme: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", text_of("Makefile"), re.MULTILINE))
    assert rows_of(readme, "make ").keys() == targets
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", code_in(readme), re.MULTILINE)) <= targets


def test_every_route_is_there_and_no_other(readme: str) -> None:
    from app.reachable import ROUTES

    named = [(method, re.sub(r"\{[^}]*\}", "x", path)) for method, path in re.findall(r"`(GET|POST) (/[^\s`]*)`", readme)]
    ours = [route for route in ROUTES if not route.path.startswith(PAGES_OWN)]
    for route in ours:
        assert any(route.method == method and re.fullmatch(route.path, path) for method, path in named), route
    for method, path in named:
        assert any(route.method == method and re.fullmatch(route.path, path) for route in ours), (method, path)


@pytest.mark.parametrize("name", READMES)
def test_the_tree_has_every_file_and_a_comment_for_each(name: str) -> None:
    shown = tree_of(text_of(name))
    missing = sorted(set(paths_with_folders()) - shown.keys())
    assert missing == [], "run: python tests/test_docs.py"
    assert [path for path in shown if not (HOUSE / path).exists()] == [], "run: python tests/test_docs.py"
    language = re.compile("[\u4e00-\u9fff]" if name.endswith(".zh.md") else "[a-z]")
    assert [path for path, comment in shown.items() if not language.search(comment)] == []


@pytest.mark.parametrize("name", documents())
def test_links_and_paths_lead_somewhere(name: str) -> None:
    text, folder = text_of(name), (HOUSE / name).parent
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (folder / link).exists()] == []
    top = "|".join(re.escape(part) for part in (*PACKAGES, "tests", "docs"))
    paths = re.findall(rf"(?<![\w./-])(?:{top})/[\w./-]*\w", TREE.sub("", code_in(text)))
    assert [path for path in paths if not path.startswith(MADE) and not (HOUSE / path).exists()] == []


@pytest.mark.parametrize("name", documents())
def test_no_figure_is_left_open(name: str) -> None:
    assert re.findall("\u00ab[^\u00bb]*\u00bb", text_of(name)) == []


def test_no_file_names_a_place_that_others_do_not_have() -> None:
    found = []
    for name in project_files():
        if (HOUSE / name).stat().st_size > 4_000_000:
            continue
        data = (HOUSE / name).read_bytes()
        found += [(name, word) for word in FORBIDDEN if word.encode() in data]
    assert found == []


def _comment(path: str) -> str:
    source = HOUSE / path
    if source.suffix != ".py":
        return ""
    said = (ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or "").split("\n")[0]
    return re.split(r"[.:] ", said, maxsplit=1)[0].rstrip(".")


def renew(name: str) -> None:
    """Write the tree of one README anew; comments that are there stay."""
    readme = text_of(name)
    kept = tree_of(readme)
    lines = []
    for path in paths_with_folders(path for path in kept if (HOUSE / path).is_file()):
        inner = path.rstrip("/").split("/")
        shown = "  " * (len(inner) - 1) + inner[-1] + ("/" if path.endswith("/") else "")
        lines.append(f"{shown:<42} {kept.get(path) or _comment(path)}".rstrip())
    tree = "\n".join(lines) + "\n"
    (HOUSE / name).write_text(TREE.sub(lambda match: match[1] + tree + match[3], readme), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(HOUSE))
    for one in READMES:
        renew(one)
