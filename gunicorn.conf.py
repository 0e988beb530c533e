"""The production server: one process with threads, so that panels are held in memory once."""

import ctypes
import gc
import os
import sys

bind = f"127.0.0.1:{os.environ.get('PORT', '8050')}"
workers = 1
threads = 4
worker_class = "gthread"
control_socket_disable = True
accesslog = None
limit_request_line = 8190
loglevel = "warning"

M_ARENA_MAX = -8


def _libc():
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def post_fork(server, worker):
    """Let all threads share two heaps: glibc's many would keep what building the panels has freed."""
    libc = _libc()
    if libc is not None and hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, 2)


def post_worker_init(worker):
    """Give back what building the panels has freed, and say where to look."""
    gc.collect()
    libc = _libc()
    if libc is not None and hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)
    print(f"DeCOR: http://{bind}", flush=True)
