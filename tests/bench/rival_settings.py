"""Settings of the rivals: the same Django on the same database, with nothing around its views."""

from pmo.settings import *  # noqa: F403

MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # does nothing here; its app refuses to start without
ROOT_URLCONF = "tests.bench.rival_urls"
