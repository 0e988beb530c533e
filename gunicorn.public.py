"""The public edition's own server: two processes, since it holds nothing in memory that is dear."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8060')}"
workers = 2
threads = 4
worker_class = "gthread"
preload_app = True
control_socket_disable = True
accesslog = None
limit_request_line = 4094
loglevel = "warning"


def when_ready(server):
    """Say where to look."""
    print(f"Depok per RW: http://{bind}", flush=True)
