"""Work behind the scenes: kinds of jobs, the queue in the database, the worker that does them."""
