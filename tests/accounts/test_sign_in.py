"""Signing in: second factor, lock after failures, idle lock, passwords."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from accounts.services import disable_unused

pytestmark = pytest.mark.django_db
PASSWORD = "Minh-Hoa-Ngoc-Hoi-2020"


@pytest.fixture
def person(commune_officer):
    commune_officer.set_password(PASSWORD)
    commune_officer.save()
    return commune_officer


def sign_in(username, password=PASSWORD):
    client = Client()
    answer = client.post(reverse("sign-in"), {"username": username, "password": password})
    return client, answer


def digits(device):
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    return f"{totp.token():06d}"


def test_second_factor_is_set_up_asked_for_and_a_recovery_code_opens_once(person):
    client, _ = sign_in(person.username)
    client.post(reverse("totp-begin"))
    device = TOTPDevice.objects.get(user=person)
    done = client.post(reverse("totp-setup"), {"code": digits(device)})
    codes = done.context["codes"]
    assert len(codes) == 8
    assert client.get(reverse("account")).status_code == 200
    half, answer = sign_in(person.username)
    assert answer.status_code == 302
    assert half.get(reverse("account")).url == reverse("second-factor")
    assert half.get(reverse("api-me")).status_code == 403
    opened = half.post(reverse("second-factor"), {"code": codes[0]})
    assert opened.url == reverse("home")
    assert half.get(reverse("account")).status_code == 200
    again, _ = sign_in(person.username)
    refused = again.post(reverse("second-factor"), {"code": codes[0]})
    assert "Mã không đúng hoặc đã dùng" in refused.content.decode()


def test_second_factor_leads_on_to_the_form_that_was_refused(person):
    client, _ = sign_in(person.username)
    client.post(reverse("totp-begin"))
    device = TOTPDevice.objects.get(user=person)
    codes = client.post(reverse("totp-setup"), {"code": digits(device)}).context["codes"]
    url = reverse("token-create")
    refused = Client().post(url, {"name": "máy của xã"})
    kept = refused.context["kept"]
    half = Client()
    facts = {"username": person.username, "password": PASSWORD, "kept": kept}
    asked = half.post(reverse("sign-in"), facts)
    assert asked.url == reverse("second-factor")
    resumed = half.post(reverse("second-factor"), {"code": codes[0]})
    assert resumed.context["path"] == url
    assert ("name", "máy của xã") in resumed.context["fields"]


def test_second_factor_leads_on_to_the_page_that_was_asked_for(person):
    client, _ = sign_in(person.username)
    client.post(reverse("totp-begin"))
    device = TOTPDevice.objects.get(user=person)
    codes = client.post(reverse("totp-setup"), {"code": digits(device)}).context["codes"]
    half = Client()
    facts = {"username": person.username, "password": PASSWORD, "next": "/tim/?q=a"}
    half.post(reverse("sign-in"), facts)
    assert half.post(reverse("second-factor"), {"code": codes[0]}).url == "/tim/?q=a"


def test_wrong_digits_are_refused_and_turn_nothing_on(person):
    client, _ = sign_in(person.username)
    client.post(reverse("totp-begin"))
    wrong = client.post(reverse("totp-setup"), {"code": "khong"})
    assert "Mã không đúng" in wrong.content.decode()
    assert not TOTPDevice.objects.get(user=person).confirmed


def test_looking_at_the_second_factor_makes_none(person):
    client, _ = sign_in(person.username)
    assert client.get(reverse("totp-setup")).url == reverse("account")
    assert client.post(reverse("totp-setup"), {"code": "000000"}).url == reverse("account")
    assert not TOTPDevice.objects.exists()


def test_guesses_of_the_old_password_lock_like_those_at_the_door(person):
    client, _ = sign_in(person.username)
    new = {"new_password1": "Mat-Khau-Moi-2026", "new_password2": "Mat-Khau-Moi-2026"}
    url = reverse("password-change")
    for _ in range(4):
        refused = client.post(url, {"old_password": "sai", **new})
        assert "Mật khẩu cũ không đúng." in refused.content.decode()
    assert client.post(url, {"old_password": "sai", **new}).status_code == 429
    assert client.post(url, {"old_password": PASSWORD, **new}).status_code == 429
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    api = reverse("api-me-password")
    data = {"old_password": PASSWORD, "new_password": "Mat-Khau-Moi-2026"}
    keys = {"X-Request-Key": str(uuid4())}
    program = client.post(api, data, content_type="application/json", headers=keys)
    assert (program.status_code, program.json()["code"]) == (429, "account_at_rest")


def test_five_failures_lock_the_account_even_for_the_right_password(person):
    for _ in range(5):
        _, answer = sign_in(person.username, "sai")
    assert answer.status_code == 429
    _, answer = sign_in(person.username)
    assert answer.status_code == 429
    assert "khóa" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    data = {"username": person.username, "password": PASSWORD}
    assert elsewhere.post(reverse("sign-in"), data).status_code == 429
    data["username"] = "nguoi.khac"
    assert elsewhere.post(reverse("sign-in"), data).status_code == 200, "others may try"


@pytest.mark.parametrize(("minutes", "open_"), [(14, True), (16, False)])
def test_idle_session_is_locked_after_fifteen_minutes(person, minutes, open_):
    with time_machine.travel("2026-10-01 08:00", tick=False) as clock:
        client, _ = sign_in(person.username)
        client.get(reverse("account"))
        clock.shift(timedelta(minutes=minutes))
        answer = client.get(reverse("account"), follow=True)
    assert bool(answer.redirect_chain) is not open_
    assert ("Hãy đăng nhập lại" in answer.content.decode()) is not open_


def test_administrator_is_locked_after_five_minutes(administrator):
    administrator.set_password(PASSWORD)
    administrator.save()
    with time_machine.travel("2026-10-01 08:00", tick=False) as clock:
        client, _ = sign_in(administrator.username)
        client.get(reverse("account"))
        clock.shift(timedelta(minutes=6))
        assert client.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("weak", ["ngan", "chithuongdaihonmuoibon", "12345678901234"])
def test_weak_password_is_refused(weak):
    with pytest.raises(ValidationError):
        validate_password(weak, User(username="x"))


def test_password_is_changed_and_the_old_one_is_dead(person):
    client, _ = sign_in(person.username)
    new = "Mat-Khau-Moi-2026"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password-change"), data).url == reverse("account")
    assert sign_in(person.username)[1].status_code == 200, "refused, the form again"
    assert sign_in(person.username, new)[1].status_code == 302


def test_account_unused_for_45_days_is_disabled(person):
    now = timezone.now()
    User.objects.filter(pk=person.pk).update(last_login=now - timedelta(days=44))
    assert disable_unused(now) == 0
    long_ago = now - timedelta(days=46)
    User.objects.filter(pk=person.pk).update(last_login=long_ago, active_since=long_ago)
    assert disable_unused(now) == 1
    assert sign_in(person.username)[1].status_code == 200, "refused, the form again"


def test_piece_of_a_page_asked_for_without_a_session_leads_to_the_sign_in_page(db):
    asked = Client().get(reverse("household-list"), headers={"HX-Request": "true"})
    assert (asked.status_code, asked["HX-Redirect"]) == (204, "/dang-nhap/")


def test_hint_beside_a_form_never_takes_the_page_away(db):
    hint = reverse("review-result", args=["0192f0aa-0000-7000-8000-000000000001"])
    asked = Client().get(hint, headers={"HX-Request": "true"})
    assert (asked.status_code, asked.has_header("HX-Redirect")) == (204, False)
