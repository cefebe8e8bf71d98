import os

import jwt
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver import MCPServer

issuer, base = os.environ["ISSUER"], os.environ["BASE"]
keys = jwt.PyJWKClient(issuer + "/.well-known/jwks.json")


class Verifier:
    async def verify_token(self, token):
        try:
            key = keys.get_signing_key_from_jwt(token)
            claims = jwt.decode(token, key, algorithms=["ES256"], audience=base + "/mcp", issuer=issuer)
        except jwt.PyJWTError:
            return None
        return AccessToken(
            token=token,
            client_id=claims["client_id"],
            scopes=claims["scope"].split(),
            expires_at=claims["exp"],
            resource=base + "/mcp",
            subject=claims["sub"],
        )


server = MCPServer(
    "Tools",
    token_verifier=Verifier(),
    auth=AuthSettings(issuer_url=issuer, resource_server_url=base + "/mcp", required_scopes=["openid"]),
)


@server.tool()
def greet() -> str:
    return "hello"


server.run(transport="streamable-http", host="localhost", port=int(os.environ["PORT"]))
