"""Train the network: on plain text, on annotations, on what a larger encoder thinks of plain text.

usage: python -m tools.train_network STEP --work DIR [--epochs N]

The steps in this order, each from what the ones before left in DIR:

pretrain  guess hidden characters of the unannotated corpus
teacher   a large pretrained encoder (tools/network/teacher.py) learns the names of the wider
          annotations, and sees no gold ones, which the folds would then have seen too; this step
          and lessons need --encoder, a folder with its *.onnx and *tokenizer.json
wider     names and pairs of the wider annotations (tools/annotations)
lessons   the network of the wider annotations imitates the teacher's probabilities on every second
          text of the corpus, and becomes DIR/taught.pkl
folds     five networks 0.npz to 4.npz in DIR/folds, each fine-tuned on the gold documents outside
          its fold (crc32 of the name modulo 5), for whatever must learn from, or be measured on,
          documents as they look when nobody has seen them
narrow    DIR/narrow.npz, which has not seen the wider annotations, for what must learn from them
final     fine-tuned on all of them: DIR/final.npz
smaller   a network of half the width that imitates it on all texts, kg/data/models/network.npz;
          with --start it goes on from an earlier one

Then run tools.prune_network.

Gold documents of the test part are not opened. Needs the extra ``train``. On one core about two
and a half hours for all but the last step, half of it for the teacher; the last takes three
quarters of an hour on two.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from kg.model import Document
from kg.neural.network import pack
from kg.text import sentences
from tools.annotations import texts as wider_texts
from tools.network import model
from tools.network import teacher as teaching
from tools.network.annotated import Example, Line, example, read_examples, read_line
from tools.network.arrays import (
    LABELS,
    SHORT,
    PairRow,
    Reader,
    Vocabulary,
    labels,
    pair_rows,
    plain_windows,
    windows,
)  # fmt: skip
from tools.network.lessons import lessons
from tools.network.smaller import expectations, imitation, restored

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
MODEL = ROOT / "kg" / "data" / "models" / "network.npz"
FOLDS = 5
HIDE = 0.25  # share of lexicon names that a document is read without, to learn to do without
GUESSED = 0.15  # share of characters hidden in plain text
Trained = dict[str, Any]
Labelled = tuple[Example, list[PairRow], float]


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    steps = {
        "pretrain": pretrain, "teacher": teacher, "wider": wider, "lessons": learn_lessons,
        "folds": folds, "narrow": narrow, "final": final, "smaller": smaller,
    }  # fmt: skip
    parser.add_argument("step", choices=steps)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--gold", type=Path, default=SHARED / "gold")
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus" / "broadcasts.jsonl.gz")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--only", type=int, help="one fold")
    parser.add_argument("--size", type=int, default=64, help="numbers of the smaller network")
    parser.add_argument("--encoder", type=Path, help="folder of the teacher's encoder")
    parser.add_argument("--start", type=Path, help="an earlier smaller*.pkl to go on from")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    steps[args.step](args)


def pretrain(args: argparse.Namespace) -> None:
    """Vocabulary and a network that guesses hidden characters."""
    texts = list(_plain_texts(args.corpus))
    vocabulary = Vocabulary.count(line for lines in texts for line in lines)
    _save(args.work / "vocabulary.pkl", vocabulary)
    reader = Reader(vocabulary)
    chunks = [w for lines in texts for w in plain_windows(reader, lines)]
    del texts
    count = int(32 * SHORT * GUESSED)
    chance = np.random.default_rng(3)

    def hidden(batch: dict[str, Any]) -> dict[str, Any]:
        chosen = chance.choice(batch["char"].size, count, replace=False)
        hide = np.zeros(batch["char"].size, np.int8)
        hide[chosen] = 1 + (chance.random(count) < 0.5)
        return {**batch, "hide": hide.reshape(batch["char"].shape), "chosen": chosen}

    start = args.work / "pretrained.pkl"
    params = _load(start) if start.exists() else model.initial(vocabulary, 0)
    fit(params, lambda: chunks, model.guess_loss, args.epochs or 3, 32, 3e-3, hidden, start)


def _plain_texts(corpus: Path) -> Iterator[list[Line]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            document = Document(row["id"], row["id"], row["id"], row["text"], row["id"])
            lines = [s.view for s in sentences(document) if s.kind != "boilerplate" and s.view]
            if lines:
                yield [read_line(view) for view in lines]


def teacher(args: argparse.Namespace) -> None:
    """A large network that has seen the wider annotations, and no others."""
    vocabulary = _load(args.work / "vocabulary.pkl")
    reader = teaching.WindowReader(vocabulary, _one(args.encoder, "*tokenizer.json"))
    params = teaching.pretrained(_one(args.encoder, "*.onnx"), vocabulary)
    data = [(e, labels(e)) for e in _wider(args)]
    rng = random.Random(1)

    def chunks() -> list[dict[str, Any]]:
        read = ((e.lines, right, _hidden(e.lines, rng)) for e, right in data)
        return [one for document in read for one in reader.windows(*document)]

    faster = teaching.head_first(params, 20.0)
    keep = args.work / "teacher.pkl"
    fit(params, chunks, teaching.loss, args.epochs or 2, 8, 1.5e-4, None, keep, faster)


def _one(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def _hidden(lines: Sequence[Line], rng: random.Random) -> set[str]:
    """Some of the lexicon names of a document, to be read without."""
    known = sorted({n for line in lines for _, _, x, n in line.names if x in "SIOF"})
    return {name for name in known if rng.random() < HIDE}


def wider(args: argparse.Namespace) -> None:
    """A network that has seen the wider annotations."""
    vocabulary = _load(args.work / "vocabulary.pkl")
    data = [(e, pair_rows(e), 0.0) for e in _wider(args)]
    start = _load(args.work / "pretrained.pkl")
    train(start, vocabulary, data, args.epochs or 6, 2e-3, args.work / "wider.pkl")


def learn_lessons(args: argparse.Namespace) -> None:
    """The network of the wider annotations learns how surely the teacher finds names."""
    vocabulary = _load(args.work / "vocabulary.pkl")
    pages = teaching.WindowReader(vocabulary, _one(args.encoder, "*tokenizer.json"))
    teacher = jax.tree.map(jnp.asarray, _load(args.work / "teacher.pkl"))
    rng = random.Random(5)
    texts = islice(_plain_texts(args.corpus), 0, None, 2)
    data = list(lessons(teacher, pages, Reader(vocabulary), texts, lambda x: _hidden(x, rng)))
    start, keep = _load(args.work / "wider.pkl"), args.work / "taught.pkl"
    fit(start, lambda: data, imitation, args.epochs or 2, 32, 1.5e-3, None, keep, None, 0.1)


def narrow(args: argparse.Namespace) -> None:
    """A network that has seen the gold documents only, to read the wider ones with."""
    vocabulary = _load(args.work / "vocabulary.pkl")
    data = [(e, pair_rows(e), 1.0) for e in _gold(args)]
    params = train(_load(args.work / "pretrained.pkl"), vocabulary, data, args.epochs or 14, 2e-3)
    write(args.work / "narrow.npz", params, vocabulary)


def folds(args: argparse.Namespace) -> None:
    """A network for each fold of the gold documents."""
    vocabulary = _load(args.work / "vocabulary.pkl")
    data = [(e, pair_rows(e), 1.0) for e in _gold(args)]
    (args.work / "folds").mkdir(exist_ok=True)
    for fold in range(FOLDS) if args.only is None else [args.only]:
        others = [row for row in data if zlib.crc32(row[0].name.encode()) % FOLDS != fold]
        params = train(_load(args.work / "taught.pkl"), vocabulary, others, args.epochs or 12, 1e-3)
        write(args.work / "folds" / f"{fold}.npz", params, vocabulary)


def final(args: argparse.Namespace) -> None:
    """A network that has seen all documents to learn from."""
    vocabulary = _load(args.work / "vocabulary.pkl")
    data = [(e, pair_rows(e), 1.0) for e in _gold(args)]
    params = train(_load(args.work / "taught.pkl"), vocabulary, data, args.epochs or 12, 1e-3)
    write(args.work / "final.npz", params, vocabulary)


def smaller(args: argparse.Namespace) -> None:
    """The network that ships: it imitates the final one."""
    with np.load(args.work / "final.npz", allow_pickle=False) as arrays:
        larger, vocabulary = restored(dict(arrays))
    reader, rng = Reader(vocabulary), random.Random(1)
    texts = list(_plain_texts(args.corpus))
    texts += 2 * [example.lines for example in _wider(args) + 3 * _gold(args)]
    read = ((lines, _hidden(lines, rng)) for lines in texts)
    chunks = [one for lines, hidden in read for one in plain_windows(reader, lines, hidden)]
    _expect(larger, chunks)
    start = _load(args.start) if args.start else model.initial(vocabulary, 0, args.size)
    keep = args.work / f"smaller{args.size}.pkl"
    rate = 1.5e-3 if args.start else 3e-3
    options = (args.epochs or 12, 32, rate, None, keep, None, 0.02)
    params = fit(start, lambda: chunks, imitation, *options)
    write(MODEL, params, vocabulary)


def _expect(larger: Trained, chunks: Sequence[dict[str, Any]]) -> None:
    """Add to windows what the larger network expects of them."""
    expected = expectations(jax.tree.map(jnp.asarray, larger))
    for i in range(0, len(chunks), 32):
        batch = [*chunks[i : i + 32], *chunks[:32]][:32]
        rows = map(np.asarray, expected(_stacked(batch)))
        for one, at, made in zip(chunks[i : i + 32], *rows, strict=False):
            one["labels"], one["moves"] = at, made


def _gold(args: argparse.Namespace) -> list[Example]:
    """The extra documents and the develop part of the others."""
    gold = args.gold
    develop = json.loads((gold / "split.json").read_text(encoding="utf-8"))["develop"]
    extra = gold / "extra"
    return [
        *read_examples(extra / "annotations", None, [extra / "documents"]),
        *read_examples(gold / "annotations", develop, [gold / "documents", gold.parent / "seeds"]),
    ]


def _wider(args: argparse.Namespace) -> list[Example]:
    return [example(*row) for row in wider_texts(args.corpus)]


def train(
    params: Trained, vocabulary: Vocabulary, data: Sequence[Labelled], epochs: int, rate: float,
    keep: Path | None = None,
) -> Trained:  # fmt: skip
    """Train for names and pairs; each epoch hides other lexicon names of each document."""
    reader, rng = Reader(vocabulary), random.Random(1)

    def chunks() -> list[dict[str, Any]]:
        out = []
        for one, pairs, ours in data:
            out += windows(reader, one, pairs, _hidden(one.lines, rng), ours, rng)
        return out

    return fit(params, chunks, model.task_loss, epochs, 8, rate, None, keep)


def fit(
    params: Trained, chunks: Callable[[], list[dict[str, Any]]], loss: Callable[..., Any],
    epochs: int, size: int, rate: float,
    change: Callable[[dict[str, Any]], dict[str, Any]] | None, keep: Path | None,
    factors: Trained | None = None, dropped: float = 0.25,
) -> Trained:  # fmt: skip
    """Train on batches of ``size`` windows and return the weights; the same in every run.

    ``dropped`` is the share of inputs that are left out.
    """
    rng, begin = random.Random(1), time.perf_counter()
    data = chunks()
    steps = epochs * (len(data) // size + 1)
    plan = optax.warmup_cosine_decay_schedule(0.0, rate, min(100, steps // 4), steps, rate * 0.02)
    optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(plan, weight_decay=0.01))
    state = optimizer.init(params)

    @jax.jit
    def step(params: Trained, state: Any, batch: Any, key: Any) -> Any:
        (_, parts), slope = jax.value_and_grad(loss, has_aux=True)(params, batch, key, dropped)
        change, state = optimizer.update(slope, state, params)
        if factors is not None:
            change = jax.tree.map(jnp.multiply, change, factors)
        return optax.apply_updates(params, change), state, parts

    key, seen = jax.random.PRNGKey(3), 0
    for epoch in range(epochs):
        costs = []
        for batch in _batches(data if epoch == 0 else chunks(), size, rng):
            key, now = jax.random.split(key)
            params, state, parts = step(params, state, change(batch) if change else batch, now)
            costs.append([float(x) for x in parts])
            seen += 1
            if seen % 100 == 0:
                print(f"  {seen}/{steps} {np.mean(costs[-100:], 0).round(3)}", flush=True)
        took = time.perf_counter() - begin
        print(f"epoch {epoch}: {np.mean(costs, 0).round(4)}, {took:.0f} s", file=sys.stderr)
        if keep is not None:
            _save(keep, jax.tree.map(np.asarray, params))
    return jax.tree.map(np.asarray, params)


def _batches(
    chunks: Sequence[dict[str, Any]], size: int, rng: random.Random
) -> Iterator[dict[str, Any]]:
    order = list(range(len(chunks)))
    rng.shuffle(order)
    for i in range(0, len(order), size):
        chosen = order[i : i + size]
        chosen += [order[rng.randrange(len(order))] for _ in range(size - len(chosen))]
        yield _stacked([chunks[j] for j in chosen])


def _stacked(chunks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {k: jnp.asarray(np.stack([one[k] for one in chunks])) for k in chunks[0]}


def write(path: Path, params: Trained, vocabulary: Vocabulary) -> None:
    """The model file; what served training only is left out."""
    weights = {
        k: np.asarray(v)
        for k, v in params.items()
        if k not in ("guess", "guess_bias", "ours", "null") and not k.startswith("pair_")
    }
    weights["in_bias"] = weights["in_bias"] + np.asarray(params["ours"])
    meta = {"labels": LABELS, "dilations": list(model.DILATIONS), "tags": vocabulary.tags}
    arrays = pack(
        weights, [ord(c) for c in vocabulary.chars],
        [(ord(pair[0]), ord(pair[1])) for pair in vocabulary.pairs], meta,
    )  # fmt: skip
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)
    part.replace(path)


def _save(path: Path, value: Any) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(pickle.dumps(value))
    part.replace(path)


def _load(path: Path) -> Any:
    return pickle.loads(path.read_bytes())  # made by this program, in a folder of the caller's


if __name__ == "__main__":
    main()
