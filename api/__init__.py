"""The doors: wire formats, command line, HTTP service."""
