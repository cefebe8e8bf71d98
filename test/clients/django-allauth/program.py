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
        "django.contrib.messages",
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    SOCIALACCOUNT_PROVIDERS={
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "latchkey",
                    "name": "Latchkey",
                    "client_id": os.environ["CLIENT_ID"],
                    "secret": os.environ["CLIENT_SECRET"],
                    "settings": {"server_url": os.environ["ISSUER"]},
                }
            ]
        }
    },
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
        return HttpResponse('<form method="post" action="/accounts/oidc/latchkey/login/">%s<button>Sign in</button></form>' % field)
    return HttpResponse("signed in as " + request.user.email)


urlpatterns = [path("", home), path("accounts/", include("allauth.urls"))]

# the connection keeps the database in memory alive
call_command("migrate", verbosity=0)
execute_from_command_line(sys.argv)
