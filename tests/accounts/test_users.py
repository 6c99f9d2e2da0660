"""Accounts opened, closed and helped by an administrator of their area."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.password_validation import validate_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp import user_has_device
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.test import APIClient

from accounts import users
from accounts.models import AccessLog, User
from accounts.services import create_token, disable_unused, give_grant
from core.errors import RightMissing
from tests.accounts.test_sign_in import PASSWORD, digits, sign_in
from tests.factories import FIRST_DAY, make_user

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
    assert made.url == f"{reverse('grant-create')}?username=moi&area_code={commune.code}"
    ready = desk.get(made.url).context["form"].initial
    assert (ready["username"], ready["area_code"]) == ("moi", commune.code)
    client, _ = sign_in("moi")
    assert client.get(reverse("home")).url == reverse("password-change")
    assert client.get(reverse("api-me")).json()["code"] == "password_change_needed"
    page = client.get(reverse("password-change")).content.decode()
    assert "chỉ dùng để đăng nhập lần đầu" in page
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


def test_account_is_beyond_the_administrator_where_its_grants_lie_elsewhere(
    desk, local, commune, province, administrator
):
    mover = make_user("chuyen", "commune_officer", commune, by=administrator)
    give_grant(
        mover,
        role="province_officer",
        area=province,
        valid_from=FIRST_DAY,
        by=administrator,
    )
    for name in ("close", "renew_password", "drop_factors"):
        told = act(desk, mover, name)
        assert told.url == reverse("user-list")
        with pytest.raises(users.BeyondReach, match="Kon Tum"):
            users.act(mover, name, by=local)
    mover.refresh_from_db()
    assert mover.is_active
    assert not mover.must_change_password


def test_account_is_handed_over_to_another_area(administrator, commune, other_commune):
    officer = make_user("chuyen", "commune_officer", commune, by=administrator)
    other = make_user("khac", "administrator", other_commune, by=administrator)
    with pytest.raises(RightMissing):
        users.act(officer, "hand_over", by=other, area=other_commune)
    officer.grants.update(valid_to=FIRST_DAY + timedelta(days=1))
    users.act(officer, "hand_over", by=administrator, area=other_commune)
    with pytest.raises(users.AccountMoved):
        users.act(officer, "hand_over", by=administrator, area=other_commune)
    assert users.act(officer, "renew_password", by=other)


def test_account_is_not_handed_over_to_nowhere(administrator, commune):
    officer = make_user("chuyen", "commune_officer", commune, by=administrator)
    with pytest.raises(users.NowhereToGo, match="địa bàn mới"):
        users.act(officer, "hand_over", by=administrator)
    officer.refresh_from_db()
    assert officer.area == commune


def test_every_act_leaves_a_line_nobody_can_erase(desk, local, commune_officer):
    for name in ("close", "reopen", "renew_password"):
        act(desk, commune_officer, name)
    lines = AccessLog.objects.filter(
        subject_type="user", subject_id=commune_officer.public_id
    )
    told = list(lines.order_by("pk").values_list("username", "action"))
    assert told == [(local.username, n) for n in ("close", "reopen", "renew_password")]


def test_tokens_end_with_the_account_and_with_a_renewed_password(desk, commune_officer):
    for name in ("close", "renew_password"):
        _, text = create_token(commune_officer, name="máy")
        act(desk, commune_officer, name)
        act(desk, commune_officer, "reopen")
        program = APIClient()
        program.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
        assert program.get(reverse("api-me")).status_code == 401
    _, fresh = create_token(commune_officer, name="máy")
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {fresh}")
    assert program.get(reverse("api-me")).status_code == 401, (
        "until the password is changed"
    )


def test_password_somebody_else_made_is_not_kept(desk, commune_officer):
    password = act(desk, commune_officer, "renew_password").context["password"]
    client, _ = sign_in(commune_officer.username, password)
    data = {"old_password": password, "new_password1": password, "new_password2": password}
    page = client.post(reverse("password-change"), data)
    assert "phải khác mật khẩu đang dùng" in page.content.decode()
    same = desk.post(
        reverse("api-me-password"),
        {"old_password": PASSWORD, "new_password": PASSWORD},
        content_type="application/json",
        headers={"X-Request-Key": str(uuid4())},
    )
    assert (same.status_code, same.json()["code"]) == (409, "same_password")


def test_forms_with_passwords_are_never_carried_through_a_page(db):
    data = {"old_password": "bí-mật-cũ", "new_password1": "bí-mật-mới"}
    page = Client().post(reverse("password-change"), data)
    assert page.status_code == 401
    assert not page.context["kept"]
    assert "bí-mật" not in page.content.decode()


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
    desk, commune_officer, district_officer, commune
):
    page = desk.get(reverse("user-list")).content.decode()
    assert commune_officer.username in page
    assert district_officer.username not in page
    none = desk.get(reverse("user-list"), {"q": "khong-co"}).content.decode()
    assert "Không có tài khoản nào tên “khong-co”" in none
    commune_officer.full_name = "Nguyễn Thị Đặng"
    commune_officer.save()
    for words in ("nguyen thi dang", "Thị Đặng", commune_officer.username[:6].upper()):
        found = desk.get(reverse("user-list"), {"q": words}).content.decode()
        assert commune_officer.full_name in found, words
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("user-list"))
    for n in range(40):
        make_user(f"nguoi{n}", "viewer", commune, by=commune_officer)
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("user-list"))
    assert len(many) == len(few)


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
    assert (twice.status_code, twice.json()["code"]) == (400, "unique")
    closed = program("user-act", {"act": "close"}, commune_officer.public_id)
    assert closed.json()["is_active"] is False
    own = program(
        "user-act", {"act": "close"}, User.objects.get(username="quantri.xa").public_id
    )
    assert (own.status_code, own.json()["code"]) == (409, "own_account")


def test_password_is_changed_through_the_api_only_at_the_desk(desk, program, local):
    url = reverse("api-me-password")

    def send(**data):
        keys = {"X-Request-Key": str(uuid4())}
        return desk.post(url, data, content_type="application/json", headers=keys)

    new = "Mat-Khau-Khac-Han-2020"
    lost = program("me-password", {"old_password": "x", "new_password": new})
    assert lost.status_code == 403, "a key that was lost locks nobody out"
    wrong = send(old_password="x", new_password=PASSWORD)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_password")
    assert send(old_password=PASSWORD, new_password="yeu").status_code == 400
    assert send(old_password=PASSWORD, new_password=new).status_code == 204
    local.refresh_from_db()
    assert local.check_password(new)


def test_second_factor_is_turned_on_through_the_api(desk, local):
    assert desk.get(reverse("api-me-factor")).json() == {"is_on": False, "address": ""}
    begun = desk.post(
        reverse("api-me-factor-begin"), headers={"X-Request-Key": str(uuid4())}
    )
    assert begun.status_code == 201
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
