"""The graph tables: Arrow schemas, and a build directory that holds them as Parquet.

This is the contract between extraction and everything that shows or stores the graph. A build
directory holds ``tables/<name>.parquet`` for every name of :data:`SCHEMAS`, ``build.json`` (what
was built, when, from what, with which version) and, when it was made, the embedded database.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import UsageError

_S, _I, _F, _B = pa.string(), pa.int64(), pa.float64(), pa.bool_()
_L = pa.list_(pa.string())

SCHEMAS: dict[str, pa.Schema] = {
    # One row a document. `home_region` is a node id or null; `text_hash` is a hash of the letters
    # and digits of the text alone, equal in copies whose layout or file format differs; `signature`
    # (see kg/resolve/signature.py) is nearly equal in nearly equal texts, null in very short ones.
    "documents": pa.schema(
        [("id", _S), ("name", _S), ("path", _S), ("title", _S), ("publisher", _S),
         ("published", _S), ("sha256", _S), ("text_hash", _S),
         ("signature", pa.binary()), ("chars", _I),
         ("home_region", _S), ("home_how", _S), ("home_evidence", _S)]
    ),
    # id is "<document id>#<index>"; start/end are character offsets into the document's text.
    "sentences": pa.schema(
        [("id", _S), ("document", _S), ("index", _I), ("start", _I), ("end", _I), ("kind", _S),
         ("text", _S), ("headings", _L)]
    ),
    # Mentions of what counts as an entity in its document (kg.records.counting); start/end are
    # document offsets of the surface form.
    "mentions": pa.schema(
        [("document", _S), ("sentence", _S), ("start", _I), ("end", _I), ("text", _S),
         ("node", _S), ("type", _S), ("implied", _B)]
    ),
    # One row an entity and document it occurs in, by mention or as an end of a fact: what the
    # extraction calls it there. `id` is the node id.
    "entities": pa.schema([("id", _S), ("type", _S), ("name", _S), ("kind", _S), ("document", _S)]),
    # One row a stated relation. head/tail are node ids; `published` is the document's.
    "facts": pa.schema(
        [("id", _S), ("document", _S), ("sentence", _S), ("head", _S), ("type", _S), ("tail", _S),
         ("status", _S), ("stage", _S), ("trigger", _S), ("rule", _S), ("confidence", _F),
         ("implicit", _B), ("background", _B), ("start", _I), ("end", _I), ("evidence", _S),
         ("published", _S)]
    ),
    "indicators": pa.schema(
        [("id", _S), ("document", _S), ("sentence", _S), ("subject", _S), ("name", _S),
         ("value", _F), ("unit", _S), ("year", _I), ("status", _S), ("rule", _S),
         ("confidence", _F), ("implicit", _B), ("start", _I), ("end", _I), ("evidence", _S),
         ("published", _S)]
    ),
    # One row a node of any label but Sentence (those are the sentences table). `support` is the
    # number of independent documents (a text and its reprints are one), `mentions` the number of
    # mentions; both are 0 for a region that only the gazetteer brought in. value/unit/year serve
    # Indicator nodes (id "indicator:<fact id>"); title/publisher/published/sha256/path serve
    # Document nodes, whose id is the document's. `cluster` is null but for documents that are
    # copies or have some: there it is the id of the earliest of them, the source of the others.
    "nodes": pa.schema(
        [("id", _S), ("label", _S), ("name", _S), ("kind", _S), ("aliases", _L), ("adcode", _S),
         ("code", _S), ("lat", _F), ("lon", _F), ("support", _I), ("mentions", _I),
         ("value", _F), ("unit", _S), ("year", _I), ("title", _S), ("publisher", _S),
         ("published", _S), ("sha256", _S), ("path", _S), ("cluster", _S)]
    ),
    # One row an edge (IN_DOCUMENT is left to the stores: it is sentences.document). `evidence`
    # holds sentence ids, strongest first, at most 20; `status` the strongest stated (existing over
    # planned); `support` the number of independent documents; `confidence` that at least one of
    # them is right. On MENTIONED_IN `support` is the number of mentions and status is null.
    "edges": pa.schema(
        [("id", _S), ("type", _S), ("source", _S), ("target", _S), ("status", _S), ("stages", _L),
         ("support", _I), ("confidence", _F), ("first_seen", _S), ("last_seen", _S),
         ("evidence", _L), ("triggers", _L), ("rules", _L), ("background", _B)]
    ),
}  # fmt: skip

# sources.parquet beside the tables: one row a document of each file that was read, in the order of
# the documents table, for the next build to see what changed. `sha256` is of the file's bytes and
# `metadata` its row of metadata.csv as JSON; both are null where the file must be read again (it
# was not read whole, or by other rules). `number` counts the documents of a file, `key` is a hash
# of the document and what is known about it. A `copy` is a document that stands in the tables for
# another file already; its rows are in copies/<name>.parquet. The last columns say how many rows
# of each table belong to the document.
SOURCES = pa.schema(
    [("path", _S), ("sha256", _S), ("metadata", _S), ("number", _I), ("document", _S), ("key", _S),
     ("warnings", _L), ("copy", _B), ("sentences", _I), ("mentions", _I), ("entities", _I),
     ("facts", _I), ("indicators", _I)]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build directory, opened for reading."""

    path: Path

    @classmethod
    def open(cls, path: str | Path) -> Build:
        """Open ``path``; raises :class:`kg.errors.UsageError` when it holds no finished build."""
        build = cls(Path(path))
        if not (build.path / "build.json").is_file():
            raise UsageError(f"{path} holds no build", "make one with: kg build FOLDER -o DIR")
        return build

    @property
    def info(self) -> dict[str, Any]:
        """What ``build.json`` says: version, created, inputs, counts, warnings."""
        data: dict[str, Any] = json.loads((self.path / "build.json").read_text(encoding="utf-8"))
        return data

    @property
    def id(self) -> str:
        """A name for what the graph of this build says: equal for equal tables."""
        digest = hashlib.sha256()
        for name in ("nodes", "edges", "sentences"):
            with self.table_path(name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()[:16]

    @property
    def database(self) -> Path:
        """Where the embedded database of this build is (it may not exist)."""
        return self.path / "db"

    @property
    def sources(self) -> Path:
        """Which files the documents came from (:data:`SOURCES`); builds of old have none."""
        return self.path / "sources.parquet"

    @property
    def copies(self) -> Path:
        """Folder of tables of documents that other files hold too; there when there are any."""
        return self.path / "copies"

    def table_path(self, name: str) -> Path:
        """Path of one Parquet table."""
        return self.path / "tables" / f"{name}.parquet"

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        return int(pq.read_metadata(self.table_path(name)).num_rows)

    def table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """One table in memory (``name`` is a key of :data:`SCHEMAS`)."""
        return pq.read_table(self.table_path(name), columns=columns)
