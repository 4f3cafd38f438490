"""Options of the command line, and what they become. Comes in: strings as typed. Goes out: Filters, thresholds. Knows no command."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from app.answer import Filters
from corpus.errors import BadSetting


def _option(flag: str, words: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(flag, help=words, show_default=False)
    return option


Index = Annotated[Path | None, _option("--index", "索引所在的文件夹（默认 WENYUAN_INDEX，或 index/generations/）")]
AsJson = Annotated[bool, _option("--json", "只在标准输出写一个 JSON 值")]
Raw = Annotated[bool, _option("--raw", "看原来的排列：文字从文件里取出来时的样子")]
Since = Annotated[str | None, _option("--from", "只查这一天及以后的文章，如 2025-03-01")]
Until = Annotated[str | None, _option("--to", "只查这一天及以前的文章")]
Source = Annotated[str | None, _option("--source", "只查这家报纸")]
Author = Annotated[str | None, _option("--author", "只查这位作者")]
Speaker = Annotated[str | None, _option("--speaker", "只查这个人说的话")]
Report = Annotated[Path | None, _option("--report", "报告写到这个文件夹")]
Baseline = Annotated[Path | None, _option("--baseline", "与以前的一次（它的 --out）比较；真的变差了就以 1 退出")]
OutRows = Annotated[Path | None, _option("--out", "每题一行写到这个 .jsonl")]
Reading = Annotated[Path | None, _option("--reading", "只读题目自带的 context，不用索引")]
Threshold = Annotated[str | None, _option("--threshold", "与 --reading 同用：低于它的算没找到；shipped 是出厂的阈值")]

MISUSE = {
    "NoSuchOption": "没有这个选项",
    "MissingParameter": "还缺一个参数",
    "BadParameter": "参数的值不对",
    "BadOptionUsage": "选项后面要有值",
}


def misuse_line(error: typer.TyperException) -> str:
    """What is wrong with the arguments, in one line; without any arguments, the whole help."""
    kind = type(error).__name__  # typer keeps these classes to itself
    if kind == "NoArgsIsHelpError":
        return error.format_message()
    return f"{MISUSE.get(kind, '用法不对')}（{' '.join(error.format_message().split())}）；用法见 wenyuan --help。"


def filters_of(since: str | None, until: str | None, source: str | None, author: str | None, speaker: str | None) -> Filters:
    """The filters of a question.

    :raises BadSetting: when a day is no day, or the first comes after the last.
    """
    for name, day in (("--from", since), ("--to", until)):
        try:
            if day is not None and date.fromisoformat(day).isoformat() != day:
                raise ValueError(day)
        except ValueError as error:
            raise BadSetting(f"{name} 要是像 2025-03-27 这样的日期。") from error
    if since and until and since > until:
        raise BadSetting(f"--from {since} 在 --to {until} 之后，请对调。")
    return Filters(since, until, source, author, speaker)


def threshold_of(given: str | None, shipped: float) -> float | None:
    """The number meant by `--threshold`.

    :raises BadSetting: when it is neither `shipped` nor a number from 0 to 1.
    """
    if given is None or given == "shipped":
        return None if given is None else shipped
    try:
        value = float(given)
    except ValueError as error:
        raise BadSetting("--threshold 要是 0 到 1 之间的数，或者 shipped。") from error
    if not 0 <= value <= 1:
        raise BadSetting("--threshold 要是 0 到 1 之间的数，或者 shipped。")
    return value
