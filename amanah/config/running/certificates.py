"""Certificates for one's own network: an authority that can vouch for nothing outside it, and the server's leaf."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AUTHORITY_DAYS = 3650
LEAF_DAYS = 397  # browsers refuse more than 398 (CA/Browser Forum, ballot SC31)
OWN_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7")


@dataclass(frozen=True, slots=True)
class Certificates:
    """`authority` is what a phone is told to trust; `chain` and `key` are what the server shows. All PEM files."""

    authority: Path
    chain: Path
    key: Path

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority, as Android shows it: `AB:CD:…`."""
        return x509.load_pem_x509_certificate(self.authority.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()


def make(folder: Path, *, names: Sequence[str], addresses: Sequence[Address], now: dt.datetime) -> Certificates:
    """The authority once, for ten years, kept in `folder`; a new leaf each time, for where this machine is today.

    Whoever steals the authority's key can still pretend to be nobody but a machine on a private network: its name
    constraints (RFC 5280, 4.2.1.10) say so, and phones hold it to them.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Certificates(folder / "authority.pem", folder / "chain.pem", folder / "leaf.key")
    kept = folder / "authority.key"
    if not (made.authority.exists() and kept.exists()) or not _vouches(made.authority, names, addresses, now):
        _make_authority(made.authority, kept, names, addresses, now)
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    signer = serialization.load_pem_private_key(kept.read_bytes(), password=None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = _leaf(key, authority, signer, names, addresses, now)
    _keep(made.key, key)
    made.chain.write_bytes(_pem(leaf) + _pem(authority))
    return made


def _make_authority(
    path: Path, kept: Path, names: Sequence[str], addresses: Sequence[Address], now: dt.datetime
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Amanah, jaringan sendiri {now:%Y-%m-%d}")])
    permitted = [x509.DNSName(name) for name in ("local", "localhost", *names)]
    networks = [ipaddress.ip_network(own) for own in OWN_NETWORKS]
    outside = [ipaddress.ip_network(one) for one in addresses if not _within(one, networks)]
    constraints = x509.NameConstraints([*permitted, *map(x509.IPAddress, [*networks, *outside])], None)
    built = (
        _begun(named, named, key.public_key(), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(constraints, critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    _keep(kept, key)
    path.write_bytes(_pem(built.sign(key, hashes.SHA256())))


def _leaf(
    key: ec.EllipticCurvePrivateKey, authority: x509.Certificate, signer: ec.EllipticCurvePrivateKey,
    names: Sequence[str], addresses: Sequence[Address], now: dt.datetime,
) -> x509.Certificate:  # fmt: skip
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Amanah")])
    also = [*map(x509.DNSName, names), *map(x509.IPAddress, addresses)]
    built = (
        _begun(own, authority.subject, key.public_key(), now, LEAF_DAYS)
        .add_extension(x509.SubjectAlternativeName(also), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    return built.sign(signer, hashes.SHA256())


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: dt.datetime, days: int
) -> x509.CertificateBuilder:
    begun = now - dt.timedelta(days=1)  # a phone's clock may be behind
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + dt.timedelta(days=days))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _vouches(authority: Path, names: Sequence[str], addresses: Sequence[Address], now: dt.datetime) -> bool:
    """May this authority still speak for all of these?"""
    known = x509.load_pem_x509_certificate(authority.read_bytes())
    if known.not_valid_after_utc < now + dt.timedelta(days=LEAF_DAYS):
        return False
    permitted = known.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    domains = [each.value for each in permitted if isinstance(each, x509.DNSName)]
    networks = [each.value for each in permitted if isinstance(each, x509.IPAddress)]
    named = all(any(name == domain or name.endswith(f".{domain}") for domain in domains) for name in names)
    return named and all(_within(one, networks) for one in addresses)


def _within(one: Address, networks: Sequence[object]) -> bool:
    known = (ipaddress.IPv4Network, ipaddress.IPv6Network)
    return any(isinstance(each, known) and one in each for each in networks)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _keep(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Readable by us alone, from its first byte."""
    path.unlink(missing_ok=True)
    form = serialization.PrivateFormat.PKCS8  # the only one granian reads
    text = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as kept:
        kept.write(text)
