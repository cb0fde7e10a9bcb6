"""Roads over HTTP: kilometres and minutes, ways, areas within reach, addresses."""

from api.http.roads.router import router as router
