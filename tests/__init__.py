"""Tests, run by ``make test``."""

import os

# As the command does, before anything loads numpy: tests run side by side on all cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
