"""Makes the tables, the users and the client. env: as settings.py, and FIXTURE (a JSON file)"""

import json
import os

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from oauth2_provider.models import Application

with open(os.environ["FIXTURE"]) as file:
    fixture = json.load(file)

call_command("migrate", verbosity=0)
password = make_password(fixture["password"])
for user in fixture["users"]:
    User.objects.create(username=user["email"], email=user["email"], password=password)
client = fixture["client"]
Application.objects.create(
    name="bench",
    client_id=client["id"],
    client_secret=client["secret"],
    client_type="confidential",
    redirect_uris=client["redirectUri"],
    authorization_grant_type="authorization-code",
    algorithm="RS256",
    skip_authorization=True,
    user=User.objects.first(),
)
