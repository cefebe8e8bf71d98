# Protects an API: every call needs a token of the server. pip install flask "pyjwt[crypto]"
import jwt
from flask import Flask, Response, g, request

ISSUER = "https://auth.example.com"
# the identifier of the API, if it is registered under Resources
AUDIENCE = ISSUER

keys = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json")
app = Flask(__name__)


@app.before_request
def authenticate() -> Response | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        if jwt.get_unverified_header(token).get("typ") != "at+jwt":
            raise jwt.InvalidTokenError("another kind of token")
        key = keys.get_signing_key_from_jwt(token)
        g.caller = jwt.decode(token, key.key, algorithms=["ES256", "EdDSA", "RS256"], issuer=ISSUER, audience=AUDIENCE)
    except jwt.PyJWTError:
        return Response(status=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return None


@app.get("/")
def who() -> dict:
    return {"subject": g.caller["sub"], "scopes": g.caller.get("scope", "").split()}


if __name__ == "__main__":
    app.run(port=8080)
