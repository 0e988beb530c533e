"""Pages as plain HTML documents: the doors, accounts, the audit log, the data desk."""
