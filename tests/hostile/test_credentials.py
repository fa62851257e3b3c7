"""No password and no key gets into a line, a log, a list of processes or a build."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.builds import make_build
from tests.llm.stub import Say, refusal, serving

MARK = "s3cret-Mark-0f3a9b"


@contextmanager
def watching(found: list[str]) -> Iterator[None]:
    """Look through the command lines of all processes meanwhile."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if MARK.encode() in path.read_bytes():
                        found.append(str(path))
                except OSError:
                    continue

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def ran(arguments: Sequence[str], folder: Path, more: Mapping[str, str]) -> str:
    """All that a command printed, and the content of all files it left."""
    seen: list[str] = []
    with watching(seen):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "kg", *arguments],
            cwd=folder, capture_output=True, timeout=200,
            env={**os.environ, "PYTHONUTF8": "1", **more},
        )  # fmt: skip
    assert seen == []
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return (done.stdout + done.stderr + left).decode("utf-8", "replace")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("深圳市发展新能源汽车产业。", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "say",
    [
        Say({"entities": [], "relations": []}),
        refusal(401, f"bad key Bearer {MARK}"),
        refusal(500, f"failed with {MARK}"),
        Say(raw=f"no JSON, but {MARK}"),
    ],
    ids=["fine", "refused", "broken", "garbled"],
)
def test_the_key_of_a_language_model_stays_where_it_is(say: Say, place: Path) -> None:
    with serving(say) as stub:
        told = ran(
            ["build", "a.txt", "-o", "out", "-j", "1", "--no-database", "--extractor", "both",
             "--llm-url", stub.url, "--llm-model", "m", "--llm-cache", "cache"],
            place, {"KG_LLM_API_KEY": MARK},
        )  # fmt: skip
        assert any(MARK in str(headers) for headers in stub.headers), "it was used"
    assert MARK not in told


def test_the_password_of_a_server_stays_where_it_is(place: Path) -> None:
    make_build(place / "b")
    with socket.socket() as taken:  # bound and not listening: whoever comes is refused
        taken.bind(("127.0.0.1", 0))
        address = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        told = ran(["load", "neo4j", "-d", "b", "--uri", address], place, {"NEO4J_PASSWORD": MARK})
    assert "kg: " in told and MARK not in told


def test_a_password_in_an_address_is_not_repeated(place: Path) -> None:
    make_build(place / "b")
    for address in (f"bolt://neo4j:{MARK}@127.0.0.1:1", f"http://x:{MARK}@127.0.0.1:1"):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "kg", "load", "neo4j", "-d", "b", "--uri", address],
            cwd=place, capture_output=True, timeout=200,
            env={**os.environ, "NEO4J_PASSWORD": "x"},
        )  # fmt: skip
        assert done.returncode != 0
        assert MARK.encode() not in done.stdout + done.stderr


def test_a_served_graph_is_for_this_machine_and_asks_who_one_is(
    sample_build: Path, tmp_path: Path
) -> None:
    """On loopback only, and for nobody without the password, which is shown once and not kept."""
    import neo4j

    from kg.store.server import Target, connect

    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "kg", "serve", "-d", str(sample_build), "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        told = dict(process.stdout.readline().split(None, 1) for _ in range(4))
        told = {name: value.strip() for name, value in told.items()}
        password = told["password"]
        assert len(password) >= 20 and told["uri"].startswith("bolt://127.0.0.1:")
        for auth in (None, ("root", ""), ("root", "root"), (told["user"], password[:-1])):
            with (
                neo4j.GraphDatabase.driver(told["uri"], auth=auth) as driver,
                pytest.raises((neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError)),
            ):
                driver.verify_connectivity()
        with connect(Target(told["uri"], told["user"], password)) as store:
            assert store.query("RETURN 1 AS x") == (["x"], [[1]])
        assert listening(process.pid) <= {"0100007F", "0000000000000000FFFF00000100007F"}
        lines = b"".join(p.read_bytes() for p in Path("/proc").glob(f"{process.pid}/cmdline"))
        assert password.encode() not in lines
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=60)
    assert password not in errors
    kept = [p for p in (*tmp_path.rglob("*"), *sample_build.rglob("*")) if p.is_file()]
    assert not any(password.encode() in path.read_bytes() for path in kept)


def listening(pid: int) -> set[str]:
    """Local addresses, as the system writes them, on which a process waits for others."""
    time.sleep(0.2)
    own = {str(p.readlink()) for p in Path(f"/proc/{pid}/fd").iterdir() if p.is_symlink()}
    found = set()
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            parts = row.split()
            if parts[3] == "0A" and f"socket:[{parts[9]}]" in own:
                found.add(parts[1].rpartition(":")[0])
    return found
