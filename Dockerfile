# One image for web, worker, beat and the migrate step. Built in three stages: neither npm nor pip's leavings are shipped.

FROM node:22-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
# What PDFs need (start.py names the same packages).
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 hsb
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=hsb.settings
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
# DEMO for these two commands only: they need a key to start and use none.
RUN --mount=type=bind,from=front-end,source=/build/node_modules,target=/app/node_modules \
    DEMO=true python manage.py build_assets \
    && DEMO=true python manage.py collectstatic --no-input \
    && chown -R hsb: var
USER hsb
EXPOSE 8000
CMD ["gunicorn", "hsb.wsgi", "--bind", "0.0.0.0:8000"]
