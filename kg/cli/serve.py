"""``kg serve``: the embedded database for other programs."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from kg.cli.common import dir_option, open_build


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
    shown once. Without --write nothing can be changed.
    """
    from kg.store.serve import serving

    with serving(open_build(directory), port=port, write=write) as served:
        click.echo(f"uri       {served.uri}")
        click.echo(f"user      {served.user}")
        click.echo(f"password  {served.password}")
        click.echo(f"database  {served.database}")
        click.echo("Ctrl-C ends it." if write else "Reading only; Ctrl-C ends it.")
        # The Java machine took these signals when it started; here they end the wait.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        # Waits with a limit, since a wait without one is not interrupted on every system.
        while not threading.Event().wait(3600):
            pass
