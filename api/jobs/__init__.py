"""Work that takes longer than a request: a durable queue of plans, and workers that make them."""
