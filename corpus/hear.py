"""Listening to an article sentence by sentence. Comes in: sentences and what is said in them. Goes out: speeches, with who makes them.

A quote's speaker is the subject of the verb before or after it; without a verb, the one whom the words before it, the words after it or the
sentence before are about. Reported speech goes on over sentences that want, judge or say 我们.
"""

import re
from collections.abc import Sequence

from corpus.article import Range
from corpus.clauses import NOBODY, Subject, subject_of
from corpus.listener import Listener
from corpus.sayings import LONGEST_AFTER, after, before, opened
from corpus.verbs import (
    CLOSED,
    ENDS,
    EXCLAIMING,
    FEELING,
    MASK,
    NARRATIVE,
    NO_SPEECH,
    OFTEN_SAID,
    PLAIN,
    REPORTING,
    SOMEBODY,
    STANCE,
    VERB,
)

LABEL = re.compile(r"(?!.{0,40}(?:图源|来源|资料图))[^，。：:“”□！？]{2,45}(?:：|(?<!\d):)(?!$)")  # 记者 张三：…… at the head of a line
SIDE = re.compile("[美俄英法德日韩朝印叙伊以巴乌土加澳欧中菲越埃波黎]方")  # in somebody's report he himself speaks for it
WISHING = frozenset("希望 要求 建议 呼吁 相信 预计 敦促".split())  # what somebody says another wishes is his own report
COMMA = re.compile("，")
OUTLET = re.compile("报道|消息|媒体|文章|通报|公告|声明|判决|文书")  # 报道称，张三……: 他 is 张三
OWN = re.compile("我|咱|很|太|特别|真的|不会|不能|[吧呢啊吗]")  # how people talk; terms do not
TURN = re.compile("[但只仅他她]")  # after what was not said comes what was
# 拒绝透露, 作出解释
UNSAID = re.compile(
    r"(?P<no>没有?|未|不会(?:这[么样])?|拒绝|不愿|不予)(?:能|对此|[作做]出|正面|公开|进一步)*$|(?:[作做]出|进行|予以|给予|加以)了?[^，。]{0,4}$"
)
GLUED = re.compile(r"(?<!声音)[^\W道说讲问想喊叫句话声着了]$|[）)]$")  # a caption or a heading that lost its line end


def hear(listener: Listener, sayings: Sequence[Range], start: int, end: int) -> None:
    """One sentence: what is said in quotation marks, then what is reported."""
    masked, at = listener.masked, start
    was_open, listener.open = listener.open, False
    if not sayings and (label := LABEL.match(masked, start, end)) and (start == 0 or masked[start - 1] in "\n 　"):
        subject = listener.subject(start, label.end() - 1)
        if subject.kind == "person":
            listener.add(label.end(), end, listener.take(subject))
            listener.open = True
            return
    speaker = None
    for low, high in sayings:
        brought, followed = before(masked, at, low), after(masked, high, end)
        if brought:
            speaker = listener.named(at, brought.start())
        elif followed and not opened(masked, low):
            speaker = listener.named(high + (masked[high] == "。"), followed.start())
        elif often := OFTEN_SAID.match(masked, high + (masked[high : high + 1] == "。")):
            speaker = listener.named(*often.span("who"))
        elif not start < low == at:  # “……”“……” are of one mouth
            closed = listener.text[low:high].rstrip("”」")[-1] in CLOSED
            speaker = _around(listener, at, low, high, closed=closed) or (listener.going_on if was_open and closed else None)
        listener.add(low, high, speaker)
        at = high
    if not (_report(listener, start, end) or sayings):
        _narrate(listener, start, end, was_open)


def _around(listener: Listener, at: int, low: int, high: int, *, closed: bool) -> str | None:
    """Who says the words `[low, high)` that no verb brings in: the one the words before are about, or the next, or who has the word."""
    masked, lead = listener.masked, listener.masked[at:low].rstrip()
    if lead.strip("，, "):
        if closed and GLUED.search(lead) and masked[high : high + 1] != MASK:
            return _next_to(listener, low, high, fresh=True)
        if lead[-1] not in "：:，," or (lead[-1] in "，," and masked[high : high + 1] not in ("。", "！", "？", "\n", "") and not closed):
            return None
        if telling := _telling(masked, at, at + len(lead)):
            return listener.named(at, telling.start())
        subject = listener.subject(at, at + len(lead) - 1)
        if subject.kind not in ("person", "he") and (closed or OWN.search(listener.text, low, high)) and lead[-1] in "，,":
            subject = _first_named(listener, at, at + len(lead) - 1)
            listener.ask(at, at + len(lead))
        return listener.take(subject) if subject.kind in ("person", "he") else None
    return (_next_to(listener, low, high) if closed or listener.text[low:high].rstrip("”」")[-1] in "，," else None) or listener.going_on


def _telling(masked: str, start: int, end: int) -> re.Match[str] | None:
    """The last verb of the words before a quote that reports what follows it, a comma between."""
    verbs = [v for v in VERB.finditer(masked, start, end) if v.end() < end - 1 and masked[v.end()] in "，,"]
    return next((v for v in reversed(verbs) if v["says"] or v["told"] or v["word"] in REPORTING), None)


def _next_to(listener: Listener, low: int, high: int, *, fresh: bool = False) -> str | None:
    """Who says whole sentences `[low, high)` alone: whom the next sentence is about, or, at the end of a line, the one before."""
    masked = listener.masked
    new_line = fresh or low == 0 or masked[low - 1] == "\n"
    if not NO_SPEECH.match(masked, high) and (new_line or not listener.going_on):
        last = min(len(masked), high + LONGEST_AFTER)
        follows = _first_named(listener, high, last)
        if follows.kind == "person":
            return listener.take(follows)
        listener.ask(high, last)
    if not listener.going_on and masked[high : high + 1] in ("\n", "") and listener.told:
        if listener.topic:
            return listener.take(Subject("person", listener.topic))
        listener.ask(*listener.told)
    return None


def _first_named(listener: Listener, start: int, end: int) -> Subject:
    """The subject of the first clause of a sentence that has a person for it; unknown when somebody unnamed comes before."""
    stop = ENDS.search(listener.masked, start, end)
    last, low = stop.start() if stop else end, start
    for bound in [*(m.end() for m in COMMA.finditer(listener.masked, start, last)), last]:
        found = subject_of(listener.masked, listener.people, low, bound)
        if found.kind == "he":
            return subject_of(listener.masked, listener.people, start, bound)
        if found.kind == "person" and not (bound == last and any(one.end == last and one.name == found.name for one in listener.people)):
            return found
        if found.kind == "unknown" and SOMEBODY.search(listener.masked, low, bound):
            return found
        low = bound
    return NOBODY


def _report(listener: Listener, start: int, end: int) -> bool:
    """Reported speech of one sentence; True when there is any verb of speech with a subject of its own."""
    masked, heard, begin, speaker = listener.masked, False, start, None
    for verb in VERB.finditer(masked, start, end):
        comma = masked[verb.end() : verb.end() + 1] in ("，", ",", "：", ":")
        if unsaid := UNSAID.search(masked, max(start, verb.start() - 12), verb.start()):
            if unsaid["no"] and not TURN.search(masked, verb.end(), end):
                break
            continue
        if not _reports(masked, verb, end, comma=comma):
            continue
        subject = listener.subject(start, verb.start())
        if heard and (subject.kind in ("blank", "unknown", "he") or (speaker and _inside(subject, verb, comma=comma))):
            continue
        found = listener.take(subject)
        if heard and speaker != found:
            listener.add(begin, max(masked.rfind(mark, begin, verb.start()) for mark in "，；;") + 1, speaker)
        if not heard or speaker != found:
            heard, begin, speaker = True, verb.end() + comma, found
    if heard:
        listener.told = listener.topic = None
        listener.add(begin, end, speaker)
        if speaker is None and OUTLET.search(masked, start, begin):
            listener.last = _first_named(listener, begin, end).name
        listener.open = speaker is not None and MASK not in masked[begin:end]
    return heard


def _reports(masked: str, verb: re.Match[str], end: int, *, comma: bool) -> bool:
    """Whether what stands behind a verb is what was said, not a feeling, an object or words in quotation marks."""
    plain = verb["says"] or verb["word"] in PLAIN or verb[0][-1] in "说称"
    quoted = verb["word"] in EXCLAIMING and masked[verb.end() : verb.end() + 1] == "“"
    if not comma and (not (plain or quoted) or FEELING.match(masked, verb.end(), end) or verb.end() >= end):
        return False
    if not (plain or quoted or verb["told"] or verb["word"] in REPORTING):
        return False
    return masked[verb.end() + comma : verb.end() + comma + 1] not in (MASK, "")


def _inside(subject: Subject, verb: re.Match[str], *, comma: bool) -> bool:
    """Whether a verb of speech belongs to what is being reported: what others wish, and 中方强调 in the words of its own speaker."""
    return (verb["word"] in WISHING and not comma) or bool(SIDE.fullmatch(subject.name or ""))


def _narrate(listener: Listener, start: int, end: int, was_open: bool) -> None:
    """A sentence in which nobody is said to speak: the report goes on, or the paper itself speaks."""
    masked = listener.masked
    half = masked[start - 1 : start] in ("；", ";")  # only half a sentence is over: the rest is his, too
    if was_open and (half or not (NARRATIVE.match(masked, start, end) or str(listener.going_on) in masked[start:end])):
        if half or STANCE.search(masked, start, end):
            listener.add(start, end, listener.going_on)
            listener.open = True
        return
    listener.going_on = None
    first = _first_named(listener, start, end)
    listener.told, listener.topic = (start, end), first.name
    if first.kind in ("unknown", "person"):
        listener.last = first.name
