"""Fuzz the parts that meet strange input, with coverage as the guide (``pip install .[fuzz]``).

    python tools/fuzz.py readers --seconds 600
    make fuzz                    # all five, FUZZ_SECONDS each

The first input that breaks a promise is written to ``exports/fuzz`` and named; once its cause is
mended, it belongs into ``tests/fuzz/cases/PART``, where every test run tries it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("readers", "cleaner", "splitter", "rules", "query")
MAX_LENGTH = 4096
SLOW = 20  # seconds for one input
MEMORY = 4096  # MiB


def main() -> None:
    """Run one part until the time is over or an input breaks it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, default=ROOT / "exports" / "fuzz")
    given = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is missing: pip install '.[fuzz]'")

    sys.path.insert(0, str(ROOT))
    folder = given.corpus / given.part
    folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["kg"]):
        _import_all()
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import TARGETS

    for name, data in seeds(given.part).items():
        (folder / name).write_bytes(data)
    for data in seeds(given.part).values():  # what is made once, such as models, counts for none
        TARGETS[given.part](data)
        if given.part != "query":
            break
    # Java and PDFium have signal handlers of their own.
    own = [f"-handle_{name}=0" for name in ("segv", "bus", "fpe", "ill")] * (given.part == "query")
    atheris.Setup(
        [
            sys.argv[0], str(folder), f"-max_total_time={given.seconds}", f"-max_len={MAX_LENGTH}",
            f"-timeout={SLOW}", f"-rss_limit_mb={MEMORY}", f"-artifact_prefix={given.corpus}/",
            "-print_final_stats=1", *own,
        ],
        TARGETS[given.part],
    )  # fmt: skip
    atheris.Fuzz()


def _import_all() -> None:
    """Import what is to be watched, so that it is instrumented."""
    import importlib
    import pkgutil

    import kg

    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if "__main__" not in module.name:
            importlib.import_module(module.name)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    sys.path.insert(0, str(ROOT))
    main()
