"""Any Hugging Face extractive-QA model as the reader. Comes in: its name or folder. Goes out: the same spans as the shipped reader's.

Only loaded when WENYUAN_READER names a model: it needs torch and transformers, which nothing else that serves imports.
"""

import hashlib
from collections.abc import Sequence

from app.reader import DIVIDER, LONGEST_INPUT, Readable, Reading, reading
from corpus.clean import clean
from corpus.errors import BadModel


class HubReader:
    """A question answering model by transformers, on the CPU; one passage at a time, so that company changes nothing."""

    def __init__(self, name: str) -> None:
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        try:
            self._tokenizer = AutoTokenizer.from_pretrained(name, use_fast=True)
            self._model = AutoModelForQuestionAnswering.from_pretrained(name).eval()
        except (OSError, ValueError, RuntimeError) as error:
            raise BadModel(f"WENYUAN_READER={name}：装不了这个阅读模型，请检查名字或文件夹。") from error
        self.fingerprint = hashlib.sha256(name.encode()).hexdigest()

    def read(self, question: str, passages: Sequence[Readable]) -> list[Reading]:
        """One Reading a passage."""
        return [self._one(question, passage) for passage in passages]

    def _one(self, question: str, passage: Readable) -> Reading:
        import torch

        form = clean(passage.text)
        context = clean(passage.context).text + DIVIDER if passage.context else ""
        batch = self._tokenizer(question, context + form.text, truncation="only_second", max_length=LONGEST_INPUT, return_tensors="pt")
        with torch.inference_mode():
            out = self._model(**batch)
        starts, ends = out.start_logits[0].float().numpy(), out.end_logits[0].float().numpy()
        return reading(batch.encodings[0], starts, ends, len(context), form, len(passage.text))
