import asyncio
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp.client.auth import OAuthClientProvider
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata

port = int(os.environ["CALLBACK_PORT"])
redirect_uri = f"http://localhost:{port}/callback"
asked, answered = [], []
is_asked, is_answered = threading.Event(), threading.Event()


class Callback(BaseHTTPRequestHandler):
    """The browser begins at /start, and comes back to /callback."""

    def do_GET(self):
        if self.path == "/start":
            is_asked.wait(60)
            self.send_response(302)
            self.send_header("location", asked[0])
        else:
            answered.append({name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()})
            self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()
        if answered:
            is_answered.set()


class Storage:
    tokens = client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client_info):
        self.client = client_info


async def redirect(url):
    asked.append(url)
    is_asked.set()


async def callback():
    await asyncio.to_thread(is_answered.wait, 120)
    return AuthorizationCodeResult(**answered[0])


async def main():
    address = os.environ["BASE"] + "/mcp"
    auth = OAuthClientProvider(
        server_url=address,
        client_metadata=OAuthClientMetadata(client_name="Notes", redirect_uris=[redirect_uri]),
        storage=Storage(),
        redirect_handler=redirect,
        callback_handler=callback,
    )
    async with httpx2.AsyncClient(auth=auth, timeout=120) as http:
        async with Client(streamable_http_client(address, http_client=http)) as client:
            result = await client.call_tool("greet", {})
            print("the tool says", result.content[0].text)


threading.Thread(target=HTTPServer(("localhost", port), Callback).serve_forever, daemon=True).start()
asyncio.run(main())
