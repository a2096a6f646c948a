FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VIGIE_PRODUCTION=1 VIGIE_DATA_DIR=/var/lib/vigie
WORKDIR /srv/vigie

# SSO=1 for single sign-on (docs/operations.md).
ARG SSO=
COPY requirements/production.txt requirements/sso.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt ${SSO:+-r requirements/sso.txt}

# The code belongs to root and the process does not, so it can write nowhere but to its data.
RUN useradd --system --uid 1000 vigie && install --directory --owner=vigie --mode=0750 /var/lib/vigie
COPY manage.py pyproject.toml ./
COPY pmo pmo
COPY projects projects
COPY portfolio portfolio
COPY reporting reporting
COPY templates templates
COPY static static
COPY locale locale
# Nothing is compiled again at each start, and each process maps the same files.
RUN python -m compileall -q .

USER vigie
VOLUME /var/lib/vigie
EXPOSE 8000
CMD ["gunicorn", "--config=python:pmo.gunicorn", "--bind=0.0.0.0:8000", "pmo.wsgi"]
