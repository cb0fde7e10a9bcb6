"""What people open: maps and printed sheets."""
