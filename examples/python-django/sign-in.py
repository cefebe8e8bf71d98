# Signs people in, as a Django project in one file. pip install django authlib requests
import secrets
from urllib.parse import urlsplit

from django.conf import settings

ISSUER = "https://auth.example.com"
CLIENT_ID = "YOUR_CLIENT_ID"
CLIENT_SECRET = "YOUR_CLIENT_SECRET"
REDIRECT_URI = "https://app.example.com/callback"

settings.configure(
    SECRET_KEY=secrets.token_hex(),  # of the session; keep one if the program runs more than once
    ALLOWED_HOSTS=["localhost", urlsplit(REDIRECT_URI).hostname],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    SESSION_COOKIE_SECURE=REDIRECT_URI.startswith("https:"),
)

from authlib.integrations.django_client import OAuth
from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.urls import path

oauth = OAuth()
oauth.register(
    "latchkey",
    client_id=CLIENT_ID,
    client_secret=CLIENT_SECRET,
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
)


def begin(request):
    return oauth.latchkey.authorize_redirect(request, REDIRECT_URI)


def callback(request):
    person = oauth.latchkey.authorize_access_token(request)["userinfo"]
    return HttpResponse(f"Signed in: {person.get('email', person['sub'])}", content_type="text/plain")


urlpatterns = [path("", begin), path(urlsplit(REDIRECT_URI).path.lstrip("/"), callback)]

if __name__ == "__main__":
    execute_from_command_line([__file__, "runserver", "--noreload", "localhost:8080"])
