import os
from typing import Annotated

from fastmcp import FastMCP
from fastmcp.server.auth import RemoteAuthProvider
from fastmcp.server.auth.providers.jwt import JWTVerifier
from pydantic import AnyHttpUrl, TypeAdapter, UrlConstraints

issuer, base = os.environ["ISSUER"], os.environ["BASE"]

verifier = JWTVerifier(
    jwks_uri=issuer + "/.well-known/jwks.json",
    issuer=issuer,
    audience=base + "/mcp",
    algorithm="ES256",
    required_scopes=["openid"],
)
# as FastMCP's own providers have it: a plain AnyHttpUrl adds a slash to an issuer without a path, which is another issuer
Issuer = Annotated[AnyHttpUrl, UrlConstraints(preserve_empty_path=True)]
authorization_server = TypeAdapter(Issuer).validate_python(issuer)
auth = RemoteAuthProvider(token_verifier=verifier, authorization_servers=[authorization_server], base_url=base)
server = FastMCP("Tools", auth=auth)


@server.tool
def greet() -> str:
    return "hello"


server.run(transport="http", host="localhost", port=int(os.environ["PORT"]), show_banner=False)
