"""An identity provider for the tests: OpenID Connect on a loopback port, with real signatures.

It vouches for whoever ``claims`` describes; ``tamper`` lets a test make it lie.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = ("isegoria", "client-secret-of-the-tests")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        return


@dataclass
class Provider:
    """One provider: who it vouches for, and what it has been asked."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "citizen-1"})
    refuses: bool = False
    tamper: Callable[[dict[str, Any]], dict[str, Any]] = dict
    sign_with: Any = None
    algorithm: str = "RS256"
    userinfo: dict[str, Any] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._codes: dict[str, dict[str, str]] = {}

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        query = {k: v[0] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()}
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = {k: v[0] for k, v in parse_qs(environ["wsgi.input"].read(length).decode()).items()}
        pages = {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": lambda: {"keys": [self._jwk()]},
            "/token": lambda: self._token(body),
            "/userinfo": lambda: self.userinfo or self.claims,
        }
        if path == "/authorize":
            start("302 Found", [("Location", self._authorize(query))])
            return [b""]
        if path not in pages:
            start("404 Not Found", [])
            return [b""]
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(pages[path]()).encode()]

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _jwk(self) -> dict[str, Any]:
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {**jwk, "kid": "one", "alg": "RS256", "use": "sig"}

    def _authorize(self, query: dict[str, str]) -> str:
        self.asked.append(query)
        back = {"state": query["state"]}
        if self.refuses:
            back["error"] = "access_denied"
        else:
            back["code"] = secrets.token_urlsafe(8)
            self._codes[back["code"]] = query
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def _token(self, body: dict[str, str]) -> dict[str, Any]:
        asked = self._codes.pop(body["code"])
        proof = hashlib.sha256(body["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(proof).rstrip(b"=").decode() == asked["code_challenge"]
        assert (body["client_id"], body["client_secret"]) == CLIENT
        assert body["redirect_uri"] == asked["redirect_uri"]
        now = int(time.time())
        identity = self.tamper(
            {"iss": self.url, "aud": CLIENT[0], "iat": now, "exp": now + 60, **self.claims}
        )
        token = jwt.encode(
            identity, self.sign_with or self.key, algorithm=self.algorithm, headers={"kid": "one"}
        )
        return {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "id_token": token}


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers while the block runs."""
    provider = Provider()
    with make_server("127.0.0.1", 0, provider, WSGIServer, _Quiet) as server:
        provider.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
