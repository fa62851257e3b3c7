"""Kill -9 at many moments of a build and an export, and look at what is left: run by tests.

``python -m tests.kills FOLDER --seed S --kills N`` prints what it did as one line of JSON, and
fails when anything is not as it must be. Every run is a forked child of this process, which has
everything imported, and ends at the n-th file-system event (Python's audit events) or at a moment
in time; both are drawn with the seed. Some runs in a row are killed, then one is left to end.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import pipeline
from kg.model import Document

EVENTS = ("open", "os.", "shutil.")
MOST = 6  # runs in a row that are killed
OLD = {
    "a.txt": "深圳市发展新能源汽车产业。\n",
    "b.txt": "佛山市与广州市携手合作。\n",
    "c.jsonl": '{"id": "一", "text": "成都市发展人工智能产业。"}\n',
}
NEW = {
    "a.txt": "深圳市发展新能源汽车产业和低空经济。\n",
    "b.txt": "佛山市与广州市携手合作。\n",
    "c.jsonl": '{"id": "一", "text": "成都市发展人工智能产业。"}\n'
    '{"id": "二", "text": "2023年，珠海市地区生产总值为4233亿元。"}\n',
    "d.txt": "佛山市与广州市携手合作。\n",
}
OUT, EXPORT = Path("out"), Path("tables")
Step = Callable[[], object]


def build() -> None:
    """What is killed four times in five: a build that reads, takes over and retracts."""
    pipeline.build(["in"], OUT, jobs=1, database=False, prune=True)


def stored() -> None:
    """With ``--database`` instead: a build that loads the embedded database, in a Java machine."""
    pipeline.build(["in"], OUT, jobs=1, prune=True)


def export() -> None:
    """And else an export over an earlier one."""
    from kg.export import export as write_export
    from kg.tables import Build

    write_export(Build.open(OUT), "csv", EXPORT)


def write(files: dict[str, str]) -> None:
    shutil.rmtree("in", ignore_errors=True)
    Path("in").mkdir()
    for name, text in files.items():
        (Path("in") / name).write_text(text, encoding="utf-8")


def forked(step: Step, at: int = 0) -> int:
    """Start ``step`` in a child, which kills itself at event number ``at``; its process number."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        if at:
            sys.addaudithook(Killer(at))
        step()
        status = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


class Killer:
    """Ends this process for good before the n-th event of the file system."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, event: str, arguments: object) -> None:
        if event.startswith(EVENTS):
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)


def ended(child: int) -> bool:
    """Whether the child ended by itself, and well; False when it was killed."""
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    assert status == 0, f"a run failed with {status}"
    return True


def asked(question: Callable[[], str]) -> str:
    """What a child answers."""
    read, sent = os.pipe()
    child = forked(lambda: os.write(sent, question().encode()))
    assert ended(child)
    answer = os.read(read, 100).decode()
    os.close(read), os.close(sent)
    return answer


def events(step: Step) -> int:
    """How many events a whole run has."""

    def counted() -> str:
        killer = Killer(0)
        sys.addaudithook(killer)
        step()
        return str(-killer.left)

    return int(asked(counted))


def graph() -> str:
    """Hash of all nodes and edges of the embedded database."""
    from kg.store import arcadedb
    from kg.tables import Build

    nodes = "MATCH (n) RETURN n.id ORDER BY n.id"
    edges = "MATCH (a)-[r]->(b) RETURN a.id, b.id, type(r), r.support ORDER BY a.id, b.id, type(r)"
    store = arcadedb.open(Build.open(OUT))
    try:
        rows = [store.query(cypher)[1] for cypher in (nodes, edges)]
    finally:
        store.close()
    assert all(rows)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def digest(folder: Path, database: bool = True) -> str:
    """Hash of all files of a folder, of build.json without its times; "" when it is not there."""
    if not folder.is_dir():
        return ""
    return hashlib.sha256(b"\0".join(_parts(folder, database))).hexdigest()


def content(folder: Path) -> str:
    """The same, but of a database, whose files are not the same twice, what it answers."""
    answer = asked(graph) if (folder / "db").exists() else ""
    return digest(folder, database=False) + answer


def _parts(folder: Path, database: bool) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or (not database and (folder / "db") in path.parents):
            continue
        yield path.relative_to(folder).as_posix().encode()
        data = path.read_bytes()
        if path.name == "build.json":
            told = json.loads(data)
            for name in ("created", "seconds", "read"):
                told.pop(name)
            data = json.dumps(told).encode()
        yield hashlib.sha256(data).digest()


@dataclass
class Case:
    """A step, the place that it changes, and what is there before and after it."""

    step: Step
    place: Path
    old: Path
    before: str
    after: str
    events: int
    seconds: float = 0.0


class Rounds:
    """Kills in rounds, each on a copy of what was there before."""

    def __init__(self, seed: int, steps: dict[Step, Path]) -> None:
        self.random = random.Random(seed)
        self.told: Counter[str] = Counter()
        write(OLD)
        for step, place in steps.items():
            assert ended(forked(step))
            shutil.copytree(place, f"old-{place}")
        write(NEW)
        self.cases = [self.case(step, place) for step, place in steps.items()]

    def case(self, step: Step, place: Path) -> Case:
        """Learn from runs that nobody interrupts: one on the old, and one from nothing."""
        old = Path(f"old-{place}")
        case = Case(step, place, old, digest(old), "", events(step))
        found = digest(place, database=False)
        shutil.rmtree(place)
        case.seconds = timed(step)
        case.after = content(place)
        assert case.after.startswith(found) and found != digest(old, database=False)
        return case

    def round(self) -> None:
        """Some kills, after each of which the old or the new is whole; then a whole run."""
        case = self.random.choices(self.cases, (4, 1)[: len(self.cases)])[0]
        shutil.rmtree(case.place)
        shutil.copytree(case.old, case.place)
        self.told["rounds"] += 1
        published = False
        for _ in range(self.random.randint(1, MOST)):
            if not self.killed(case):
                break
            published = published or digest(case.place) != case.before
            if published:  # then for good, and the new as a whole
                assert content(case.place) == case.after, f"{case.place} is neither old nor new"
        self.told["resumed"] += any(Path(".out.making").glob("kept/*.shard"))
        case.seconds = timed(case.step)
        assert content(case.place) == case.after
        assert not [path for path in Path().iterdir() if path.name.startswith(".")]

    def killed(self, case: Case) -> bool:
        """One run with a kill; False when it ended before."""
        if self.random.random() < 0.7:
            how = "events"
            child = forked(case.step, self.random.randint(1, case.events))
        else:
            how = "moments"
            child = forked(case.step)
            time.sleep(self.random.random() * case.seconds)
            os.kill(child, signal.SIGKILL)  # it is not waited for yet, so the number is its own
        killed = not ended(child)
        self.told.update({"kills": killed, how: killed, case.step.__name__: killed})
        return killed


def timed(step: Step) -> float:
    """Seconds of a whole run."""
    begin = time.monotonic()
    assert ended(forked(step))
    return time.monotonic() - begin


def prepare() -> None:
    """Import and make what every run needs, so that children do not; no thread may run yet."""
    for name in ("duckdb", "kg.cli.build", "kg.export.csv_files", "kg.pipeline.building",
                 "kg.read.jsonl", "kg.read.txt", "kg.verify.checks"):  # fmt: skip
        importlib.import_module(name)
    from kg.pipeline import fingerprint
    from kg.resolve import to_tables
    from kg.resolve.gazetteer import load_gazetteer

    load_gazetteer()
    text = "".join(NEW.values()) * 3
    to_tables([pipeline.extract_document(Document("0", "a", "a", text, "0"))])
    fingerprint.graph(), fingerprint.reading({})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--database", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    os.chdir(given.folder)
    prepare()
    steps = {stored: OUT} if given.database else {build: OUT, export: EXPORT}
    rounds = Rounds(given.seed, steps)
    while rounds.told["kills"] < given.kills:
        rounds.round()
    print(json.dumps(rounds.told))


if __name__ == "__main__":
    main()
