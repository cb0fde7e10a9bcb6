"""Our roads in OSRM's words, for the programs that already speak to an OSRM server.

The format is http://project-osrm.org/docs/v5.24.0/api/: ``route``, ``table`` and ``nearest``.
"""
