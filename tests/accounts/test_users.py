"""Accounts opened, closed and helped by an administrator of their area."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.password_validation import validate_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp import user_has_device
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.test import APIClient

from accounts import users
from accounts.models import User
from accounts.services import create_token, disable_unused
from core.errors import RightMissing
from tests.accounts.test_sign_in import PASSWORD, digits, sign_in
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_2020")]


@pytest.fixture
def local(commune, administrator):
    found = make_user("quantri.xa", "administrator", commune, by=administrator)
    found.set_password(PASSWORD)
    found.save()
    return found


@pytest.fixture
def desk(local):
    return sign_in(local.username)[0]


def act(client, user, name):
    return client.post(reverse("user-act", args=[user.public_id]), {"act": name})


def test_account_is_opened_and_sets_its_own_password_first(desk, commune):
    facts = {"username": "moi", "full_name": "A Mới", "area_code": commune.code}
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    made = desk.post(reverse("user-create"), facts | passwords)
    assert made.url == reverse("grant-create")
    client, _ = sign_in("moi")
    assert client.get(reverse("home")).url == reverse("password-change")
    assert client.get(reverse("api-me")).json()["code"] == "password_change_needed"
    page = client.get(reverse("password-change")).content.decode()
    assert "chỉ dùng một lần" in page
    new = "Mat-Khau-Cua-Toi-2020"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password-change"), data).url == reverse("account")
    assert client.get(reverse("home")).status_code == 200


def test_account_is_opened_only_where_one_manages(local, other_commune, desk):
    facts = {"username": "a", "full_name": "A", "password": PASSWORD, "by": local}
    with pytest.raises(RightMissing):
        users.open_account(other_commune, **facts)
    form = {"username": "a", "full_name": "A", "area_code": other_commune.code}
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    refused = desk.post(reverse("user-create"), form | passwords)
    assert "Không có địa bàn mã này" in refused.content.decode()
    assert not User.objects.filter(username="a").exists()


def test_closed_account_opens_nothing_until_it_is_opened_again(desk, commune_officer):
    commune_officer.set_password(PASSWORD)
    commune_officer.save()
    inside, _ = sign_in(commune_officer.username)
    _, text = create_token(commune_officer, name="máy")
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    assert program.get(reverse("api-me")).status_code == 200
    act(desk, commune_officer, "close")
    assert inside.get(reverse("home")).url.startswith("/dang-nhap/")
    assert program.get(reverse("api-me")).status_code == 401
    _, refused = sign_in(commune_officer.username)
    assert refused.status_code == 200
    long_ago = timezone.now() - timedelta(days=400)
    User.objects.filter(pk=commune_officer.pk).update(last_login=long_ago)
    act(desk, commune_officer, "reopen")
    assert disable_unused(timezone.now()) == 0, "the days of disuse count from now"
    _, entered = sign_in(commune_officer.username)
    assert entered.status_code == 302


def test_forgotten_password_is_renewed_and_told_once(desk, commune_officer):
    for _ in range(5):
        assert sign_in(commune_officer.username, "quên")
    assert sign_in(commune_officer.username, "quên")[1].status_code == 429
    page = act(desk, commune_officer, "renew_password")
    assert page["Cache-Control"] == "no-store"
    password = page.context["password"]
    assert password in page.content.decode()
    validate_password(password, User(username="x"))
    client, answer = sign_in(commune_officer.username, password)
    assert answer.status_code == 302
    assert client.get(reverse("home")).url == reverse("password-change")


def test_lost_telephone_is_forgotten(desk, commune_officer):
    TOTPDevice.objects.create(user=commune_officer, confirmed=True, name="điện thoại")
    assert "hai lớp đang bật" in desk.get(reverse("user-list")).content.decode()
    act(desk, commune_officer, "drop_factors")
    assert not user_has_device(commune_officer)


@pytest.mark.parametrize("name", ["close", "reopen", "renew_password", "drop_factors"])
def test_nobody_acts_on_his_own_account_nor_on_one_elsewhere(
    desk, local, other_commune, administrator, name
):
    told = act(desk, local, name)
    assert told.url == reverse("user-list")
    assert "của chính mình" in desk.get(reverse("user-list")).content.decode()
    local.refresh_from_db()
    assert local.is_active
    foreign = make_user("la", "commune_officer", other_commune, by=administrator)
    assert act(desk, foreign, name).status_code == 404
    assert act(desk, administrator, name).status_code == 404
    with pytest.raises(RightMissing):
        users.act(foreign, name, by=local)


def test_list_shows_only_accounts_of_ones_areas_and_finds_by_name(
    desk, commune_officer, district_officer, django_assert_max_num_queries, commune
):
    page = desk.get(reverse("user-list")).content.decode()
    assert commune_officer.username in page
    assert district_officer.username not in page
    none = desk.get(reverse("user-list"), {"q": "khong-co"}).content.decode()
    assert "Không có tài khoản nào tên “khong-co”" in none
    for n in range(30):
        make_user(f"nguoi{n}", "viewer", commune, by=commune_officer)
    with django_assert_max_num_queries(20):
        desk.get(reverse("user-list"))


@pytest.fixture
def program(local):
    _, text = create_token(local, name="máy")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")

    def send(name, data, *args):
        keys = {"X-Request-Key": str(uuid4())}
        url = reverse(f"api-{name}", args=args)
        return client.post(url, data, format="json", headers=keys)

    return send


def test_program_opens_lists_and_closes_accounts(program, commune, commune_officer):
    facts = {"username": "api", "full_name": "A P I", "area": str(commune.public_id)}
    weak = program("user-list", facts | {"password": "yeu"})
    assert weak.status_code == 400
    made = program("user-list", facts | {"password": PASSWORD})
    assert made.status_code == 201, made.json()
    assert "password" not in made.json()
    assert User.objects.get(username="api").must_change_password
    twice = program("user-list", facts | {"password": PASSWORD})
    assert twice.status_code in {400, 409}
    closed = program("user-act", {"act": "close"}, commune_officer.public_id)
    assert closed.json()["is_active"] is False
    own = program(
        "user-act", {"act": "close"}, User.objects.get(username="quantri.xa").public_id
    )
    assert (own.status_code, own.json()["code"]) == (409, "own_account")


def test_program_changes_its_password(program, local):
    wrong = program("me-password", {"old_password": "x", "new_password": PASSWORD})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_password")
    new = "Mat-Khau-Khac-Han-2020"
    weak = program("me-password", {"old_password": PASSWORD, "new_password": "yeu"})
    assert weak.status_code == 400
    done = program("me-password", {"old_password": PASSWORD, "new_password": new})
    assert done.status_code == 204
    local.refresh_from_db()
    assert local.check_password(new)


def test_second_factor_is_turned_on_through_the_api(desk, local):
    told = desk.get(reverse("api-me-factor")).json()
    assert told["address"].startswith("otpauth://totp/")
    device = TOTPDevice.objects.get(user=local)
    url, data = reverse("api-me-factor"), {"content_type": "application/json"}

    def send(code):
        keys = {"X-Request-Key": str(uuid4())}
        return desk.post(url, {"code": code}, headers=keys, **data)

    wrong = send("000000" if digits(device) != "000000" else "111111")
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_code")
    device.refresh_from_db()
    assert device.throttling_failure_count == 1, "wrong codes are counted"
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    done = send(digits(device))
    assert (done.status_code, len(done.json()["codes"])) == (201, 8)
    assert desk.get(reverse("api-me")).status_code == 200, "this session has shown it"
    assert desk.get(url).json() == {"is_on": True, "address": ""}
    assert Client().get(url).status_code == 401
