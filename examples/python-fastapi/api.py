# Protects an API: every call needs a token of the server. pip install fastapi uvicorn "pyjwt[crypto]"
import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

ISSUER = "https://auth.example.com"
# the identifier of the API, if it is registered under Resources
AUDIENCE = ISSUER

keys = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json")
bearer = HTTPBearer(auto_error=False)
app = FastAPI()


def caller(credentials: HTTPAuthorizationCredentials | None = Depends(bearer)) -> dict:
    if credentials is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    token = credentials.credentials
    try:
        if jwt.get_unverified_header(token).get("typ") != "at+jwt":
            raise jwt.InvalidTokenError("another kind of token")
        key = keys.get_signing_key_from_jwt(token)
        return jwt.decode(token, key.key, algorithms=["ES256", "EdDSA", "RS256"], issuer=ISSUER, audience=AUDIENCE)
    except jwt.PyJWTError as error:
        raise HTTPException(401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}) from error


@app.get("/")
def who(claims: dict = Depends(caller)) -> dict:
    return {"subject": claims["sub"], "scopes": claims.get("scope", "").split()}


if __name__ == "__main__":
    uvicorn.run(app, port=8080, log_level="warning")
