"""A real Neo4j Community server without Docker: its jars from Maven, started on loopback.

    python -m tests.neo4j_server [--home DIR] [--port N]

fetches the jars once into a cache folder, starts a server with a random password, says where it
answers and stops it at Ctrl-C. Tests and benchmarks use :func:`fetch`, :class:`Server` and
:func:`admin`; :func:`missing` says in one line why that is not possible here.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from kg.store.server import Target

TESTED = "5.26.30"
# Another one for a try; newer ones want a newer Java, which JAVA_HOME may name.
VERSION = os.environ.get("KG_NEO4J_VERSION", TESTED)
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kg</groupId><artifactId>neo4j-server</artifactId><version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId>
      <version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""
_OPENS = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch",
          "java.base/java.util.concurrent")  # fmt: skip
_TRIES = 3


def cache() -> Path:
    """Where the jars are kept: ``$KG_NEO4J_CACHE``, or a folder of the user's cache."""
    if given := os.environ.get("KG_NEO4J_CACHE"):
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "regional-kg" / f"neo4j-{VERSION}"


def missing() -> str | None:
    """Why no server can be started here, None when one can."""
    java = _java_path()
    if java is None:
        return "Java 17 is not installed"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < 17:
        return f"Java 17 or newer is needed, here is {said.splitlines()[0] if said else 'none'}"
    if not (cache() / "lib").is_dir() and shutil.which("mvn") is None:
        return "Maven (mvn) is not installed, which fetches the server"
    return None


def fetch() -> Path:
    """The folder with the server's jars, fetched when it is not there yet."""
    lib = cache() / "lib"
    if lib.is_dir():
        return lib
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix=".fetching-") as folder:
        (Path(folder) / "pom.xml").write_text(_POM, encoding="utf-8")
        _maven(Path(folder))
        with suppress(OSError):  # another process was faster
            (Path(folder) / "lib").rename(lib)
    return lib


def _maven(folder: Path) -> None:
    """Maven goes on where it stopped, so a broken line is no reason to begin again."""
    command = ["mvn", "-B", "-ntp", "-q", "-Dmaven.artifact.threads=10", _PLUGIN,
               "-DincludeScope=runtime", "-DoutputDirectory=lib"]  # fmt: skip
    for number in range(_TRIES):
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=900
        )
        if done.returncode == 0:
            return
        time.sleep(5 * number)
    raise RuntimeError(f"Maven cannot fetch Neo4j {VERSION}: {done.stdout.strip()[-400:]}")


class Server:
    """A server of one's own in a folder of its own; use as a context manager.

    ``settings`` go into ``neo4j.conf`` as they are; ``heap`` and ``pagecache`` bound its memory.
    Unless ``tuned``, the Java machine saves itself the work that pays only for long runs.
    """

    user = "neo4j"

    def __init__(
        self,
        home: Path,
        settings: Mapping[str, str] | None = None,
        *,
        port: int = 0,
        heap: str = "512m",
        pagecache: str = "128m",
        tuned: bool = False,
    ) -> None:
        """Prepare the folder ``home``; nothing runs yet."""
        self.home = home
        self.port = port or _free_port()
        self.password = secrets.token_urlsafe(12)
        self._java = _java(heap, tuned)
        self._process: subprocess.Popen[bytes] | None = None
        self._settings = {"server.memory.pagecache.size": pagecache, **(settings or {})}
        _configure(home, self.port, self._settings)

    @property
    def uri(self) -> str:
        """Where Bolt answers."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def target(self) -> Target:
        """The server as who connects to it wants to know it."""
        return Target(self.uri, self.user, self.password)

    def __enter__(self) -> Server:
        """Start and wait until Bolt answers and the password is set."""
        self.start()
        try:
            self._set_password("neo4j")
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def start(self, seconds: float = 300) -> None:
        """Start the server and wait for Bolt; the password is that of an earlier start."""
        log = self.home / "console.log"
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [*self._java, "org.neo4j.server.CommunityEntryPoint",
                 f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}",
                 "--console-mode"],
                stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            self._wait(log, time.monotonic() + seconds)
        except BaseException:
            self.stop()
            raise

    def _wait(self, log: Path, until: float) -> None:
        assert self._process is not None
        while time.monotonic() < until:
            if "Started." in log.read_text(encoding="utf-8", errors="replace"):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"Neo4j did not start:\n{log.read_text(errors='replace')[-2000:]}")

    def _set_password(self, old: str) -> None:
        from neo4j import GraphDatabase

        with GraphDatabase.driver(self.uri, auth=(self.user, old)) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
                old=old, new=self.password, database_="system",
            )  # fmt: skip

    def stop(self) -> None:
        """Stop the server as its own service would, by force if it does not."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def restart(self, settings: Mapping[str, str]) -> None:
        """Stop, and start with these settings too."""
        self.stop()
        self._settings.update(settings)
        _configure(self.home, self.port, self._settings)
        self.start()

    def commands(self, folder: Path) -> Path:
        """A ``neo4j-admin`` of this server in ``folder``, for people and scripts to call."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "neo4j-admin"
        java = shlex.join([*self._java, "org.neo4j.cli.AdminTool"])
        home = f"NEO4J_HOME={shlex.quote(str(self.home))}"
        conf = f"NEO4J_CONF={shlex.quote(str(self.home / 'conf'))}"
        path.write_text(f'#!/bin/sh\n{home} {conf} exec {java} "$@"\n', encoding="utf-8")
        path.chmod(0o755)
        return path

    def admin(self, arguments: Sequence[str | Path], cwd: Path | None = None) -> str:
        """Run a script that calls ``neo4j-admin`` of this server; what it printed.

        Raises :class:`RuntimeError` with the end of that when it fails.
        """
        path = self.commands(self.home / "commands").parent
        environment = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            arguments, cwd=cwd, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"neo4j-admin failed:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
        return done.stdout


def _java_path() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _java(heap: str, tuned: bool) -> list[str]:
    effort = "-XX:+UseParallelGC" if tuned else "-XX:TieredStopAtLevel=1"
    opens = [f"--add-opens={package}=ALL-UNNAMED" for package in _OPENS]
    return [_java_path() or "java", f"-Xmx{heap}", effort, *opens, "-Dfile.encoding=UTF-8",
            "-cp", f"{fetch()}/*"]  # fmt: skip


def _configure(home: Path, port: int, settings: Mapping[str, str]) -> None:
    lines = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "db.shutdown_transaction_end_timeout": "1s",
        **settings,
    }
    (home / "conf").mkdir(parents=True, exist_ok=True)
    text = "".join(f"{key}={value}\n" for key, value in lines.items())
    (home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")


def main() -> None:
    """Run a server until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--home", type=Path, help="folder of the server  [default: a new one]")
    parser.add_argument("--port", type=int, default=0, help="Bolt port  [default: a free one]")
    arguments = parser.parse_args()
    if reason := missing():
        parser.error(reason)
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(arguments.home or Path(folder), port=arguments.port) as server,
        suppress(KeyboardInterrupt),
    ):
        print(f"KG_NEO4J_URI={server.uri} NEO4J_PASSWORD={server.password}", flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
