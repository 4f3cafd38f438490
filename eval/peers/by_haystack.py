"""haystack-ai, its documents in memory. Comes in: Given. Goes out: a Search. Knows no other peer."""

from typing import Any

from eval.peers.exchange import DEEP, Given, Search


def defaults(given: Given) -> Search:
    """InMemoryBM25Retriever as it comes."""
    return _by_words(given, _store())


def words(given: Given) -> Search:
    """The same over texts cut by jieba, split at blanks."""
    return _by_words(given, _store(bm25_tokenization_regex=r"\S+"))


def both(given: Given) -> Search:
    """BM25 over cut texts and the nearest vectors, joined by reciprocal rank, the joiner it has for that."""
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever

    store = _store(bm25_tokenization_regex=r"\S+", embedding_similarity_function="dot_product")
    _, asked = given.both_vectors()
    store.write_documents(_documents(given))
    by_words, by_vectors = InMemoryBM25Retriever(store, top_k=DEEP), InMemoryEmbeddingRetriever(store, top_k=DEEP)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEEP)

    def search(number: int) -> list[int]:
        found = [by_words.run(query=given.questions[number]), by_vectors.run(query_embedding=asked[number].tolist())]
        return _rows(joiner.run(documents=[one["documents"] for one in found]))

    return search


def _store(**settings: Any) -> Any:
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    return InMemoryDocumentStore(**settings)


def _documents(given: Given) -> list[Any]:
    from haystack import Document

    vectors = [None] * len(given.passages) if given.vectors is None else given.vectors.tolist()
    pairs = zip(given.passages, vectors, strict=True)
    return [Document(id=str(row), content=passage, embedding=vector) for row, (passage, vector) in enumerate(pairs)]


def _by_words(given: Given, store: Any) -> Search:
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever

    store.write_documents(_documents(given))
    retriever = InMemoryBM25Retriever(store, top_k=DEEP)
    return lambda number: _rows(retriever.run(query=given.questions[number]))


def _rows(found: dict[str, Any]) -> list[int]:
    return [int(document.id) for document in found["documents"]]
