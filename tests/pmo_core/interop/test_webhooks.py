"""Posting to receivers that mean no good, and to names that lead elsewhere."""

import datetime as dt
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pmo.core.interop import webhooks
from pmo.core.interop.webhooks import EXCERPT, Answer, post
from tests.receiver import receiving

LOOPBACK = [ip_network("127.0.0.0/8")]
Resolve = Callable[..., None]


@pytest.fixture
def allowed(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = LOOPBACK
    settings.WEBHOOK_PLAIN_HTTP = True


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that were resolved."""
    return []


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> Resolve:
    """``resolve(["10.0.0.1"], ["1.1.1.1"])``: what the first question gives, and the next; the last one stays."""

    def set_answers(*answers: list[str]) -> None:
        waiting = list(answers)

        def getaddrinfo(host: str, port: int, **options: Any) -> list[Any]:
            asked.append(host)
            given = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return [
                (socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
                for address in given
            ]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return set_answers


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where connections went to; none of them is made."""
    tried: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


@contextmanager
def speaking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that says what ``talk`` does to one caller; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            caller, _ = server.accept()
            with caller:
                try:
                    talk(caller)
                except OSError:
                    return  # the caller hung up

        thread = Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def outcome(answer: Answer) -> tuple[int | None, str]:
    return answer.status, answer.fault


def test_the_body_and_headers_arrive_as_they_are(allowed: None) -> None:
    with receiving(202) as receiver:
        answer = post(f"{receiver.url}?a=1", b'{"a":1}', {"Vigie-Event": "ping"})
    assert (answer.status, answer.fault, answer.excerpt, answer.taken) == (202, "", "thank you", True)
    got = receiver.received[0]
    assert (got.path, got.body, got.headers["Vigie-Event"]) == ("/hook?a=1", b'{"a":1}', "ping")
    assert got.headers["Host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("status", [300, 400, 404, 410, 429, 500, 503])
def test_only_a_success_is_one(allowed: None, status: int) -> None:
    with receiving(status) as receiver:
        assert outcome(post(receiver.url, b"{}", {})) == (status, "status")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(allowed: None, status: int) -> None:
    with receiving() as inside, receiving(status, location=inside.url) as receiver:
        assert outcome(post(receiver.url, b"{}", {})) == (status, "status")
    assert inside.received == []


def test_no_proxy_of_the_environment_is_used(allowed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with receiving() as receiver:
        assert outcome(post(receiver.url, b"{}", {})) == (200, "")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "ff02::1",
    ],
)
def test_a_name_that_leads_inside_is_refused_before_a_connection(
    resolve: Resolve, connected: list[Any], address: str
) -> None:
    resolve([address])
    assert outcome(post("https://receiver.example/", b"{}", {})) == (None, "private")
    assert connected == []


def test_one_private_address_among_public_ones_refuses_the_name(resolve: Resolve, connected: list[Any]) -> None:
    resolve(["93.184.215.14", "10.0.0.1"])
    assert outcome(post("https://receiver.example/", b"{}", {})) == (None, "private")
    assert connected == []


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "localhost", "127.0.0.1.", "LOCALHOST"]
)
def test_no_way_of_writing_loopback_gets_there(connected: list[Any], host: str) -> None:
    assert post(f"https://{host}/", b"{}", {}).fault in ("private", "unknown_name")
    assert connected == []


def test_the_name_is_asked_for_once_and_the_answer_is_where_the_connection_goes(
    resolve: Resolve, asked: list[str], connected: list[Any]
) -> None:
    resolve(["93.184.215.14"], ["127.0.0.1"])
    assert outcome(post("https://rebinding.example:8443/", b"{}", {})) == (None, "no_connection")
    assert asked == ["rebinding.example"]
    assert connected == [("93.184.215.14", 8443)]


def test_the_next_address_is_tried_when_one_does_not_answer(resolve: Resolve, connected: list[Any]) -> None:
    resolve(["93.184.215.14", "2606:4700:4700::1111"])
    post("https://receiver.example/", b"{}", {})
    assert connected == [("93.184.215.14", 443), ("2606:4700:4700::1111", 443)]


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://receiver.example/", "address"),
        ("https://name:password@receiver.example/", "address"),
        ("https://receiver.example:25/", "address"),
        ("https://10.0.0.1/", "private"),
    ],
)
def test_an_unfit_address_is_not_even_asked_for(
    settings: Any, resolve: Resolve, asked: list[str], url: str, fault: str
) -> None:
    settings.WEBHOOK_PLAIN_HTTP = False
    resolve(["93.184.215.14"])
    assert outcome(post(url, b"{}", {})) == (None, fault)
    assert asked == []


def test_an_unknown_name_and_a_closed_port_are_said_apart(allowed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert outcome(post(f"http://127.0.0.1:{port}/", b"{}", {})) == (None, "no_connection")

    def unknown(*args: Any, **options: Any) -> None:
        raise socket.gaierror("not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert outcome(post("http://nobody.example/", b"{}", {})) == (None, "unknown_name")


def test_a_name_too_long_for_the_resolver_is_unknown(allowed: None) -> None:
    assert outcome(post(f"http://{'a' * 70}.example/", b"{}", {})) == (None, "unknown_name")


def test_of_a_long_answer_only_the_beginning_is_read(allowed: None) -> None:
    with receiving(answer=b"\0" + b"x" * 10_000_000) as receiver:
        excerpt = post(receiver.url, b"{}", {}).excerpt
    assert excerpt == "\N{REPLACEMENT CHARACTER}" + "x" * (EXCERPT - 1)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (b"SSH-2.0-OpenSSH\r\n", "no_http"),
        (b"", "no_connection"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200, "no_http"),
    ],
)
def test_what_is_not_http_is_said_so(allowed: None, said: bytes, fault: str) -> None:
    def talk(caller: socket.socket) -> None:
        caller.recv(65536)
        caller.sendall(said)

    with speaking(talk) as port:
        assert outcome(post(f"http://127.0.0.1:{port}/", b"{}", {})) == (None, fault)


@pytest.mark.parametrize(
    "beginning", [b"", b"HTTP/1.1 200 OK\r\nA: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_receiver_that_drips_is_cut_off(
    allowed: None, monkeypatch: pytest.MonkeyPatch, beginning: bytes, scheme: str
) -> None:
    monkeypatch.setattr(webhooks, "SECONDS_IN_ALL", 0.5)

    def drip(caller: socket.socket) -> None:
        caller.sendall(beginning)
        while True:
            caller.sendall(b"x")
            time.sleep(0.05)

    def hold(caller: socket.socket) -> None:
        """TLS would refuse the drops at once: here the handshake is never answered."""
        while caller.recv(65536):
            pass

    with speaking(drip if scheme == "http" else hold) as port:
        began = time.monotonic()
        answer = post(f"{scheme}://127.0.0.1:{port}/", b"{}", {})
    assert outcome(answer) == (None, "time")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_the_resolver_took_is_not_there_for_the_rest(
    allowed: None, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(webhooks, "SECONDS_IN_ALL", 0.2)
    resolver = socket.getaddrinfo

    def slow(*args: Any, **options: Any) -> Any:
        time.sleep(0.5)
        return resolver(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    with receiving() as receiver:
        assert outcome(post(receiver.url.replace("http", scheme), b"{}", {})) == (None, "time")
    assert receiver.received == []


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for ``receiver.test``, and a server that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver.test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("receiver.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context


@pytest.mark.parametrize(
    ("host", "trusted", "expected"),
    [
        ("receiver.test", True, (200, "")),
        ("other.test", True, (None, "certificate")),
        ("receiver.test", False, (None, "certificate")),
    ],
)
def test_the_certificate_is_that_of_the_name(
    allowed: None,
    resolve: Resolve,
    monkeypatch: pytest.MonkeyPatch,
    authority: tuple[Path, ssl.SSLContext],
    host: str,
    trusted: bool,
    expected: tuple[int | None, str],
) -> None:
    path, context = authority
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    resolve(["127.0.0.1"])
    with receiving(tls=context) as receiver:
        assert outcome(post(f"https://{host}:{receiver.port}/hook", b"{}", {})) == expected
    assert [got.headers["Host"] for got in receiver.received] == (
        [f"{host}:{receiver.port}"] if trusted and host == "receiver.test" else []
    )
