"""Where a webhook may lead: the public addresses, and nothing that only looks like one."""

from ipaddress import ip_network

import pytest

from pmo.core.engine.addresses import address_allowed, url_fault

PUBLIC = ["93.184.215.14", "8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4007:80c::200e"]
PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:53aa:64c::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "not an address",
    "",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_reached(address: str) -> None:
    assert address_allowed(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_other_may(address: str) -> None:
    assert not address_allowed(address)


def test_a_network_that_the_site_names_may_be_reached_and_no_other() -> None:
    allowed = [ip_network("10.1.0.0/16"), ip_network("fd12::/16")]
    assert address_allowed("10.1.2.3", allowed)
    assert address_allowed("fd12::5", allowed)
    assert not address_allowed("10.2.0.1", allowed)
    assert not address_allowed("::ffff:10.1.2.3", allowed)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://receiver.example/hook?a=1", ""),
        ("https://receiver.example:8443/", ""),
        ("https://[2606:4700:4700::1111]/", ""),
        ("http://receiver.example/hook", "scheme"),
        ("ftp://receiver.example/", "scheme"),
        ("file:///etc/passwd", "malformed"),
        ("gopher://receiver.example/", "scheme"),
        ("//receiver.example/", "scheme"),
        ("receiver.example", "malformed"),
        ("", "malformed"),
        ("https://", "malformed"),
        ("https://user:password@receiver.example/", "credentials"),
        ("https://receiver.example@10.0.0.1/", "credentials"),
        ("https://@receiver.example/", "credentials"),
        ("https://receiver.example:22/", "port"),
        ("https://receiver.example:25/", "port"),
        ("https://receiver.example:0/", "port"),
        ("https://receiver.example:99999/", "malformed"),
        ("https://receiver.example:x/", "malformed"),
        ("https://receiver.example\\@127.0.0.1/", "malformed"),
        ("https://receiver.example/a b", "malformed"),
        ("https://receiver.example/\r\nHost: other", "malformed"),
        ("https://receiver.example/\t", "malformed"),
        ("https://exämple.org/", "malformed"),
        ("https://[::1", "malformed"),
        ("https://127.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://[::ffff:10.0.0.1]/", "private"),
        ("https://[fe80::1%25eth0]/", "private"),
        ("https://169.254.169.254/latest/meta-data/", "private"),
    ],
)
def test_an_address_is_judged_before_anything_is_asked_of_the_network(url: str, fault: str) -> None:
    assert url_fault(url, plain_http=False) == fault


def test_plain_http_is_for_sites_that_allow_it() -> None:
    assert url_fault("http://receiver.example/hook", plain_http=True) == ""


def test_an_allowed_network_may_be_written_in_figures() -> None:
    assert url_fault("https://10.1.2.3/", plain_http=False, allowed=[ip_network("10.1.0.0/16")]) == ""
