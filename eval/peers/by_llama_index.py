"""llama-index: core and its BM25 retriever. Comes in: Given. Goes out: a Search. Knows no other peer."""

from typing import Any

from eval.peers.exchange import DEEP, Given, Search


def defaults(given: Given) -> Search:
    """BM25Retriever as it comes: its pattern of words, its English stemmer."""
    retriever = _by_words(given, _nodes(given))
    return lambda number: _rows(retriever.retrieve(given.questions[number]))


def words(given: Given) -> Search:
    """The same over texts cut by jieba, split at blanks, nothing stemmed."""
    retriever = _by_words(given, _nodes(given), token_pattern=r"\S+", skip_stemming=True)
    return lambda number: _rows(retriever.retrieve(given.questions[number]))


def both(given: Given) -> Search:
    """BM25 over cut texts and a vector index, joined by the fusion retriever's reciprocal rank; no question is made up beside the one."""
    from llama_index.core import QueryBundle, VectorStoreIndex
    from llama_index.core.embeddings import MockEmbedding
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever

    vectors, asked = given.both_vectors()
    nodes = _nodes(given)
    near = VectorStoreIndex(nodes, embed_model=MockEmbedding(vectors.shape[1])).as_retriever(similarity_top_k=DEEP)
    by_words = _by_words(given, nodes, token_pattern=r"\S+", skip_stemming=True)
    retriever = QueryFusionRetriever(
        [by_words, near], llm=MockLLM(), mode="reciprocal_rerank", num_queries=1, similarity_top_k=DEEP, use_async=False
    )  # fmt: skip
    return lambda number: _rows(retriever.retrieve(QueryBundle(given.questions[number], embedding=asked[number].tolist())))


def _nodes(given: Given) -> list[Any]:
    from llama_index.core.schema import TextNode

    vectors = [None] * len(given.passages) if given.vectors is None else given.vectors.tolist()
    pairs = zip(given.passages, vectors, strict=True)
    return [TextNode(id_=str(row), text=passage, embedding=vector) for row, (passage, vector) in enumerate(pairs)]


def _by_words(given: Given, nodes: list[Any], **settings: Any) -> Any:
    from llama_index.retrievers.bm25 import BM25Retriever

    return BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(DEEP, len(given.passages)), **settings)


def _rows(found: Any) -> list[int]:
    return [int(one.node.node_id) for one in found]
