"""A small provider of OpenID Connect on this machine: discovery, consent, tokens, userinfo; it checks what it gets."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, CLIENT_SECRET = "belisha-at-oakfield", "a secret of the school"


class IdentityProvider:
    """Answers for whoever `claims` says sits at the browser. `refuses`: they press "No" on the page of consent."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.refuses = False
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: dict[str, dict[str, Any]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Quiet."""

            def do_GET(self) -> None:
                provider.answer_get(self)

            def do_POST(self) -> None:
                provider.answer_post(self)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer_get(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._json(request, self._discovery())
        elif parts.path == "/authorize":
            self._authorize(request, asked)
        elif parts.path == "/userinfo":
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            self._json(
                request, self._tokens.get(token, {"error": "invalid_token"}), 200 if token in self._tokens else 401
            )
        else:
            self._json(request, {"error": "not_found"}, 404)

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _authorize(self, request: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(asked.get(key) != value for key, value in wanted.items()) or "openid" not in asked.get("scope", ""):
            self._json(request, {"error": "invalid_request"}, 400)
            return
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        given = {"error": "access_denied"} if self.refuses else {"code": code}
        request.send_response(302)
        request.send_header("Location", f"{asked['redirect_uri']}?{urlencode(given | {'state': asked['state']})}")
        request.end_headers()

    def answer_post(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()
        sent = {key: values[0] for key, values in parse_qs(body).items()}
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, CLIENT_SECRET):
            self._json(request, {"error": "invalid_client"}, 401)
            return
        asked = self._codes.pop(sent.get("code", ""), None)
        if asked is None or not self._fits(sent, asked):
            self._json(request, {"error": "invalid_grant"}, 400)
            return
        token = secrets.token_urlsafe()
        self._tokens[token] = dict(self.claims)
        now = int(time.time())
        told = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300} | self.claims
        signed = jwt.encode(told, self._key, algorithm="RS256", headers={"kid": "1"})
        self._json(request, {"access_token": token, "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def _fits(self, sent: dict[str, str], asked: dict[str, str]) -> bool:
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return sent.get("redirect_uri") == asked["redirect_uri"] and challenge == asked["code_challenge"]

    @staticmethod
    def _json(request: BaseHTTPRequestHandler, told: dict[str, Any], status: int = 200) -> None:
        text = json.dumps(told).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)
