"""Every address × every person × status. A door missing from the table fails.

One sign per person of the cast: 2 answered, 3 done and sent on, 0 the input is refused,
9 a rule says no, P the version is missing, F the right is missing (403), N outside the
area (404).
Every door is knocked at for the records of xã Đăk Ang; writing doors with nothing but a version in hand.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.year.access_cast import CAST, SIGNS
from tests.year.doors import args_of, every_address

#   C commune officer  E enumerator  L commune leader  D district officer
#   H district leader  P province officer  B policy bank  M supervisor
#   V province viewer  N national officer  A administrator  O other commune
DOORS = {
    #                                CELDHPBMVNAO
    ("home", "get"): "222222222222",
    ("search", "get"): "222222222222",
    ("dashboard", "get"): "2F22222222F2",
    ("movement", "get"): "2F22222222F2",
    ("api-me", "get"): "222222222222",
    ("api-me-password", "post"): "FFFFFFFFFFFF",
    # a key opens nothing of these: only who has signed in (tests/accounts)
    ("api-me-factor", "get"): "FFFFFFFFFFFF",
    ("api-me-factor", "post"): "FFFFFFFFFFFF",
    ("api-me-factor-begin", "post"): "FFFFFFFFFFFF",
    ("api-user-list", "get"): "FFFFFFFFFF2F",
    ("api-user-list", "post"): "FFFFFFFFFF0F",
    ("api-user-act", "post"): "FFFFFFFFFF0F",
    ("api-work", "get"): "222222222222",
    ("api-area-list", "get"): "222222222222",
    ("api-area-detail", "get"): "2N222222222N",
    ("api-agency-list", "get"): "FFFFFFFFFF2F",
    ("api-agency-list", "post"): "FFFFFFFFFF0F",
    ("api-agency-succeed", "post"): "FFFFFFFFFF0F",
    ("api-grant-list", "get"): "FFFFFFFFFF2F",
    ("api-grant-list", "post"): "FFFFFFFFFF0F",
    ("api-grant-end", "post"): "FFFFFFFFFFPF",
    ("api-substitute", "post"): "FFFFFFFFFF0F",
    ("api-token-list", "get"): "222222222222",
    ("api-token-list", "post"): "000000000000",
    ("api-token-revoke", "post"): "2NNNNNNNNNNN",
    ("api-job-detail", "get"): "NNN2NNNNNNNN",
    ("api-job-cancel", "post"): "NNN2NNNNNNNN",
    ("api-notice-list", "get"): "222222222222",
    ("api-notice-read", "post"): "222222222222",
    ("api-household-list", "get"): "222222FFFFF2",
    ("api-household-list", "post"): "0FFFFFFFFFF0",
    ("api-household-detail", "get"): "222222FFFFFN",
    ("api-household-event", "get"): "222222FFFFFN",
    ("api-household-event", "post"): "0FFFFFFFFFFN",
    ("api-event-undo", "post"): "2FFFFFFFFFFN",
    ("api-household-history", "get"): "222222FFFFFN",
    ("api-likenesses", "get"): "000000FFFFF0",
    ("api-likenesses", "post"): "000000FFFFF0",
    ("api-list-refused", "get"): "2FFFFFFFFFFN",
    ("api-list-columns", "post"): "0FFFFFFFFFFN",
    ("api-communeround-scan", "get"): "NNNNNNFFFFFN",
    ("api-communeround-requests", "post"): "2NFFFFFFFFFN",
    ("api-plan-scan", "get"): "NFNNNNNNNNFN",
    ("api-move-list", "get"): "222222FFFFF2",
    ("api-move-list", "post"): "0FFFFFFFFFF0",
    ("api-move-answer", "post"): "0FFFFFFFFFFN",
    ("api-request-list", "get"): "222222FFFFF2",
    ("api-request-list", "post"): "0FFFFFFFFFF0",
    ("api-request-answer", "post"): "0FFFFFFFFFFN",
    ("api-off-cycle", "post"): "0FFFFFFFFFF0",
    ("api-confirmation-list", "get"): "222222FFFFF2",
    ("api-confirmation-list", "post"): "0FFFFFFFFFF0",
    ("api-total-list", "get"): "2F2222F222F2",
    ("api-total-list", "post"): "0FFFFFFFFFF0",
    ("api-list-template", "get"): "2FFFFFFFFFF2",
    ("api-list-list", "get"): "2FFFFFFFFFF2",
    ("api-list-list", "post"): "0FFFFFFFFFF0",
    ("api-list-detail", "get"): "2FFFFFFFFFFN",
    ("api-list-rows", "get"): "2FFFFFFFFFFN",
    ("api-list-choose", "post"): "0FFFFFFFFFFN",
    ("api-list-apply", "post"): "2FFFFFFFFFFN",
    ("api-printout-detail", "get"): "2N2222FFFFFN",
    ("api-printout-file", "get"): "NNNNNNFFFFFN",
    ("api-communeround-meeting", "get"): "2F2222F222FN",
    ("api-communeround-meeting", "post"): "0FFFFFFFFFFN",
    ("api-communeround-posting", "post"): "0FFFFFFFFFFN",
    ("api-communeround-paper", "post"): "0N0000FFFFFN",
    ("api-communeround-quality", "get"): "2N2222FFFFFN",
    ("api-opinion", "post"): "FFF0FFFFFFFF",
    ("api-objection-list", "get"): "222222FFFFF2",
    ("api-objection-answer", "post"): "0FFFFFFFFFFN",
    ("api-review-objection", "post"): "00FFFFFFFFFN",
    ("api-review-recheck", "post"): "FFF0FFFFFFFF",
    ("api-figures-on", "get"): "0F00000000F0",
    ("api-movement", "get"): "0F00000000F0",
    ("api-recognition-list", "get"): "222222FFFFF2",
    ("api-round-list", "get"): "2F2222F222F2",
    ("api-round-list", "post"): "FFF0F0FFFFFF",
    ("api-communeround-list", "get"): "2F2222F222F2",
    ("api-communeround-detail", "get"): "2F2222F222FN",
    ("api-communeround-step", "post"): "0F0000F000FN",
    ("api-communeround-decision", "post"): "FF0F0FFFFFFF",
    ("api-communeround-household", "post"): "0FFFFFFFFFFN",
    ("api-review-list", "get"): "222222FFFFF2",
    ("api-review-detail", "get"): "222222FFFFFN",
    ("api-review-detail", "put"): "00FFFFFFFFFN",
    ("api-plan-list", "get"): "2F22222222F2",
    ("api-plan-detail", "get"): "2F22222222F2",
    ("api-plan-objective", "post"): "0FF0F0FFFFF0",
    ("api-target-drop", "post"): "NFFNFNFFFFFN",
    ("api-plan-issue", "post"): "FF0F0FFFFFFF",
    ("api-target-list", "get"): "2F22222222F2",
    ("api-target-register", "post"): "0FF0F0FFFFFN",
    ("api-target-answer", "post"): "FFF0F0FFFFFF",
    ("api-import-list", "get"): "2FF2F2FFFFF2",
    ("api-import-list", "post"): "0FF0F0FFFFF0",
    ("api-import-template", "get"): "2FF2F2FFFFF2",
    ("api-import-detail", "get"): "NFF2F2FFFFFN",
    ("api-import-name", "post"): "NFF0F0FFFFFN",
    ("api-import-apply", "post"): "NFF0F0FFFFFN",
    ("api-plan-list", "post"): "0FF0F0FFFFF0",
    ("api-plan-sheet", "post"): "NFF0F0FFFFFN",
    ("api-plan-tree", "get"): "2F22222222F2",
    ("api-plan-progress", "get"): "2F22222222F2",
    ("api-plan-export", "post"): "2F29222222F2",
    ("api-target-result", "post"): "0FF0F00FFFFN",
    ("api-aim-list", "get"): "222222FFFFF2",
    ("api-aim-list", "post"): "0FF0F0FFFFF0",
    ("api-aim-counts", "get"): "0F00000000F0",
    ("api-aim-withdraw", "post"): "0FF0F0FFFFFN",
    ("api-export-detail", "get"): "NNN2NNNNNNNN",
    ("api-export-file", "get"): "NNNNNNNNNNNN",
    ("api-plan-share", "post"): "NFF0F0FFFFFN",
    ("api-plan-adjust", "post"): "FFNF0FFFFFFF",
    ("api-target-propose", "post"): "0FF0F0FFFFFN",
    ("api-plan-tasks", "post"): "NFF0F0FFFFFN",
    ("api-task-list", "get"): "2F22222222F2",
    ("api-task-report", "post"): "0FF0F00FFFFN",
    ("api-check-list", "post"): "9F99999999F9",
    ("api-check-detail", "get"): "NFN2NNNNNNFN",
    ("api-check-columns", "post"): "NFN0NNNNNNFN",
    ("api-programme-list", "get"): "2F22222222F2",
    ("api-programme-enter", "post"): "FFF0F0FFFFFF",
    ("api-project-list", "get"): "0F00000000F0",
    ("api-project-apply", "post"): "FFF0F0FFFFFF",
    ("api-kind-list", "get"): "2F22222222F2",
    ("api-work-list", "get"): "2F22222222F2",
    ("api-work-list", "post"): "0FF0F00FFFF0",
    ("api-work-detail", "get"): "2F2222N222FN",
    ("api-work-step", "post"): "000000000000",
    ("api-work-check", "post"): "0FF0F0NFFFFN",
    ("api-work-deliver", "post"): "0FF0F0NFFFFN",
    ("api-assignment-list", "get"): "2F22222222F2",
    ("api-assignment-list", "post"): "FFF0F0FFFFFF",
    ("api-assignment-end", "post"): "FFF2FFFFFFFF",
    ("api-policy-list", "get"): "2F22222222F2",
    ("api-support-list", "get"): "2F22222FFFF2",
    ("api-support-list", "post"): "0FFFFF0FFFF0",
    ("api-support-withdraw", "post"): "0FFFFFNFFFFN",
    ("api-eligibility", "get"): "2FFFFF2FFFFN",
    ("api-money-list", "get"): "2F22222222F2",
    ("api-money-list", "post"): "FFF0F0FFFFFF",
    ("api-money-detail", "get"): "2F2222N222FN",
    ("api-money-share", "post"): "FFF0F0FFFFFF",
    ("api-money-change", "post"): "FFF0F0FFFFFF",
    ("api-money-spend", "post"): "0FF0F0NFFFFN",
    ("api-money-carry", "post"): "FFF0F0FFFFFF",
    ("api-report-list", "get"): "2F2222F222F2",
    ("api-report-list", "post"): "0FF0F0FFF0F0",
    ("api-report-detail", "get"): "NFN222F222FN",
    ("api-report-file", "get"): "NFNNNNFNNNFN",
    ("api-figures", "get"): "2F22222222F2",
    ("api-schema", "get"): "222222222222",
    ("api-docs", "get"): "222222222222",
    ("clock", "post"): "NNNNNNNNNNNN",
    ("second-factor", "get"): "222222222222",
    ("second-factor", "post"): "222222222222",
    ("account", "get"): "222222222222",
    ("password-change", "get"): "222222222222",
    ("password-change", "post"): "222222222222",
    ("totp-begin", "post"): "333333333333",
    ("totp-setup", "get"): "333333333333",
    ("totp-setup", "post"): "333333333333",
    ("token-create", "post"): "333333333333",
    ("token-revoke", "post"): "3NNNNNNNNNNN",
    ("agency-list", "get"): "FFFFFFFFFF2F",
    ("agency-create", "get"): "FFFFFFFFFF2F",
    ("agency-create", "post"): "FFFFFFFFFF2F",
    ("agency-succeed", "get"): "FFFFFFFFFF2F",
    ("agency-succeed", "post"): "FFFFFFFFFF2F",
    ("grant-list", "get"): "FFFFFFFFFF2F",
    ("grant-create", "get"): "FFFFFFFFFF2F",
    ("grant-create", "post"): "FFFFFFFFFF2F",
    ("substitute", "get"): "FFFFFFFFFF2F",
    ("substitute", "post"): "FFFFFFFFFF2F",
    ("user-list", "get"): "FFFFFFFFFF2F",
    ("user-act", "post"): "FFFFFFFFFF3F",
    ("user-create", "get"): "FFFFFFFFFF2F",
    ("user-create", "post"): "FFFFFFFFFF2F",
    ("grant-end", "post"): "FFFFFFFFFF3F",
    ("job-cancel", "post"): "NNN3NNNNNNNN",
    ("notice-list", "get"): "222222222222",
    ("notice-read", "post"): "333333333333",
    ("household-list", "get"): "222222FFFFF2",
    ("household-detail", "get"): "222222FFFFFN",
    ("household-history", "get"): "222222FFFFFN",
    ("household-create", "get"): "2FFFFFFFFFF2",
    ("household-create", "post"): "2FFFFFFFFFF2",
    ("request-list", "get"): "222222FFFFF2",
    ("request-create", "get"): "2FFFFFFFFFFN",
    ("request-create", "post"): "2FFFFFFFFFFN",
    ("request-paper", "post"): "3FFFFFFFFFFN",
    ("request-answer", "get"): "2FFFFFFFFFFN",
    ("request-answer", "post"): "2FFFFFFFFFFN",
    ("off-cycle-open", "post"): "NFFFFFFFFFFN",
    ("round-requests", "post"): "3NFFFFFFFFFN",
    ("confirmation-list", "get"): "222222FFFFF2",
    ("confirmation-create", "get"): "2FFFFFFFFFFN",
    ("confirmation-create", "post"): "2FFFFFFFFFFN",
    ("village-totals", "get"): "2FFFFFFFFFF2",
    ("village-totals", "post"): "2FFFFFFFFFF2",
    ("quality-list", "get"): "222222FFFFF2",
    ("like-persons", "get"): "222222FFFFF2",
    ("like-persons", "post"): "NNNNNNFFFFFN",
    ("list-upload", "get"): "2FFFFFFFFFF2",
    ("list-upload", "post"): "2FFFFFFFFFF2",
    ("list-template", "get"): "2FFFFFFFFFF2",
    ("list-import", "get"): "2FFFFFFFFFFN",
    ("list-remap", "post"): "3FFFFFFFFFFN",
    ("list-choose", "post"): "NFFFFFFFFFFN",
    ("list-apply", "post"): "3FFFFFFFFFFN",
    ("list-refused", "get"): "2FFFFFFFFFFN",
    ("household-edit", "get"): "2FFFFFFFFFFN",
    ("household-edit", "post"): "3FFFFFFFFFFN",
    ("household-event", "get"): "2FFFFFFFFFFN",
    ("household-event", "post"): "2FFFFFFFFFFN",
    ("member-edit", "get"): "22FFFFFFFFFN",
    ("member-edit", "post"): "22FFFFFFFFFN",
    ("event-undo", "post"): "3FFFFFFFFFFN",
    ("move-list", "get"): "222222FFFFF2",
    ("move-create", "get"): "2FFFFFFFFFFN",
    ("move-create", "post"): "2FFFFFFFFFFN",
    ("move-answer", "post"): "3FFFFFFFFFFN",
    ("round-opinion", "get"): "FFF2FFFFFFFF",
    ("round-opinion", "post"): "FFF2FFFFFFFF",
    ("round-meeting", "get"): "2FFFFFFFFFFN",
    ("round-meeting", "post"): "2FFFFFFFFFFN",
    ("round-post", "get"): "2FFFFFFFFFFN",
    ("round-post", "post"): "2FFFFFFFFFFN",
    ("objection-create", "get"): "22FFFFFFFFFN",
    ("objection-create", "post"): "22FFFFFFFFFN",
    ("objection-answer", "get"): "2FFFFFFFFFFN",
    ("objection-answer", "post"): "2FFFFFFFFFFN",
    ("recheck-create", "post"): "FFF3FFFFFFFF",
    ("round-print", "post"): "3N3333FFFFFN",
    ("printout-detail", "get"): "2N2222FFFFFN",
    ("printout-file", "get"): "NNNNNNFFFFFN",
    ("round-list", "get"): "2F2222F222F2",
    ("round-open", "get"): "FFF2F2FFFFFF",
    ("round-open", "post"): "FFF2F2FFFFFF",
    ("round-detail", "get"): "2F2222F222FN",
    ("round-scan", "get"): "NNNNNNFFFFFN",
    ("round-move", "post"): "3F3333F333FN",
    ("round-decide", "post"): "FF0F0FFFFFFF",
    ("round-add", "post"): "3FFFFFFFFFFN",
    ("review-edit", "get"): "222222FFFFFN",
    ("review-edit", "post"): "00FFFFFFFFFN",
    ("review-result", "get"): "222222FFFFFN",
    ("plan-list", "get"): "2F22222222F2",
    ("plan-upload", "get"): "2FF2F2FFFFF2",
    ("plan-upload", "post"): "2FF2F2FFFFF2",
    ("plan-create", "get"): "2FF2F2FFFFF2",
    ("plan-create", "post"): "2FF2F2FFFFF2",
    ("plan-sheet", "get"): "NFF2F2FFFFFN",
    ("plan-sheet", "post"): "NFF3FFFFFFFN",
    ("plan-table", "post"): "NFF3F3FFFFFN",
    ("plan-drop", "post"): "NFF3F3FFFFFN",
    ("plan-share", "post"): "NFF0F0FFFFFN",
    ("plan-tree", "get"): "2F22222222F2",
    ("plan-progress", "get"): "2F22222222F2",
    ("plan-export", "post"): "3F33333333F3",
    ("plan-compare", "get"): "2F22222222F2",
    ("target-result", "post"): "0FF0F00FFFFN",
    ("aim-list", "get"): "222222FFFFF2",
    ("aim-register", "post"): "NFFNFNFFFFFN",
    ("aim-withdraw", "post"): "3FFFFFFFFFFN",
    ("aim-export", "post"): "NNNNNNFFFFFN",
    ("export-detail", "get"): "NNN2NNNNNNNN",
    ("export-file", "get"): "NNNNNNNNNNNN",
    ("plan-adjust", "get"): "FFNF2FFFFFFF",
    ("plan-adjust", "post"): "FFNF2FFFFFFF",
    ("plan-tasks", "get"): "2F22222222F2",
    ("plan-tasks", "post"): "2FF2F2FFFFF2",
    ("plan-below", "get"): "2F22222222F2",
    ("task-report", "post"): "3FF3F33FFFFN",
    ("check-list", "get"): "2F22222222F2",
    ("check-list", "post"): "2F22222222F2",
    ("check-detail", "get"): "NFN2NNNNNNFN",
    ("check-columns", "post"): "NFN3NNNNNNFN",
    ("plan-template", "get"): "2FF2F2FFFFF2",
    ("plan-import", "get"): "NFF2F2FFFFFN",
    ("plan-import-name", "post"): "NFF3F3FFFFFN",
    ("plan-import-apply", "post"): "NFF9FFFFFFFN",
    ("plan-detail", "get"): "2F22222222F2",
    ("plan-scan", "get"): "NFNNNNNNNNFN",
    ("plan-objective", "post"): "0FF0F0FFFFF0",
    ("objective-drop", "post"): "NFFNFNFFFFFN",
    ("plan-issue", "post"): "FF0F0FFFFFFF",
    ("target-register", "post"): "0FF0F0FFFFFN",
    ("target-answer", "post"): "FFF9FFFFFFFF",
    ("project-list", "get"): "2F22222222F2",
    ("project-assign", "post"): "FFF0F0FFFFFF",
    ("project-enter", "post"): "FFFNFNFFFFFF",
    ("project-apply", "post"): "FFF0F0FFFFFF",
    ("assignment-end", "post"): "FFF3FFFFFFFF",
    ("work-list", "get"): "2F22222222F2",
    ("work-create", "get"): "3FF3F33FFFF3",
    ("work-create", "post"): "3FF3F33FFFF3",
    ("work-detail", "get"): "2F2222N222FN",
    ("work-step", "post"): "NFFNFNNFFFFN",
    ("work-approve", "post"): "FF0F0FFFFFFF",
    ("work-check", "post"): "0FF0F0NFFFFN",
    ("work-deliver", "post"): "0FF0F0NFFFFN",
    ("work-evidence", "get"): "2F2222N222FN",
    ("work-take-part", "get"): "NFFFFFNFFFFN",
    ("work-take-part", "post"): "NFFFFFNFFFFN",
    ("need-list", "get"): "2F2222FFFFF2",
    ("need-export", "post"): "NFNNNNFFFFFN",
    ("support-list", "get"): "2F22222FFFF2",
    ("support-upload", "get"): "2FFFFF2FFFF2",
    ("support-upload", "post"): "0FFFFF0FFFF0",
    ("support-template", "get"): "2FFFFF2FFFF2",
    ("support-import", "get"): "2FFFFFNFFFFN",
    ("support-apply", "post"): "3FFFFFNFFFFN",
    ("support-refused", "get"): "NFFFFFNFFFFN",
    ("support-create", "get"): "2FFFFF2FFFFN",
    ("support-create", "post"): "0FFFFF0FFFFN",
    ("support-withdraw", "post"): "3FFFFFNFFFFN",
    ("money-list", "get"): "2F22222222F2",
    ("money-give", "get"): "FFF2F2FFFFFF",
    ("money-give", "post"): "FFF2F2FFFFFF",
    ("money-detail", "get"): "2F2222N222FN",
    ("money-share", "post"): "FFF0F0FFFFFF",
    ("money-change", "post"): "FFF0F0FFFFFF",
    ("money-spend", "post"): "0FF0F0NFFFFN",
    ("money-carry", "post"): "FFF0F0FFFFFF",
    ("report-list", "get"): "2F2222F222F2",
    ("report-ask", "post"): "NFFNFNFFFNFN",
    ("report-detail", "get"): "NFN222F222FN",
    ("report-cancel", "post"): "NFN333F333FN",
    ("report-download", "get"): "NFN333F333FN",
}
# open before anybody has signed in; tests of their own
OPEN = {"healthz", "sign-in", "sign-out"}
SESSION_ONLY = {"api-docs", "api-schema"}


def knock(client, method, name, url):
    if method == "get":
        return client.get(url)
    if name.startswith("api-"):
        return getattr(client, method)(url, {}, format="json")
    return client.post(url, {"version": "1"})


@pytest.fixture
def clients(page_as, api_as):
    return {sign: (page_as(username), api_as(username)) for sign, username in CAST.items()}


def test_every_door_answers_each_person_as_the_table_says(subjects, clients):
    names = dict(every_address())
    wrong = []
    for (name, method), signs in DOORS.items():
        args = args_of(name, names[name], subjects)
        url = reverse(name, args=args)
        is_api = name.startswith("api-") and name not in SESSION_ONLY
        for person, sign in zip(CAST, signs, strict=True):
            with transaction.atomic():
                answer = knock(clients[person][is_api], method, name, url)
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
