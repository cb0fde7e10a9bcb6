# syntax=docker/dockerfile:1
# Tournées: the service and its workers. See compose.yaml and docs/service.md.
# The libraries come from the locks, by their hashes; nothing else is downloaded.

FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/tournees
# the locks first: a change of the code does not install the libraries again
COPY requirements.lock requirements-server.lock ./
RUN /opt/tournees/bin/pip install --no-cache-dir --require-hashes --only-binary :all: \
      -r requirements.lock -r requirements-server.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY routing routing
COPY maps maps
COPY api api
COPY data/communes data/communes
RUN /opt/tournees/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/tournees/bin/python -m compileall -q /opt/tournees/lib

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/tournees tournees
COPY --from=build /opt/tournees /opt/tournees
ENV PATH=/opt/tournees/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TOURNEES_DATA=/var/lib/tournees/data \
    NUMBA_CACHE_DIR=/var/lib/tournees/data/compiled \
    TOURNEES_LOGS=json
USER tournees
RUN mkdir -m 700 /var/lib/tournees/data
VOLUME /var/lib/tournees/data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD \
  ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/ready', timeout=2)"]
STOPSIGNAL SIGTERM
CMD ["tournees", "serve", "--host", "0.0.0.0"]
