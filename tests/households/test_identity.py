import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from core.sealing import UnknownKey, fingerprint, seal, unseal
from households.choices import Sex
from households.rules.identity import (
    CccdContradiction,
    MalformedCccd,
    check_cccd,
    has_known_place,
    masked,
    read_cccd,
)


@pytest.mark.parametrize(
    ("text", "sex", "year"),
    [
        ("062083001234", Sex.MALE, 1983),
        ("062183001234", Sex.FEMALE, 1983),
        ("062205001234", Sex.MALE, 2005),
        (" '062 305 001 234", Sex.FEMALE, 2005),
        ("999.000.001.234", Sex.MALE, 1900),
    ],
)
def test_number_says_sex_and_year(text, sex, year):
    cccd = read_cccd(text)
    assert (cccd.sex, cccd.birth_year, len(cccd.number)) == (sex, year, 12)


@pytest.mark.parametrize(
    "text", ["", "62083001234", "0620830012345", "06208300123x", "٠" * 12]
)
def test_number_with_a_lost_zero_or_other_signs_is_refused(text):
    with pytest.raises(MalformedCccd, match="đúng 12 chữ số"):
        read_cccd(text)


def test_contradiction_says_what_the_number_says():
    cccd = read_cccd("062183001234")
    with pytest.raises(CccdContradiction, match="giới tính Nữ, nhưng hồ sơ ghi Nam"):
        check_cccd(cccd, name="A", sex="male", birth_year=1983)
    with pytest.raises(CccdContradiction, match="sinh năm 1983, nhưng hồ sơ ghi năm 1984"):
        check_cccd(cccd, name="Y", sex="female", birth_year=1984)
    check_cccd(cccd, name="Y", sex="female", birth_year=None)


def test_unknown_place_is_only_a_warning():
    known = {"062", "051"}
    assert has_known_place(read_cccd("062083001234"), known)
    assert not has_known_place(read_cccd("999083001234"), known)


def test_list_shows_three_digits():
    assert masked("062083001234") == "•••••••••234"


@given(st.text(min_size=1))
def test_sealed_text_is_read_back_and_never_the_same_twice(text):
    one, other = seal(text), seal(text)
    assert unseal(one) == unseal(other) == text
    assert one != other
    assert fingerprint(text) == fingerprint(text)


def test_new_key_seals_and_the_old_one_still_opens():
    with override_settings(IDENTITY_KEYS="cũ"):
        old = seal("062083001234")
    with override_settings(IDENTITY_KEYS="mới,cũ"):
        assert unseal(old) == "062083001234"
        assert seal("x")[:8] != old[:8]
    with override_settings(IDENTITY_KEYS="mới"), pytest.raises(UnknownKey):
        unseal(old)
