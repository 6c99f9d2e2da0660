"""A program or a browser's session that asks a running system."""

from uuid import uuid4

import requests

PASSWORD = "Minh-Hoa-Ngoc-Hoi-2020"


def signed_in(system, username):
    session = requests.Session()
    page = session.get(f"{system.url}/dang-nhap/")
    data = {"username": username, "password": PASSWORD}
    data["csrfmiddlewaretoken"] = session.cookies["csrftoken"]
    assert page.status_code == 200
    home = session.post(f"{system.url}/dang-nhap/", data)
    assert "Việc của tôi" in home.text
    session.headers["X-CSRFToken"] = session.cookies["csrftoken"]
    session.headers["Referer"] = system.url
    return session


def api(session, system, method, path, data=None, **headers):
    headers.setdefault("X-Request-Key", str(uuid4()))
    url = f"{system.url}/api/v1/{path}"
    return session.request(method, url, json=data, headers=headers)
