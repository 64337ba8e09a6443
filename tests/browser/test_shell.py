"""The app's own pages in a browser: signing in with and without scripts, passkeys, axe, 320 px."""

from __future__ import annotations

import pyotp
import pytest

from tests.support.browser import browsing, faults, served, signed_in, watched
from tests.unit.test_web_access import OTHER, PASSWORD, with_password
from vacatur.matters.access.sessions import Stage, begin_session

pytest_plugins = ("tests.support.web",)


def test_signing_in_without_scripts(web):
    with_password(web)
    with browsing() as browser, served(web) as address:
        page = watched(browser.new_context(java_script_enabled=False).new_page())
        page.goto(f"{address}/account")
        page.get_by_label("Name").fill("A. Roe")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Agree and sign in").click()
        assert page.url == f"{address}/account"
        page.get_by_role("button", name="Sign out").click()
        assert page.url == f"{address}/sign-in"


@pytest.mark.long
def test_two_factors_and_a_passkey(web):
    with_password(web, "M. Moe", "administrator")
    with browsing() as browser, served(web) as address:
        page = watched(browser.new_context().new_page())
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        authenticator = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
        _sign_in(page, address, PASSWORD)
        page.get_by_label("New password").fill(OTHER)
        page.get_by_label("The same again").fill(OTHER)
        page.get_by_role("button", name="Change the password").click()
        page.get_by_role("link", name="Set up one-time codes").click()
        assert faults(page) == []
        secret = page.locator(".app-code").inner_text().replace(" ", "")
        page.get_by_label("Code").fill(pyotp.TOTP(secret).at(web.clock.at))
        page.get_by_role("button", name="Turn codes on").click()
        assert page.locator("li").count() >= 10
        assert faults(page) == []
        page.goto(f"{address}/account/passkey")
        page.get_by_role("button", name="Make a passkey").click()
        page.wait_for_url(f"{address}/account")
        page.get_by_role("button", name="Sign out").click()
        assert faults(page) == []
        _sign_in(page, address, OTHER)
        assert faults(page) == []
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{address}/")
        # And it proves again who somebody is, for what asks for that.
        web.clock.go_on(minutes=6)
        page.goto(f"{address}/account")
        page.get_by_role("button", name="Remove codes").click()
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{address}/account")
        assert page.get_by_role("link", name="Set up one-time codes").count() == 1
        assert page.complaints == []


@pytest.mark.long
def test_every_page_is_for_everybody_at_every_width(web):
    web.as_name("N. Two", "administrator")
    web.as_name("B. Both", "administrator", "attorney")
    client = web.as_a("administrator")
    give = {"account": "N. Two", "role": "supervisor"}
    client.post("/administration/roles/give", data=give)
    token = begin_session(web.office.accounts, "B. Both", Stage.FULL, web.clock.at)
    with browsing() as browser, served(web) as address:
        page = signed_in(browser, address, token)
        for path in ("/", "/account", "/account/codes", "/account/passkey", "/administration",
                     "/audit", "/audit/week?until=2026-02-17", "/nothing"):  # fmt: skip
            page.goto(f"{address}{path}")
            assert (path, faults(page)) == (path, [])
        page.goto(f"{address}/audit")
        page.get_by_role("button", name="Verify the chain").click()
        assert faults(page) == []
        page.goto(f"{address}/administration")
        page.get_by_label("Name", exact=True).fill("Q. Roe")
        page.get_by_role("button", name="Make the account").click()
        assert faults(page) == []
        web.clock.go_on(minutes=31)
        page.goto(f"{address}/audit")
        assert page.url.endswith("/locked?next=/audit")
        assert faults(page) == []
        assert page.complaints == []
        page.evaluate("document.querySelector('main').innerHTML = '<img src=x>'")
        assert [each["id"] for each in faults(page)] != [], "axe sees what is wrong"


def _sign_in(page, address, password):
    page.goto(f"{address}/sign-in")
    page.get_by_label("Name").fill("M. Moe")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Agree and sign in").click()
