"""A provider of accounts (OpenID Connect) on this machine, which can lie in every way."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "vacatur-office", "a secret of the client"


@dataclass
class Provider:
    """What it will say, and what it was asked."""

    issuer: str
    claims: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1"}))
    signs_with: ECKey | None = None
    challenge: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    def visited(self, address: str) -> dict[str, str]:
        """Somebody came with their browser: what the address asks."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.challenge = asked["code_challenge"]
        self.claims["nonce"] = asked["nonce"]
        return asked

    def answer(self, path: str, body: str, authorization: str) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.asked.append(form)
        verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
        proved = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if proved != self.challenge or authorization != f"Basic {basic}":
            return {"error": "invalid_grant"}
        token = jwt.encode({"alg": "ES256", "kid": "1"}, self.claims, self.signs_with or self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}


@contextmanager
def provider_running() -> Iterator[Provider]:
    """One on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length", 0))
            body = self.rfile.read(length).decode()
            told = provider.answer(self.path, body, self.headers.get("authorization", ""))
            text = json.dumps(told).encode()
            self.send_response(400 if "error" in told else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(issuer=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
