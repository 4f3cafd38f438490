"""The command line, where everything is put together. Comes in: arguments. Goes out: data on stdout, all else on stderr, an exit code.

Exit codes: 0 done, 1 a check failed or a part was left out, 2 bad use or input, 3 index missing or damaged, 130 Ctrl-C.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Annotated, Any

import click
import typer

from app.settings import Settings, read_settings
from corpus.errors import BadFile, BadSetting, WenyuanError

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, help="问源：问报纸，答案只用原文。")
Index = Annotated[Path | None, typer.Option("--index", help="索引所在的文件夹（默认 WENYUAN_INDEX，或 index/generations/）", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="只在标准输出写一个 JSON 值")]
Since = Annotated[str | None, typer.Option("--from", help="只查这一天及以后的文章，如 2025-03-01")]
Until = Annotated[str | None, typer.Option("--to", help="只查这一天及以前的文章")]
Source = Annotated[str | None, typer.Option("--source", help="只查这家报纸")]
Author = Annotated[str | None, typer.Option("--author", help="只查这位作者")]
Speaker = Annotated[str | None, typer.Option("--speaker", help="只查这个人说的话")]


def emit(value: Any, as_json: bool, text: str) -> None:
    """One JSON value, or text, to stdout."""
    out = json.dumps(value, ensure_ascii=False) if as_json else text
    sys.stdout.write(out.encode("utf-8", "backslashreplace").decode() + "\n")


def settings_of(index: Path | None, **given: Any) -> Settings:
    return read_settings(index=index, **given)


@app.command()
def build(folders: Annotated[list[Path] | None, typer.Argument(help="文章所在的文件夹（默认 corpus/articles）")] = None, index: Index = None,
          if_changed: Annotated[bool, typer.Option("--if-changed", help="文章、词典、模型都没变就不重建")] = False) -> None:
    """读文章，建索引，发布新的一代。"""
    from ui.building import build_command

    report = build_command(settings_of(index), folders, if_changed)
    if report is None:
        sys.stderr.write("索引是新的，不用重建。\n")
        return
    for line in report.failed:
        sys.stderr.write(f"没有收入：{line}\n")
    sys.stderr.write(f"已发布 {report.generation}：{report.articles} 篇文章，{report.passages} 段。\n")
    if report.failed:
        raise typer.Exit(1)


@app.command()
def ask(question: str, index: Index = None, json_: AsJson = False, since: Since = None, until: Until = None, source: Source = None,
        author: Author = None, speaker: Speaker = None) -> None:
    """问一个问题。"""
    from app.answer import as_json
    from app.load import load_answerer
    from app.question import understand
    from ui.options import filters_of
    from ui.terminal import answer_text

    understand(question)
    filters = filters_of(since, until, source, author, speaker)
    answer = load_answerer(settings_of(index)).answer(question, filters=filters)
    emit(as_json(answer), json_, answer_text(answer))


@app.command()
def search(query: str, k: Annotated[int, typer.Option("-k", min=1, max=50, help="要几段")] = 10, index: Index = None, json_: AsJson = False,
           since: Since = None, until: Until = None, source: Source = None, author: Author = None, speaker: Speaker = None) -> None:
    """只找段落，不作答。"""
    from app.answer import as_json
    from app.find import find_passages
    from app.load import load_searcher
    from app.question import search_text
    from ui.options import filters_of
    from ui.terminal import passages_text

    search_text(query)
    filters = filters_of(since, until, source, author, speaker)
    found = find_passages(load_searcher(settings_of(index)), query, k, filters)
    emit(as_json(found), json_, passages_text(found))


@app.command()
def read(file: Path, json_: AsJson = False) -> None:
    """看一个文件被读成什么样。"""
    from app.wire import article_as_json
    from corpus.read import read_file
    from ui.terminal import article_text

    articles = read_file(file)
    values = [article_as_json(article) for article in articles]
    emit(values[0] if len(values) == 1 else values, json_, "\n\n".join(map(article_text, articles)))


@app.command()
def batch(file: Path, out: Annotated[Path | None, typer.Option("-o", "--out", help="写到 .jsonl 或 .csv（默认 jsonl 到标准输出）")] = None,
          index: Index = None) -> None:
    """回答一个文件里的所有问题（.txt 每行一个，.csv 或 .jsonl 的 question 列）。"""
    from ui.batching import batch_command

    if not batch_command(settings_of(index), file, out):
        raise typer.Exit(1)


@app.command(name="eval")
def evaluate(gold: Annotated[Path | None, typer.Argument(help="题库")] = None, index: Index = None, json_: AsJson = False,
             report: Annotated[Path | None, typer.Option("--report", help="报告写到这个文件夹")] = None,
             baseline: Annotated[Path | None, typer.Option("--baseline", help="与以前的一次比较；真的变差了就以 1 退出")] = None,
             out: Annotated[Path | None, typer.Option("--out", help="每题一行写到这个 .jsonl")] = None,
             reading: Annotated[Path | None, typer.Option("--reading", help="只读题目自带的 context，不用索引")] = None,
             threshold: Annotated[str | None, typer.Option("--threshold", help="与 --reading 同用：低于它的算没找到；shipped 是出厂的阈值")] = None) -> None:
    """用题库测一遍。"""
    from ui.evaluating import gold_command, reading_command

    if (gold is None) == (reading is None):
        raise BadSetting("请给一个题库文件，或者用 --reading 给一个阅读题文件（二者选一）。")
    if reading is not None:
        reading_command(settings_of(index), reading, threshold, out, json_, emit)
    elif gold is not None and not gold_command(settings_of(index), gold, report, baseline, out, json_, emit):
        raise typer.Exit(1)


@app.command()
def serve(host: Annotated[str | None, typer.Option(help="地址")] = None, port: Annotated[int | None, typer.Option(help="端口")] = None,
          index: Index = None) -> None:
    """开网页和接口，默认 127.0.0.1:7860。"""
    from ui.serve import serve as serve_forever

    serve_forever(settings_of(index, host=host, port=port))


@app.command()
def verify(index: Index = None) -> None:
    """逐字节核对发布的索引。"""
    from app.load import index_root
    from index.generation import load

    generation = load(index_root(settings_of(index)))
    sys.stdout.write(f"{generation.name} 完好：{len(generation.catalog)} 篇文章，{len(generation.passages)} 段，{len(generation.manifest['files'])} 个文件。\n")


@app.command()
def quote(text: str, index: Index = None, json_: AsJson = False) -> None:
    """这段话是不是一字不差地在文章里，在哪里。"""
    from app.answer import Quoted, as_json
    from app.load import index_root
    from app.verify import places_of
    from index.generation import load
    from ui.terminal import quoted_text

    places = places_of(load(index_root(settings_of(index))), text)
    quoted = Quoted(text, bool(places), places)
    emit(as_json(quoted), json_, quoted_text(quoted))
    if not places:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; every failure is one line on stderr and its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        code = app(standalone_mode=False)
    except WenyuanError as error:
        sys.stderr.write(f"{error}\n".encode("utf-8", "backslashreplace").decode())
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show(sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("已中断，原来的索引没有动。\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        sys.stderr.write(f"{error.filename}：{error.strerror or error}\n")
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
