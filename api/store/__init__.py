"""What outlives a request: programmes, orders and their plans, keys. SQLite or PostgreSQL."""
