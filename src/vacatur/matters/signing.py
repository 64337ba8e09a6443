"""Signing the head of a chain (Ed25519): nobody else can make one that fits a shorter chain."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vacatur.matters.chain import Head
from vacatur.matters.sealing import derived


def sign(secret: str, head: Head) -> str:
    """The signature of a head, in hexadecimal."""
    return _key(secret).sign(_text(head)).hex()


def signed_by(secret: str, head: Head, signature: str) -> bool:
    """Whether whoever has this secret signed that head."""
    try:
        _key(secret).public_key().verify(bytes.fromhex(signature), _text(head))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(secret: str) -> str:
    """What anybody needs to check a signature, in hexadecimal."""
    return _key(secret).public_key().public_bytes_raw().hex()


def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived(secret, "vacatur: signature of heads"))


def _text(head: Head) -> bytes:
    return f"vacatur chain head {head.seq} {head.hash}".encode()
