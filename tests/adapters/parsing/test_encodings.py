"""Bytes to text, whatever the encoding."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext_adapters.parsing.encodings import decode_bytes

WESTERN = "@misc{k, author = {Müller, Jürgen and Doré, Jan}}\n"
RUSSIAN = "title = {Обучение с подкреплением: введение},\n"
CHINESE = "title = {强化学习导论},\nauthor = {张三 and 李四},\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_western_text(encoding: str) -> None:
    assert decode_bytes(WESTERN.encode(encoding)).text == WESTERN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [True, False])
def test_utf16_with_and_without_mark(encoding: str, mark: bool) -> None:
    bom = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    decoded = decode_bytes((bom if mark else b"") + WESTERN.encode(encoding))
    assert (decoded.text, decoded.notes) == (WESTERN, ())


def test_cyrillic_code_page() -> None:
    decoded = decode_bytes(RUSSIAN.encode("cp1251"))
    assert decoded.text == RUSSIAN
    assert "cp1251" in decoded.notes[0]


def test_chinese_code_page() -> None:
    assert decode_bytes(CHINESE.encode("gbk")).text == CHINESE


def test_a_few_foreign_bytes_do_not_spoil_utf8() -> None:
    data = "naïve – 强化\n".encode() + "Müller\n".encode("cp1252")
    decoded = decode_bytes(data)
    assert decoded.text == "naïve – 强化\nMüller\n"
    assert "line 2" in decoded.notes[0]


def test_both_encodings_on_one_line() -> None:
    data = "Müller ".encode() + "Müller".encode("cp1252")
    assert decode_bytes(data).text == "Müller Müller"


def test_bytes_that_no_code_page_has_are_kept_as_something() -> None:
    assert len(decode_bytes(b"a\x81\xffb\x9d").text) == 5


def test_line_ends_and_nul_bytes() -> None:
    decoded = decode_bytes(b"some text\r\nand\rmore\0\n")
    assert decoded.text == "some text\nand\nmore\n"
    assert decoded.notes == ("NUL bytes were left out",)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r\ufeff")))
def test_utf8_comes_back(text: str) -> None:
    assert decode_bytes(codecs.BOM_UTF8 + text.encode()).text == text


@settings(deadline=None)
@given(st.binary())
def test_no_bytes_fail(data: bytes) -> None:
    decode_bytes(data)
