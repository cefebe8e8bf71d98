import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, jsonify, url_for

app = Flask(__name__)
app.secret_key = "a secret"
oauth = OAuth(app)
oauth.register(
    "latchkey",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid email profile offline_access"},
)


@app.route("/login")
def login():
    return oauth.latchkey.authorize_redirect(url_for("callback", _external=True))


@app.route("/callback")
def callback():
    token = oauth.latchkey.authorize_access_token()
    user = oauth.latchkey.userinfo(token=token)
    session = oauth.latchkey._get_oauth_client(**oauth.latchkey.load_server_metadata())
    session.token = token
    again = session.refresh_token(oauth.latchkey.server_metadata["token_endpoint"], token["refresh_token"])
    return jsonify(email=user["email"], claims=token["userinfo"], refreshed="access_token" in again)


app.run(host="localhost", port=int(os.environ["PORT"]))
