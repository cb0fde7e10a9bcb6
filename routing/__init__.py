"""The thinking: roads, vehicle routing and planning. No HTTP, no HTML, no database."""
