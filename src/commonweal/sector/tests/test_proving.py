"""Which e-mail address shows that somebody acts for an organisation."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from commonweal.sector.proving import (
    Held,
    domain_of,
    domain_that_proves,
    host_of,
    is_known,
    is_own,
)


def own(website="", email=""):
    return Held(
        shown_websites=frozenset({website} if website else ()),
        shown_emails=frozenset({email} if email else ()),
    ).domains


class TestADomain:
    @pytest.mark.parametrize(
        ("website", "domain"),
        [
            ("https://www.bread.org.uk", "bread.org.uk"),
            ("http://bread.org.uk/", "bread.org.uk"),
            ("https://bread.org.uk/index.html", "bread.org.uk"),
            ("https://bread.org.uk:8443/home/", "bread.org.uk"),
            ("https://BREAD.org.uk", "bread.org.uk"),
            ("https://brød.example", "xn--brd-1na.example"),
        ],
    )
    def test_is_that_of_its_website(self, website, domain):
        assert own(website) == {domain}

    @pytest.mark.parametrize(
        "website",
        [
            "https://www.acommunity.example/groups/bread",
            "https://www.facebook.com/bread",
            "https://www.facebook.com",
            "https://bread.wixsite.com",
            "https://bread.wordpress.com/",
            "https://sites.google.com/",
            "https://www.norfolk.gov.uk",
            "https://bread.ac.uk",
            "https://org.uk",
            "https://localhost",
            "https://[broken",
            "",
        ],
    )
    def test_is_nobodys_where_many_share_it(self, website):
        assert own(website) == frozenset()

    @pytest.mark.parametrize(
        "email",
        [
            "bread@gmail.com",
            "bread@GMAIL.com",
            "bread@btinternet.com",
            "bread@hotmail.co.uk",
            "bread@nhs.net",
            "bread",
            "",
        ],
    )
    def test_is_nobodys_where_anybody_has_a_mailbox(self, email):
        assert own(email=email) == frozenset()

    def test_is_that_of_its_published_address(self):
        assert own(email="hello@bread.org.uk") == {"bread.org.uk"}


class TestAnAddress:
    @pytest.mark.parametrize(
        ("email", "proves"),
        [
            ("ann@bread.org.uk", True),
            ("ann@mail.bread.org.uk", True),
            ("ann@BREAD.ORG.UK", True),
            ("ann@notbread.org.uk", False),
            ("ann@bread.org.uk.evil.example", False),
            ("bread.org.uk@evil.example", False),
            ("ann@evil.example@bread.org", False),
            ("ann@org.uk", False),
            ("ann@bread.org", False),
            ("ann@", False),
            ("", False),
        ],
    )
    def test_lies_in_the_domain_or_it_does_not(self, email, proves):
        assert bool(domain_that_proves(email, {"bread.org.uk"})) is proves

    def test_that_is_known_is_that_very_one(self):
        held = Held(emails=frozenset({"Bread.Bakers@Gmail.com", ""}))

        assert is_known("bread.bakers@gmail.com", held)
        assert not is_known("breadbakers@gmail.com", held)
        assert not is_known("", held)

    @given(strategies.text(), strategies.text())
    def test_of_any_shape_is_judged_without_an_error(self, email, website):
        for domain in own(website, email):
            assert is_own(domain)
        assert isinstance(domain_that_proves(email, own(website)), str)
        assert isinstance(host_of(website) + domain_of(email), str)
