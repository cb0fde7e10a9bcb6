"""`python -m api` is `tournees`, for a checkout that is not installed."""

from api.cli import main

main()
