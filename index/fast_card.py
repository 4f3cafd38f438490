"""Facts of a training run in, the model card of the fast form out.

It knows the terms of the sets that are trained on. Figures of retrieval are measured by `eval.retrieval` and put in by hand.
"""

from collections.abc import Mapping

CARD = """# The encoder's fast form

A table: one vector of {dimensions} numbers for each of the encoder's 21,588 pieces, 8 bits a number. A text is the sum of its pieces'
vectors, brought to length 1. It knows neither order nor sense; it is for archives that the encoder would take hours for.

| file | what |
|---|---|
| `table.npy` (21588, {dimensions}) int8, `scale.npy` (21588,) float16 | a piece's vector is scale * table |
| `tokenizer.json` | the encoder's |
| `config.json` | sizes |

`WENYUAN_ENCODER=fast` chooses it; its index stands beside the encoder's. Longer texts count with their first 512 pieces.

## Data and licences

- Beginning: vectors of the single pieces by `../encoder` (multilingual-e5-small, MIT).
- Pairs cut by rules from news texts (self-supervised; the texts are not redistributed): title or lead and what follows, a sentence and
  those around it.
- CMRC 2018 train and trial (CC BY-SA 4.0), DRCD dev in simplified characters (CC BY-SA 3.0): question and paragraph.
- CSL (Apache-2.0): title and abstract. Chinese statutes (outside copyright): title and section.
- Not trained on: the articles the gold and development questions ask about, and any development set.

{pairs:,} pairs, {steps:,} steps of {batch:,} in {minutes:.0f} minutes. Of 2,048 pairs kept apart the right passage is the nearest of all
for {begin_first:.3f} before and {first:.3f} after training.

## Again

    python -m index.train_fast --data $DATA --out DIR --minutes {minutes:.0f} \\
        --leave-out eval/gold/news.jsonl eval/gold/news_near.jsonl $DATA/dev/crud_1doc_a.jsonl.xz
    cp DIR/model/* index/models/fast/
"""


def card(facts: Mapping[str, float]) -> str:
    """The card's text."""
    whole = {name: int(facts[name]) for name in ("dimensions", "pairs", "steps", "batch")}
    return CARD.format(**{**facts, **whole})
