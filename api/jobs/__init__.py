"""Work that takes longer than a request: a queue of plans, worker processes, their state."""
