# Gets a token for the application itself, and calls an API with it. pip install requests
import requests

ISSUER = "https://auth.example.com"
CLIENT_ID = "YOUR_CLIENT_ID"
CLIENT_SECRET = "YOUR_CLIENT_SECRET"

answer = requests.post(
    f"{ISSUER}/oauth/token",
    auth=(CLIENT_ID, CLIENT_SECRET),
    data={"grant_type": "client_credentials"},
    timeout=10,
)
answer.raise_for_status()
token = answer.json()["access_token"]

called = requests.get("http://localhost:8080/", headers={"Authorization": f"Bearer {token}"}, timeout=10)
called.raise_for_status()
print(called.text)
