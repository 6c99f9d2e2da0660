"""Every address × every person × status. A door missing from the table fails.

One sign per person of the cast: 2 answered, 3 done and sent on, 0 the input is refused,
9 a rule says no, P the version is missing, F the right is missing (403), N outside the
area (404).
Every door is knocked at for the records of xã Đăk Ang; writing doors with nothing but a version in hand.
"""

import logging

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.year.access_cast import CAST, SIGNS
from tests.year.access_table import DOORS
from tests.year.doors import args_of, every_address, question_of

# open before anybody has signed in; tests of their own
OPEN = {"healthz", "sign-in", "sign-out", "public-list", "public-detail"}
SESSION_ONLY = {"api-docs", "api-schema"}


def knock(client, method, name, url, asked=None):
    if method == "get":
        return client.get(url, asked)
    if name.startswith("api-"):
        return getattr(client, method)(url, {}, format="json")
    return client.post(url, {"version": "1"})


@pytest.fixture
def clients(page_as, api_as):
    """Everybody of the cast; what is refused thousands of times is not written down."""
    logging.disable(logging.ERROR)
    yield {sign: (page_as(username), api_as(username)) for sign, username in CAST.items()}
    logging.disable(logging.NOTSET)


def test_every_door_answers_each_person_as_the_table_says(subjects, clients):
    names = dict(every_address())
    wrong = []
    for (name, method), signs in DOORS.items():
        args = args_of(name, names[name], subjects)
        url = reverse(name, args=args)
        is_api = name.startswith("api-") and name not in SESSION_ONLY
        for person, sign in zip(CAST, signs, strict=True):
            with transaction.atomic():
                asked = question_of(name, subjects)
                answer = knock(clients[person][is_api], method, name, url, asked)
                if answer.status_code not in SIGNS[sign]:
                    wrong.append((name, method, CAST[person], answer.status_code, sign))
                transaction.set_rollback(True)
    assert not wrong, "\n".join(map(str, wrong))


def test_every_address_stands_in_the_table():
    assert {name for name, _ in every_address()} == {n for n, _ in DOORS} | OPEN


def test_reading_doors_refuse_writing(subjects, clients):
    names = dict(every_address())
    writing = {name for name, method in DOORS if method != "get"} | SESSION_ONLY
    page, api = clients["D"]
    for name, method in DOORS:
        if method != "get" or name in writing:
            continue
        url = reverse(name, args=args_of(name, names[name], subjects))
        client = api if name.startswith("api-") else page
        assert knock(client, "post", name, url).status_code == 405, name


def test_signed_out_person_passes_no_door(subjects):
    names = dict(every_address())
    for name, method in DOORS:
        url = reverse(name, args=args_of(name, names[name], subjects))
        answer = knock_signed_out(method, url)
        if name.startswith("api-") and name != "api-docs":
            assert answer.status_code == 401, name
        elif name == "clock":
            assert answer.status_code == 404, name
        elif method == "post":
            assert answer.status_code == 401, name
        else:
            assert answer.url.startswith("/dang-nhap/"), name


def knock_signed_out(method, url):
    client = Client()
    if method == "get":
        return client.get(url)
    return getattr(client, method)(url, {}, content_type="application/json")
