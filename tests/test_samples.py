"""The bundled samples: what they cover, whose words they are, and what is read from them.

``tests/golden/samples.tsv`` is what extraction says of them today, one line a fact; a change shows
as a difference there. When it is meant: KG_UPDATE_GOLDEN=1 pytest tests/test_samples.py, and look
at the difference before committing it. How good it is, tests/quality tells.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.data.schema import relation_types
from kg.errors import KgError
from kg.model import Extraction
from tests.conftest import SAMPLES

GOLDEN = Path(__file__).parent / "golden" / "samples.tsv"
SHARED = Path(__file__).parents[2] / "shared"
# Names and numbers make runs of this length by chance; a sentence taken over is longer.
OWN_WORDS = 20


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    results = list(pipeline.extract([SAMPLES], jobs=1))
    assert not [r for r in results if isinstance(r, KgError)]
    return [r for r in results if isinstance(r, Extraction)]


@pytest.fixture(scope="module")
def records(extractions: list[Extraction]) -> list[dict[str, Any]]:
    return [pipeline.to_record(extraction) for extraction in extractions]


def lines(record: dict[str, Any]) -> list[str]:
    doc = record["doc"]
    facts = [(doc, r["head"], r["type"], r["tail"], r["status"]) for r in record["relations"]]
    figures = [
        (doc, i["subject"], "=", i["name"], f"{i['value']:g} {i['unit']}", str(i["year"]))
        for i in record["indicators"]
    ]
    return ["\t".join(row) for row in (*facts, *figures)]


def test_golden(records: list[dict[str, Any]]) -> None:
    now = "\n".join(line for record in records for line in lines(record)) + "\n"
    if os.environ.get("KG_UPDATE_GOLDEN"):
        GOLDEN.write_text(now, encoding="utf-8", newline="\n")
    assert now.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_every_evidence_is_verbatim(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        stated = (*extraction.facts, *extraction.indicators)
        assert stated
        for fact in stated:
            assert fact.evidence == extraction.document.text[fact.start : fact.end]


def test_everything_is_covered(records: list[dict[str, Any]]) -> None:
    relations = [r for record in records for r in record["relations"]]
    stated = {name for name, info in relation_types().items() if info.fact} - {"HAS_INDICATOR"}
    assert {r["type"] for r in relations} == stated
    assert {r["status"] for r in relations if r["type"] == "DEVELOPS"} == {"existing", "planned"}
    assert [i for record in records for i in record["indicators"] if i["year"]]


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no annotated documents beside the project")
def test_the_words_are_our_own() -> None:
    folders = ("seeds", "gold/documents", "gold/extra/documents")
    files = [p for folder in folders for p in (SHARED / folder).iterdir() if p.is_file()]
    theirs = "\n".join(plain(p.read_text(encoding="utf-8", errors="ignore")) for p in files)
    for sample in SAMPLES.iterdir():
        if sample.suffix in (".txt", ".md"):
            ours = plain(sample.read_text(encoding="utf-8"))
            runs = (ours[i : i + OWN_WORDS] for i in range(len(ours) - OWN_WORDS))
            assert [run for run in runs if run in theirs] == []
