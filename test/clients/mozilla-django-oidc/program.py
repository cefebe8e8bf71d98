import os
import sys

from django.conf import settings

settings.configure(
    DEBUG=True,
    SECRET_KEY="a secret",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF="__main__",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:db?mode=memory&cache=shared"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "mozilla_django_oidc",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["mozilla_django_oidc.auth.OIDCAuthenticationBackend"],
    OIDC_RP_CLIENT_ID=os.environ["CLIENT_ID"],
    OIDC_RP_CLIENT_SECRET=os.environ["CLIENT_SECRET"],
    OIDC_RP_SIGN_ALGO="RS256",
    OIDC_OP_JWKS_ENDPOINT=os.environ["ISSUER"] + "/.well-known/jwks.json",
    OIDC_OP_AUTHORIZATION_ENDPOINT=os.environ["ISSUER"] + "/oauth/authorize",
    OIDC_OP_TOKEN_ENDPOINT=os.environ["ISSUER"] + "/oauth/token",
    OIDC_OP_USER_ENDPOINT=os.environ["ISSUER"] + "/oauth/userinfo",
    LOGIN_REDIRECT_URL="/",
)

import django

django.setup()

from django.core.management import call_command, execute_from_command_line
from django.http import HttpResponse
from django.urls import include, path


def home(request):
    if not request.user.is_authenticated:
        return HttpResponse("signed out")
    return HttpResponse("signed in as " + request.user.email)


urlpatterns = [path("", home), path("oidc/", include("mozilla_django_oidc.urls"))]

# the connection keeps the database in memory alive
call_command("migrate", verbosity=0)
execute_from_command_line(sys.argv)
