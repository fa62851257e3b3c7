"""Constraints and indexes of the graph in Neo4j. Their names begin with ``kg_``.

Each label has its ``id`` unique and its names indexed; names that questions ask for by a part
of them (``CONTAINS``) with a text index, since a range index has no answer to that. Two full-text
indexes serve search in Chinese: ``kg_names`` over names and aliases, ``kg_sentences`` over the
sentences, both with the ``cjk`` analyzer, which takes every two neighbouring characters for a word.
"""

from __future__ import annotations

from kg.data.schema import node_types

ENTITIES = ("Region", "Strategy", "Industry", "Organization", "Project")
_TEXTS = ("Sentence",)
_BY_PART = ("Indicator", "Document")
_CJK = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"


def constraints() -> dict[str, str]:
    """Statements by the name of the constraint; needed before nodes come in."""
    return {
        _name(label, "id"): f"CREATE CONSTRAINT {_name(label, 'id')} IF NOT EXISTS "
        f"FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in node_types()
    }


def indexes() -> dict[str, str]:
    """Statements by the name of the index; made when the nodes are in, which is faster."""
    made = dict(_of_names(label) for label in node_types() if label not in _TEXTS)
    labels = "|".join((*ENTITIES, "Document"))
    made["kg_names"] = (
        f"CREATE FULLTEXT INDEX kg_names IF NOT EXISTS FOR (n:{labels}) "
        f"ON EACH [n.name, n.aliases] {_CJK}"
    )
    made["kg_sentences"] = (
        f"CREATE FULLTEXT INDEX kg_sentences IF NOT EXISTS FOR (n:Sentence) ON EACH [n.text] {_CJK}"
    )
    return made


def _of_names(label: str) -> tuple[str, str]:
    if label in _BY_PART:
        name = _name(label, "part")
        return name, f"CREATE TEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.name)"
    name = _name(label, "name")
    return name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.name)"


def _name(label: str, column: str) -> str:
    return f"kg_{label.lower()}_{column}"
