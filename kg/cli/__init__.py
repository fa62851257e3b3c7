"""The command line ``kg``: one command per library call, and the only place that prints.

Results go to standard output, progress and messages to standard error. An error is one line,
``kg: what happened, where (what to do)``; the exit status is that of :mod:`kg.errors`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from kg import __version__
from kg.cli.commands import Commands, InOrder
from kg.cli.common import complain
from kg.errors import KgError
from kg.hidden import hide

INTERRUPTED = 130


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  kg demo
  kg build 政策文件/ -o exports/政策
  kg query --list
  kg query region-industries -p region=深圳
  kg show 成都都市圈
  kg view
  kg export html -o 图谱.html
  kg load neo4j --uri bolt://localhost:7687
""",
)
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Knowledge graphs of regions, strategies and industries from Chinese policy documents.

    `kg build` makes a graph from files; the commands after it work on the newest build under
    exports/, on $KG_DIR, or on the one that -d names.
    """


cli.commands = Commands()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``kg`` with ``arguments`` (default: those of the process) and return the exit status."""
    # The network's matrices are small and processes work side by side: threads would only wait.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        # Being ended politely cleans up as being interrupted does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        result = cli.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):
        # The reader went away (kg … | head), for which click exits; nothing may be written to it
        # when Python ends either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, click.Abort) as error:
        notes = getattr(error.__cause__ or error, "__notes__", ())  # click raises its own
        complain("; ".join(["interrupted", *notes]))
        return INTERRUPTED
    except Exception as error:
        return _status_of(error)
    return result if isinstance(result, int) else 0


def run() -> NoReturn:
    """Be the process of the command line: :func:`main`, then leave with its status.

    Where Java runs the process leaves at once: a thread of Java that turns to a Python which is
    ending would abort it.
    """
    hide("pandas")
    status = main()
    jpype = sys.modules.get("jpype")
    if jpype is not None and jpype.isJVMStarted():
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)


def _status_of(error: Exception) -> int:
    """Say in one line what went wrong, after one for each file it is about; the exit status."""
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f" (see {context.command_path} --help)" if context else ""
        complain(f"{error.format_message()}{hint}")
        return error.exit_code
    if isinstance(error, KgError):
        for line in (*getattr(error, "__notes__", ()), str(error)):
            complain(line)
        return error.exit_code
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        complain(f"{where}{error.strerror or error}")
        return 1
    if os.environ.get("KG_DEBUG"):
        raise error
    complain(f"unexpected {type(error).__name__}: {error} (KG_DEBUG=1 shows where)")
    return 1
