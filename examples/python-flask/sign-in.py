# Signs people in. pip install flask authlib requests
import secrets
from urllib.parse import urlsplit

from authlib.integrations.flask_client import OAuth
from flask import Flask, Response

ISSUER = "https://auth.example.com"
CLIENT_ID = "YOUR_CLIENT_ID"
CLIENT_SECRET = "YOUR_CLIENT_SECRET"
REDIRECT_URI = "https://app.example.com/callback"

app = Flask(__name__)
app.secret_key = secrets.token_hex()  # of the session; keep one if the program runs more than once
oauth = OAuth(app)
oauth.register(
    "latchkey",
    client_id=CLIENT_ID,
    client_secret=CLIENT_SECRET,
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
)


@app.get("/")
def begin():
    return oauth.latchkey.authorize_redirect(REDIRECT_URI)


@app.get(urlsplit(REDIRECT_URI).path)
def callback():
    person = oauth.latchkey.authorize_access_token()["userinfo"]
    return Response(f"Signed in: {person.get('email', person['sub'])}", mimetype="text/plain")


if __name__ == "__main__":
    app.run(port=8080)
