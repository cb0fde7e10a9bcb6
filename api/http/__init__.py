"""The service over HTTP: ask for a plan, watch it being made, read it, see it on a map."""

from api.http.app import create_app
from api.http.settings import Settings

__all__ = ["Settings", "create_app"]
