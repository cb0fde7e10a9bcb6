"""What outlives a request: orders and their plans, keys. SQLite or PostgreSQL."""
