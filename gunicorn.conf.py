"""The production server: one process with threads, so that panels are held in memory once."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8050')}"
workers = 1
threads = 8
worker_class = "gthread"
control_socket_disable = True
accesslog = None
loglevel = "warning"


def when_ready(server):
    """Say where to look."""
    print(f"DeCOR: http://{bind}", flush=True)
