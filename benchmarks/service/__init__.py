"""The service under load, killed, and asked nonsense: ``python -m benchmarks.service PART``."""
