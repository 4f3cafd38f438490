"""Whether one text goes on with another, as a small transformer sees it. Comes in: (end, start) pairs. Goes out: log odds.

The model (corpus/models/joiner, made by eval/train_joiner.py) is the first four layers of the reader's body over the last characters of the
end and the first of the start. It takes a third of a millisecond a pair, so that only pairs that n-grams find possible come here. A pair
has the same figure in any company. Knows no lines, no order and no threshold.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BadModel

MODEL = Path(__file__).parent / "models" / "joiner"
SEEN = 16  # characters looked at on either side of the break
AT_ONCE = 64  # pairs in one batch


class Continues:
    """The model, one thread."""

    def __init__(self, folder: Path) -> None:
        """:raises BadModel: when the folder does not hold the model."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
            model = (folder / "model.onnx").read_bytes()
        except OSError as error:
            raise BadModel(f"{folder}：读不出来，请重新取得程序的文件。") from error
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id("<pad>"), pad_token="<pad>")
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def odds(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """[pairs]: log odds that the second text of a pair goes on with the first."""
        found = np.zeros(len(pairs), dtype=np.float32)
        for low in range(0, len(pairs), AT_ONCE):
            coded = self._tokenizer.encode_batch([(end[-SEEN:], start[:SEEN]) for end, start in pairs[low : low + AT_ONCE]])
            ids = np.array([one.ids for one in coded], dtype=np.int64)
            mask = np.array([one.attention_mask for one in coded], dtype=np.int64)
            (found[low : low + AT_ONCE],) = self._session.run(["odds"], {"input_ids": ids, "attention_mask": mask})
        return found


@cache
def load_continues(folder: Path = MODEL) -> Continues:
    """The shipped model, loaded once.

    :raises BadModel: when it is not there.
    """
    return Continues(folder)
