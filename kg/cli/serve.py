"""``kg serve``: the embedded database for other programs."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import dir_option, open_build

if TYPE_CHECKING:
    from kg.store.serve import Served

_LOOK_SECONDS = 1.0


@click.command(
    short_help="Open the graph to Neo4j drivers and tools on this machine.",
    epilog="""\b
Examples:
  kg serve
  kg serve -d exports/政策 --port 7688
""",
)
@click.option("--port", type=click.IntRange(0, 65535), default=7687, metavar="N",
              show_default=True, help="Port on loopback; 0 is any free one.")  # fmt: skip
@click.option("--write", is_flag=True, help="Let programs change the graph.")
@dir_option
def serve(port: int, write: bool, directory: Path | None) -> None:
    """Open the embedded database over Bolt, for this machine only, until Ctrl-C.

    Any Neo4j driver, notebook or tool can ask it. The password is a new one each time and is
    shown once. Without --write nothing can be changed, and a build that takes the place of this
    one is served to new connections, while open ones stay with the build they began with.
    """
    from kg.store.serve import serving

    with serving(open_build(directory), port=port, write=write) as served:
        click.echo(f"uri       {served.uri}")
        click.echo(f"user      {served.user}")
        click.echo(f"password  {served.password}")
        click.echo(f"database  {served.database}")
        click.echo("Ctrl-C ends it." if write else "Reading only; Ctrl-C ends it.")
        try:
            _wait(served, write)
        except KeyboardInterrupt:
            # The way this command ends; a second one must not cut the closing short.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            click.echo("ended")


def _wait(served: Served, write: bool) -> None:
    """Serve until Ctrl-C or SIGTERM, which raise :class:`KeyboardInterrupt`."""
    # Waits with a limit, since a wait without one is not interrupted on every system.
    while not threading.Event().wait(_LOOK_SECONDS):
        if not write and served.refresh():
            click.echo("The build was replaced: new connections read the new one.")
