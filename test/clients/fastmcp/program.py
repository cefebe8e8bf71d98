import asyncio
import os
import threading
import webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer

from fastmcp import Client

asked = []
is_asked = threading.Event()


def open_browser(url, *_, **__):
    asked.append(url)
    is_asked.set()
    return True


webbrowser.open = open_browser


class Start(BaseHTTPRequestHandler):
    """The browser begins at /start; FastMCP itself serves the address to which it comes back."""

    def do_GET(self):
        is_asked.wait(60)
        self.send_response(302)
        self.send_header("location", asked[0])
        self.send_header("content-length", "0")
        self.end_headers()


async def main():
    async with Client(os.environ["BASE"] + "/mcp", auth="oauth") as client:
        result = await client.call_tool("greet", {})
        print("the tool says", result.data)


port = int(os.environ["OWN_PORT"])
threading.Thread(target=HTTPServer(("localhost", port), Start).serve_forever, daemon=True).start()
asyncio.run(main())
