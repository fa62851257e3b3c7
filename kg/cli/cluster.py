"""Options of ``kg build`` that say on what it runs: this machine, or a Spark cluster."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.engine import Options

_OPTIONS = (
    click.option("--engine", type=click.Choice(["local", "spark"]), default="local",
                 show_default=True, help="What reads: this machine, or Spark (docs/cluster.md)."),
    click.option("--master", metavar="URL",
                 help="Spark's master: local[4], yarn, k8s://HOST, spark://HOST.  [default: what"
                 " spark-submit or $MASTER says, else local[*]]"),
    click.option("--staging", metavar="URI",
                 help="Folder that this machine and all executors see, for what is on its way."
                 "  [default: the cluster's home folder; with local masters beside DIR]"),
    click.option("--spark-conf", multiple=True, metavar="KEY=VALUE",
                 help="A setting of Spark. Repeatable."),
)  # fmt: skip


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options, given to ``command`` as one argument ``cluster`` (None: this machine)."""

    @functools.wraps(command)
    def wrapped(
        *args: Any,
        engine: str,
        master: str | None,
        staging: str | None,
        spark_conf: Sequence[str],
        **more: Any,
    ) -> Any:
        cluster = None
        if engine == "spark":
            cluster = _options(master, staging, spark_conf)
        elif master or staging or spark_conf:
            raise UsageError(
                "--master, --staging and --spark-conf are for Spark", "add --engine spark"
            )
        return command(*args, cluster=cluster, **more)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _options(master: str | None, staging: str | None, settings: Sequence[str]) -> Options:
    from kg.engine import Options

    conf = {}
    for setting in settings:
        key, mark, value = setting.partition("=")
        if not mark or not key.startswith("spark."):
            raise UsageError(
                f"--spark-conf {setting} is no setting", "for example spark.executor.memory=6g"
            )
        conf[key] = value
    return Options(master, staging, conf)
