"""Is it so, or not. Comes in: a yes-no question and the clause and sentence that speak of it. Goes out: the probability of yes.

A weighted sum of signs that can be read off the words: denial on one side and not on the other, figures on the asked side of a limit,
something planned where something done is asked for, a part where all are asked for, an opposite (免费 / 收费).

    p(yes) = sigmoid(bias + sum of the weights of the signs that are there)          fitted by eval/fit_polarity.py

Knows no index, no reader and no candidate.
"""

import json
import math
import re
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).parent / "models" / "polarity.json"
NOT = re.compile(
    r"不(?!断|仅|但|同[^意]|少于|低于|超过|足|论|管|过|久|止|只|错|得不)|没|未|无(?!人机|线|锡)|非(?!物质|常|洲|遗)"
    "|尚待|禁止|取消|停止|拒绝|否认|并非|免"
)
ASKING = re.compile(
    "是不是|有没有|能不能|会不会|可不可以|要不要|对不对|用不用|算不算|是否"
    r"|([\u4e00-\u9fff])[不没]\1|了没有?[?]?$|没有?[?]?$|不[?]?$"
)
PLANNED = re.compile(r"将|计划|拟|力争|预计|即将|打算|准备|有望|目标|尚|还要|要到|明年|年底前|在建|正在|筹备|推进|推迟|待|提出|申请|谈")
DONE_ASKED = re.compile(r"已经?|了[吗没?]|了没有|完了?|过[吗没?]|好了|现在|目前|定了")
DONE = re.compile(r"已|完成|建成|投用|开工|动工|启动|了|首[批次]|通过|恢复|竣工|开通|运行")
ALL = re.compile(r"都|全部|所有|均|全都|每[个家人]|只有|只")
PART = re.compile(r"其中|部分|余|除|另|仅|只|有的|多数|大多|\d+[^，。]*有\d+|各|分别")
SAME = re.compile(r"仍|维持|不变|照|继续|还是|保留|依旧|保持")
CHANGED = re.compile(r"改|变|换|调|涨|降|提高|取消|搬|还")
COSTS = re.compile(r"钱|费|收|付|买票|交|花")
FREE = re.compile(r"免|不收|不用|无需|承担|不要")
MORE = re.compile(r"超过?|过了?(?=[\d一二三四五六七八九十半])|多于|高于|大于|突?破|达到|不止|以上|满|有没有(?=\d)|够")
LESS = re.compile(r"不到|不足|少于|低于|以下|以内|小于|没到|不超过|不满")
UP = re.compile(r"涨|升|增|多了|提高|上升|往上|扩大|高了|快了|长了")
DOWN = re.compile(r"降|跌|减|少了|下降|低了|缩|短了|便宜")
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)([百千万亿]*)")
HALF = re.compile(r"过半|一半|半数|大半|多数|大多|大部分")
_HAN = "[一二两三四五六七八九十]"
SHARE = re.compile(rf"({_HAN})成(半|{_HAN})?|(\d+(?:\.\d+)?)%|({_HAN})分之({_HAN})")
DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九十")} | {"两": 2}
STOPPED = re.compile(r"停|售罄|推迟|代|除外|拒|撤|反而|相反")
FIRST = re.compile(r"首次|首届|首个|新设|第一次|才")
BEFORE = re.compile(r"以前|过去|之前|就有|还|去年|早就|原来|第[二三四五]")
UNSETTLED = re.compile(r"论证|研究|调查|批复|进度|仍在|还在|尚|只立|有待|征求意见|未定|只剩")
LOWER = re.compile(r"比[^，]*(?:少|低|小|短|差|慢|晚)")
YEAR = re.compile(r"(?:19|20)\d\d年|去年|今年|明年|前年|上届|本届|首次|上月|本月")


def signs(question: str, clause: str, sentence: str) -> dict[str, float]:
    """What can be read off; every value in [-1, 1]."""
    plain = ASKING.sub("", question)
    found = _denial(plain, clause, sentence) | _progress(question, plain, clause, sentence)
    found |= {
        "up_down": _direction(plain, clause), "limit": _limit(plain, clause), "figure": _figures(plain, clause),
        "year": _years(plain, sentence), "shares": _shared(plain, clause),
    }  # fmt: skip
    return {name: float(value) for name, value in found.items()}


def _denial(plain: str, clause: str, sentence: str) -> dict[str, float]:
    """Who denies what, and which opposites stand against each other."""
    asked, there = _has(NOT, plain), _has(NOT, clause)
    return {
        "not_there": there, "not_asked": asked, "deny": asked != there, "double": asked and there,
        "not_sentence": _has(NOT, sentence) and not there,
        "same_not_changed": _has(CHANGED, plain) and _has(SAME, clause),
        "free_not_paid": _has(COSTS, plain) and _has(FREE, clause) and not _has(FREE, plain),
        "still": "还" in plain and bool(re.search("已|不再|取消|改", clause)),
        "but": bool(re.search("而是|不是|并非|才|要到|尚|只剩|仅有", clause)),
        "stopped": _has(STOPPED, clause) and not _has(STOPPED, plain), "first": _has(FIRST, clause) and _has(BEFORE, plain),
        "lower": _has(LOWER, clause) and not _has(LOWER, plain),
    }  # fmt: skip


def _progress(question: str, plain: str, clause: str, sentence: str) -> dict[str, float]:
    """How far a thing has come, and whether all of it or a part has."""
    done, planned, every = _has(DONE_ASKED, question), _has(PLANNED, clause), _has(ALL, plain)
    return {
        "planned": planned, "planned_asked_done": done and planned, "done_asked_done": done and not planned and _has(DONE, clause),
        "unsettled": done and _has(UNSETTLED, clause), "less_done": done and (every or "完" in plain) and bool(values(clause)),
        "all_asked": every, "all": _has(ALL, clause) and not every, "part_of_all": every and _has(PART, sentence) and not _has(ALL, clause),
    }  # fmt: skip


def _has(pattern: re.Pattern[str], text: str) -> bool:
    return bool(pattern.search(text))


def _direction(plain: str, clause: str) -> float:
    asked, there = bool(UP.search(plain)) - bool(DOWN.search(plain)), bool(UP.search(clause)) - bool(DOWN.search(clause))
    return float(asked * there)


def values(text: str) -> list[float]:
    """The plain numbers of a text, with 百 千 万 亿 reckoned in."""
    scale = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
    return [float(m[1].replace(",", "")) * math.prod(scale[c] for c in m[2]) for m in NUMBER.finditer(text)]


def shares(text: str) -> list[float]:
    """The shares of a text: 六成, 八成五, 37%, 四分之一, 一半."""
    found = [0.5] if HALF.search(text) else []
    for m in SHARE.finditer(text):
        if m[1]:
            tail = 0.05 if m[2] == "半" else DIGITS[m[2]] / 100 if m[2] else 0.0
            found.append(DIGITS[m[1]] / 10 + tail)
        elif m[3]:
            found.append(float(m[3]) / 100)
        else:
            found.append(DIGITS[m[5]] / DIGITS[m[4]])
    return found


def _limit(plain: str, clause: str) -> float:
    """1 when a figure of the clause is on the side of the limit that is asked for, -1 when on the other, 0 when neither can be told."""
    half = bool(HALF.search(plain))
    asked, there = (shares(plain), shares(clause)) if shares(plain) else (values(plain), values(clause))
    above = -1 if LESS.search(plain) else 1 if MORE.search(plain) or half else 0
    if not above or not asked or not there:
        return 0.0
    best = min(there, key=lambda value: abs(math.log((value + 1e-9) / (asked[-1] + 1e-9))))
    if best == asked[-1]:
        return 0.5 if not half else 0.0
    return float(above if best > asked[-1] else -above)


def _figures(plain: str, clause: str) -> float:
    """1 when every figure asked for stands there, -1 when other figures do; 0 without figures, or beside a limit."""
    asked, there = values(plain), values(clause)
    if not asked or not there or MORE.search(plain) or LESS.search(plain):
        return 0.0
    return 1.0 if set(asked) <= set(there) else -1.0


def _years(plain: str, sentence: str) -> float:
    asked, there = set(YEAR.findall(plain)), set(YEAR.findall(sentence))
    return 0.0 if not asked or not there else 1.0 if asked & there else -1.0


def _shared(plain: str, clause: str) -> float:
    pairs = {plain[n : n + 2] for n in range(len(plain) - 1)}
    return sum(pair in clause for pair in pairs) / max(1, len(pairs))


@cache
def load_weights(path: Path = WEIGHTS) -> dict[str, float]:
    """The fitted weights; `bias` among them."""
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights


def yes(question: str, clause: str, sentence: str) -> float:
    """The probability that the answer is yes."""
    weights = load_weights()
    total = weights["bias"] + sum(weights[name] * value for name, value in signs(question, clause, sentence).items())
    return 1 / (1 + math.exp(-total))
