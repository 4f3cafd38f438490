"""The command line, where everything is put together. Comes in: arguments. Goes out: data on stdout, all else on stderr, an exit code.

Exit codes: 0 done, 1 a check failed or a part was left out, 2 bad use or input, 3 index missing or damaged, 130 Ctrl-C.
"""

import json
import logging
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from app.answer import Quoted, as_json
from app.settings import read_settings
from corpus.errors import WenyuanError
from ui import options
from ui.terminal import answer_text, passages_text, quoted_text

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]}, help="问源：问报纸，答案只用原文。",
)
INTERRUPTED = "已中断，原来的索引没有动。"
KEPT = "已编码的段落都留着，再运行一次 wenyuan build 会接着做。"


def emit(value: Any, as_json: bool, text: str) -> None:
    """One JSON value, or text, to stdout."""
    sys.stdout.write((json.dumps(value, ensure_ascii=False) if as_json else text) + "\n")


@app.command()
def build(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="[DIR]...", help="文章所在的文件夹（默认 corpus/articles）")] = None,
    index: options.Index = None,
    if_changed: Annotated[bool, typer.Option("--if-changed", help="文章、词典、模型都没变就不重建")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="发布后立刻删掉以前的各代，移出的文章不再留底")] = False,
) -> None:
    """读文章，建索引，发布新的一代。"""
    from ui.building import build_command

    try:
        lines, left_out = build_command(read_settings(index=index), folders, if_changed, forget)
    except KeyboardInterrupt:
        sys.stderr.write(KEPT + "\n")
        raise
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    if left_out:
        raise typer.Exit(1)


@app.command()
def ask(
    question: str, index: options.Index = None, json_: options.AsJson = False,
    since: options.Since = None, until: options.Until = None,
    source: options.Source = None, author: options.Author = None, speaker: options.Speaker = None,
) -> None:
    """问一个问题。"""
    from app.load import load_answerer
    from app.question import understand

    understand(question)
    filters = options.filters_of(since, until, source, author, speaker)
    answer = load_answerer(read_settings(index=index)).answer(question, filters=filters)
    emit(as_json(answer), json_, answer_text(answer))


@app.command()
def chat(index: options.Index = None) -> None:
    """一句一句接着问，联系上文理解。"""
    from ui.chat import chat_command

    chat_command(read_settings(index=index))


@app.command()
def search(
    query: str,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="要几段")] = 10,
    index: options.Index = None, json_: options.AsJson = False,
    since: options.Since = None, until: options.Until = None,
    source: options.Source = None, author: options.Author = None, speaker: options.Speaker = None,
) -> None:
    """只找段落，不作答。"""
    from app.find import find_passages
    from app.load import load_searcher
    from app.question import search_text

    search_text(query)
    filters = options.filters_of(since, until, source, author, speaker)
    found = find_passages(load_searcher(read_settings(index=index)), query, k, filters)
    emit(as_json(found), json_, passages_text(found))


@app.command()
def read(file: Path, json_: options.AsJson = False, raw: options.Raw = False) -> None:
    """看一个文件被读成什么样。"""
    from ui.reading import read_command

    read_command(file, json_, raw, emit)


@app.command()
def batch(
    file: Path,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="写到 .jsonl 或 .csv（默认 jsonl 到标准输出）")] = None,
    index: options.Index = None,
) -> None:
    """回答一个文件里的所有问题（.txt 每行一个，.csv 或 .jsonl 的 question 列）。"""
    from ui.batching import batch_command

    bad = batch_command(read_settings(index=index), file, out)
    if bad:
        sys.stderr.write(f"{bad} 行没有回答，原因写在该行的 error 里。\n")
        raise typer.Exit(1)


@app.command(name="eval")
def evaluate(
    gold: Annotated[Path | None, typer.Argument(metavar="GOLD", help="题库")] = None,
    index: options.Index = None, json_: options.AsJson = False,
    report: options.Report = None, baseline: options.Baseline = None, out: options.OutRows = None,
    reading: options.Reading = None, threshold: options.Threshold = None,
) -> None:
    """用题库测一遍。"""
    from ui.evaluating import Asked, eval_command

    if not eval_command(read_settings(index=index), Asked(gold, reading, report, baseline, out, threshold), json_, emit):
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="地址（默认 127.0.0.1）", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help="端口（默认 7860）", show_default=False)] = None,
    index: options.Index = None,
) -> None:
    """开网页和接口，默认 127.0.0.1:7860。"""
    from ui.serve import serve as serve_forever

    serve_forever(read_settings(index=index, host=host, port=port))


@app.command()
def verify(index: options.Index = None) -> None:
    """逐字节核对发布的索引。"""
    from app.load import index_root
    from index.generation import load

    made = load(index_root(read_settings(index=index)))
    counts = f"{len(made.catalog)} 篇文章，{len(made.passages)} 段，{len(made.manifest['files'])} 个文件"
    sys.stdout.write(f"{made.name} 完好：{counts}。\n")


@app.command()
def quote(text: str, index: options.Index = None, json_: options.AsJson = False) -> None:
    """这段话是不是一字不差地在文章里，在哪里。"""
    from app.load import index_root
    from app.verify import places_of
    from index.generation import load

    places = places_of(load(index_root(read_settings(index=index))), text)
    quoted = Quoted(text, bool(places), places)
    emit(as_json(quoted), json_, quoted_text(quoted))
    if not places:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; every failure is one line on stderr and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    code, line = _run()
    if line:
        sys.stderr.write(line + "\n")
    sys.exit(code)


def _run() -> tuple[int, str]:
    """The exit code, and what there is to say about it."""
    try:
        code = app(standalone_mode=False) or 0
        sys.stdout.flush()
        return code, INTERRUPTED if code == 130 else ""
    except WenyuanError as error:
        return error.exit_code, str(error)
    except typer.TyperException as error:
        return 2, options.misuse_line(error)
    except (KeyboardInterrupt, typer.Abort):
        return 130, INTERRUPTED
    except BrokenPipeError:  # who reads stdout has gone; what is left must not be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1, ""
    except OSError as error:
        return 2, f"{error.filename or '读写文件'}：{error.strerror or error}，请检查这个路径。"
