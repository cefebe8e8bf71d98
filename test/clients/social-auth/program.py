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
        "social_django",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["social_core.backends.open_id_connect.OpenIdConnectAuth"],
    SOCIAL_AUTH_OIDC_OIDC_ENDPOINT=os.environ["ISSUER"],
    SOCIAL_AUTH_OIDC_KEY=os.environ["CLIENT_ID"],
    SOCIAL_AUTH_OIDC_SECRET=os.environ["CLIENT_SECRET"],
    LOGIN_REDIRECT_URL="/",
)

import django

django.setup()

from django.core.management import call_command, execute_from_command_line
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path


def home(request):
    if not request.user.is_authenticated:
        field = '<input type="hidden" name="csrfmiddlewaretoken" value="%s">' % get_token(request)
        return HttpResponse('<form method="post" action="/login/oidc/">%s<button>Sign in</button></form>' % field)
    return HttpResponse("signed in as " + request.user.email)


urlpatterns = [path("", home), path("", include("social_django.urls", namespace="social"))]

# the connection keeps the database in memory alive
call_command("migrate", verbosity=0)
execute_from_command_line(sys.argv)
