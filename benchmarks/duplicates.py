"""Recall and cost of finding reprints, on copies planted among real texts.

    python -m benchmarks.duplicates CORPUS.jsonl[.gz] [--share X] [--pairs] [--times N]

Every tenth text gets a copy of one kind: as it is, laid out anew, letters replaced here and there,
a passage rewritten, a paragraph dropped, page furniture around, a part alone. A copy counts as
found when it is in one cluster with its original. What else is clustered is natural: copies that
were there before, or false ones; --pairs prints them with their titles, to be read by a person.
--times makes the corpus so many times as large, each time with the letters exchanged for others,
to see how the time grows. Seconds are of processor time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.model import Document
from kg.resolve import copies
from kg.resolve.signature import signature, text_hash

FIRST, LAST = 0x4E00, 0x9FA5
HEAD = "首页 > 新闻中心 > 要闻\n字号：大 中 小\n来源：某某日报 发布时间：2024-05-06 08:00\n"
FOOT = "\n责任编辑：某某\n分享到：微信 微博\n主办单位：某某网 网站标识码 0000000000 备案号 00000000"
SAMPLE = 300  # documents whose extraction is timed

Text = dict[str, Any]


def _scattered(part: float) -> Callable[[str, random.Random], str]:
    def change(text: str, pick: random.Random) -> str:
        return "".join(
            chr(pick.randint(FIRST, LAST)) if pick.random() < part else char for char in text
        )

    return change


def _passage(part: float) -> Callable[[str, random.Random], str]:
    def change(text: str, pick: random.Random) -> str:
        length = int(len(text) * part)
        at = pick.randrange(len(text) - length)
        new = "".join(chr(pick.randint(FIRST, LAST)) for _ in range(length))
        return text[:at] + new + text[at + length :]

    return change


def _part(part: float) -> Callable[[str, random.Random], str]:
    def change(text: str, pick: random.Random) -> str:
        length = int(len(text) * part)
        at = pick.randrange(len(text) - length)
        return text[at : at + length]

    return change


def _dropped(text: str, pick: random.Random) -> str:
    parts = [part for part in text.split("\n") if part.strip()]
    if len(parts) < 3:
        return text[len(text) // 5 :]
    del parts[pick.randrange(len(parts))]
    return "\n".join(parts)


def _laid_out(text: str, pick: random.Random) -> str:
    bare = "".join(text.split())
    return "\n".join(" " + bare[at : at + 28] for at in range(0, len(bare), 28))


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda text, pick: text,
    "laid out anew": _laid_out,
    "source line, first tenth cut": lambda text, pick: "本报讯：" + text[len(text) // 10 :],
    "page furniture around": lambda text, pick: HEAD + text + FOOT,
    "a paragraph dropped": _dropped,
    "2 % of letters replaced": _scattered(0.02),
    "5 % of letters replaced": _scattered(0.05),
    "10 % of letters replaced": _scattered(0.1),
    "20 % of letters replaced": _scattered(0.2),
    "a passage of 10 % rewritten": _passage(0.1),
    "a passage of 20 % rewritten": _passage(0.2),
    "half of it alone": _part(0.5),
    "a third of it alone": _part(1 / 3),
    "a fifth of it alone": _part(0.2),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, help="lines with id, title, text and date")
    parser.add_argument(
        "--share", type=float, default=copies.SHARE, help="see kg build --same-text"
    )
    parser.add_argument("--pairs", action="store_true", help="print what is clustered by nature")
    parser.add_argument("--times", type=int, action="append", help="sizes to measure the time at")
    arguments = parser.parse_args()
    texts = list(_texts(arguments.corpus))
    _recall(texts, arguments.share, arguments.pairs)
    _cost(texts)
    for times in arguments.times or ():
        _growth(texts, times)


def _texts(path: Path) -> Iterator[Text]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _recall(texts: list[Text], share: float, pairs: bool) -> None:
    kinds = list(KINDS)
    planted = []
    for number, text in enumerate(texts[::10]):
        kind = kinds[number % len(kinds)]
        copy = KINDS[kind](text["text"], random.Random(number))
        key = f"{text['id']}+{kind}"
        planted.append({**text, "id": key, "of": text["id"], "kind": kind, "text": copy})
    clusters, _ = _find([*texts, *planted], share)
    print(f"{'copy':32}{'planted':>10}{'found':>10}{'recall':>10}")
    for kind in kinds:
        mine = [copy for copy in planted if copy["kind"] == kind]
        found = [c for c in mine if clusters.get(c["id"], "") == clusters.get(c["of"], None)]
        print(f"{kind:32}{len(mine):10}{len(found):10}{len(found) / len(mine):10.3f}")
    alone, _ = _find(texts, share)
    names = {text["id"]: text for text in texts}
    print(
        f"by nature: {len(alone)} of {len(texts)} documents in {len(set(alone.values()))} clusters"
    )
    for key, first in sorted(alone.items(), key=lambda item: (item[1], item[0])) if pairs else ():
        if key != first:
            print(*(f"  {names[k]['date']} {len(names[k]['text'])} {names[k]['title']}"
                    for k in (first, key)), sep="\n")  # fmt: skip
            print()


def _find(texts: list[Text], share: float) -> tuple[dict[str, str], float]:
    """Clusters by document, and the seconds it took to find them from the signatures."""
    table = pa.table(
        {"id": [t["id"] for t in texts], "published": [t["date"] for t in texts],
         "text_hash": [text_hash(t["text"]) for t in texts],
         "signature": pa.array([signature(t["text"]) for t in texts], pa.binary())}
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.parquet"
        pq.write_table(table, path)
        start = time.process_time()
        found = copies.find(str(path), Path(folder), share)
        spent = time.process_time() - start
    return dict(zip(*(found[n].to_pylist() for n in ("document", "cluster")), strict=True)), spent


def _cost(texts: list[Text]) -> None:
    """Seconds a thousand documents, and as a share of extraction in the same run."""
    from kg.pipeline.reading import extract_document, extract_documents

    sample = texts[:: max(1, len(texts) // SAMPLE)][:SAMPLE]
    documents = [Document(str(n), "a", "a", t["text"], "0") for n, t in enumerate(sample)]
    extract_document(documents[0])  # dictionaries and automatons load once
    steps: dict[str, Callable[[], object]] = {
        "extraction": lambda: extract_documents(documents),
        "signatures": lambda: [signature(d.text) for d in documents],
    }
    seconds = {}
    for name, work in steps.items():
        start = time.process_time()
        work()
        seconds[name] = 1000 * (time.process_time() - start) / len(documents)
    seconds["clusters"] = 1000 * _find(texts, copies.SHARE)[1] / len(texts)
    print(f"\n{'seconds for 1,000 documents':32}{'':10}{'of extraction':>20}")
    for name, spent in seconds.items():
        print(f"{name:32}{spent:10.3f}{spent / seconds['extraction']:20.4f}")


def _growth(texts: list[Text], times: int) -> None:
    """The corpus ``times`` over, each time with every letter exchanged for another one."""
    many = []
    for turn in range(times):
        letters = list(range(FIRST, LAST + 1))
        random.Random(turn).shuffle(letters)
        change = dict(zip(range(FIRST, LAST + 1), letters, strict=True)) if turn else {}
        many += [{**t, "id": f"{turn}-{t['id']}", "text": t["text"].translate(change)}
                 for t in texts]  # fmt: skip
    found, spent = _find(many, copies.SHARE)
    print(f"{len(many):9,} documents: clusters in {spent:6.1f} s, {len(found)} documents in them")


if __name__ == "__main__":
    main()
