"""The report as a page. Comes in: Summary, Scored rows, perhaps a Comparison. Goes out: one HTML text that needs nothing else.

Every text from outside goes through `escape`. Knows no files.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from eval.compare import Comparison
from eval.plots import by_tag, calibration, confidence_histogram, risk_against_coverage
from eval.rows import half
from eval.scored import Scored
from eval.summary import NAMES, Figure, Summary

LABELS = {
    **dict.fromkeys(NAMES, ""), "all": "全部", "tuned": "调过的一半", "held_out": "未调的一半",
    "em": "完全一致", "f1": "字面重合", "in_quote": "引文含答案", "evidence@1": "段落含依据", "article@1": "找到文章",
    "refused": "该默则默", "false_refusal": "误默", "refused@fr05": "误默5%时默住",
    "refused@fr06": "误默6%时默住", "refused@fr10": "误默10%时默住",
    "wrong_answered": "答错", "auroc": "可答可分", "ece": "校准误差", "ms_p50": "毫秒", "ms_p95": "毫秒",
}
TAG_COLUMNS = ("em", "f1", "in_quote", "refused", "refused@fr05", "refused@fr06", "refused@fr10", "wrong_answered")
VERDICTS = {
    "exact": "全对 exact", "close": "大致对 close", "wrong": "答错 wrong", "missed": "漏答 missed", "misled": "不该答 misled",
    "silent": "默对 silent", "error": "出错 error", "unmarked": "不计分 unmarked",
}
STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1f2328;background:#fff;margin:2rem auto;
max-width:1200px;padding:0 1rem}h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #ddd}
table{border-collapse:collapse;width:100%;font-size:.87rem}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #e5e5e5;
vertical-align:top}
th{position:sticky;top:0;background:#fff}td small{color:#666}mark{background:#fff1b8}.plots{display:flex;flex-wrap:wrap;
gap:1rem}.plots svg{max-width:100%;height:auto}
.exact,.close,.silent{color:#2f6f4f}.wrong,.misled,.error{color:#a33b2e}.missed{color:#8a5a00}
.scroll{overflow-x:auto}.drop{color:#a33b2e;font-weight:600}label{margin-right:1rem}input,select{font:inherit;padding:.2rem .4rem}
"""
SCRIPT = """
const rows=[...document.querySelectorAll('#rows tbody tr')],by=id=>document.getElementById(id);
function show(){const words=by('words').value.trim().toLowerCase(),verdict=by('verdict').value,half=by('half').value;let n=0;
for(const row of rows){const on=(!verdict||row.dataset.verdict===verdict)&&(!half||row.dataset.half===half)&&
(!words||row.textContent.toLowerCase().includes(words));row.hidden=!on;n+=on}by('count').textContent=n+' / '+rows.length}
for(const id of['words','verdict','half'])by(id).addEventListener('input',show);show();
"""
FENCE = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def page(summary: Summary, scored: Sequence[Scored], comparison: Comparison | None) -> str:
    """The whole page: figures, comparison, pictures, and a row a question with filters."""
    marked = [row for row in scored if row.gold.has_key]
    pictures = [by_tag(summary)] if summary.whole.tags else []
    pictures += [risk_against_coverage(marked), calibration(marked), confidence_histogram(marked)]
    generation = next((str(row.out["generation"]) for row in scored if row.out.get("generation")), "—")
    sections = (
        f"<h1>问源评测 Evaluation</h1><p>{len(scored)} 题 questions · 索引 generation {escape(generation)}</p>",
        "<h2>指标 Figures</h2>", _figures(summary), _tags(summary), _compared(comparison) if comparison else "",
        f'<h2>图 Plots</h2><div class="plots">{"".join(pictures)}</div>',
        "<h2>逐题 Questions</h2>", _filters(summary), _questions(scored),
    )
    fence = f'<meta http-equiv="Content-Security-Policy" content="{FENCE}">'
    head = f'<head><meta charset="utf-8">{fence}<title>问源评测</title><style>{STYLE}</style></head>'
    body = "\n".join(sections)
    return f'<!doctype html>\n<html lang="zh-CN">{head}<body>\n{body}\n<script>{SCRIPT}</script></body></html>\n'


def cell(name: str, figure: Figure) -> str:
    """A figure as people read it: three decimals with the interval, milliseconds with none; a dash for nothing to measure."""
    if figure.value is None:
        return "—"
    if name.startswith("ms_"):
        return f"{figure.value:.1f}"
    interval = f" [{figure.low:.3f}, {figure.high:.3f}]" if figure.low is not None and figure.high is not None else ""
    return f"{figure.value:.3f}{interval}"


def short(figure: Figure | None) -> str:
    return "—" if figure is None or figure.value is None else f"{figure.value:.3f}"


def _figures(summary: Summary) -> str:
    parts = (summary.whole, *summary.halves)
    heads = "".join(f"<th>{LABELS[part.name]} {part.name} <small>n={part.n}</small></th>" for part in parts)
    lines = (
        f"<tr><td>{name} <small>{LABELS[name]}</small></td>" + "".join(f"<td>{cell(name, part.figures[name])}</td>" for part in parts)
        for name in summary.whole.figures
    )
    return f'<div class="scroll"><table><thead><tr><th>指标</th>{heads}</tr></thead><tbody>{_rows(lines)}</tbody></table></div>'


def _tags(summary: Summary) -> str:
    """A folded table for all rows and for each half: the figures of each kind and style of question."""
    heads = "".join(f"<th>{head}</th>" for head in ("标签", "n", *TAG_COLUMNS))
    folded = ""
    for part in (summary.whole, *summary.halves):
        lines = (
            f"<tr><td>{escape(tag.name)}</td><td>{tag.n}</td>" + "".join(f"<td>{short(tag.figures.get(name))}</td>" for name in TAG_COLUMNS)
            for tag in part.tags
        )
        inner = f"<table><thead><tr>{heads}</tr></thead><tbody>{_rows(lines)}</tbody></table>"
        folded += f"<details><summary>各类问题 by tag: {LABELS[part.name]} {part.name}</summary>{inner}</details>" if part.tags else ""
    return folded


def _rows(lines: Iterable[str]) -> str:
    return "".join(f"{line}</tr>\n" for line in lines)


def _compared(comparison: Comparison) -> str:
    items = "".join(f'<li class="{"drop" if change.is_drop else "same"}">{escape(str(change))}</li>' for change in comparison.changes)
    unpaired = f"<p>{comparison.unpaired} 题只在其中一次里 in one run only</p>" if comparison.unpaired else ""
    return f"<h2>与上次相比 Against the baseline</h2><ul>{items}</ul>{unpaired}"


def _filters(summary: Summary) -> str:
    verdicts = "".join(f'<option value="{name}">{label}</option>' for name, label in VERDICTS.items())
    halves = "".join(f'<option value="{part.name}">{LABELS[part.name]}</option>' for part in summary.halves)
    return (
        '<p><label>含字 <input id="words" type="search"></label>'
        f'<label>结果 <select id="verdict"><option value="">全部</option>{verdicts}</select></label>'
        f'<label>哪一半 <select id="half"><option value="">全部</option>{halves}</select></label><span id="count"></span></p>'
    )


def _questions(scored: Sequence[Scored]) -> str:
    heads = "".join(f"<th>{head}</th>" for head in ("id", "问题", "标准答案", "回答", "引文", "把握", "结果", "标签"))
    lines = _rows(map(_question, scored))
    return f'<div class="scroll"><table id="rows"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>'


def _question(row: Scored) -> str:
    expected = " / ".join(row.gold.answers) or "（文中没有）"
    error = row.out.get("error")
    said = str(error["detail"]) if error else row.out.get("answer") or row.out.get("reason") or "—"
    quotes = "<br>".join(_quoted(quote) for quote in row.out.get("quotes") or ())
    texts = "".join(f"<td>{escape(text)}</td>" for text in (row.gold.id, row.gold.question, expected, said))
    return (
        f'<tr data-verdict="{row.verdict}" data-half="{half(row.gold)}">{texts}<td>{quotes}</td><td>{row.confidence:.3f}</td>'
        f'<td class="{row.verdict}">{VERDICTS[row.verdict]}</td><td><small>{escape(" ".join(row.gold.tags))}</small></td>'
    )


def _quoted(quote: dict[str, Any]) -> str:
    """The sentence, whole, with the quoted clause marked."""
    start = quote["start"] - quote["sentence_start"]
    sentence, end = quote["sentence"], start + len(quote["text"])
    if sentence[start:end] != quote["text"]:
        return escape(sentence)
    return f"{escape(sentence[:start])}<mark>{escape(sentence[start:end])}</mark>{escape(sentence[end:])}"
