"""Parameters are read in all the ways in which libraries write them."""

import pytest

from tests.standins.bot_api.parameters import Upload, read
from tests.standins.bot_api.refusals import RefusedError

PHOTO = Upload("照片.jpg", b"\xff\r\n\xd8", "image/jpeg")


def multipart(name: str) -> bytes:
    head = '--b\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n1\r\n--b\r\n'
    file = f"content-disposition:form-data;name=photo;{name}\r\ncontent-type: image/jpeg\r\n\r\n"
    return head.encode() + file.encode() + b"\xff\r\n\xd8\r\n--b--\r\n"


@pytest.mark.parametrize(
    "name", ["filename=照片.jpg", 'filename="照片.jpg"', "filename=\"x.jpg\"; filename*=utf-8''%E7%85%A7%E7%89%87.jpg"]
)
def test_a_file_keeps_its_name_and_content_however_it_is_written(name: str) -> None:
    assert read('multipart/form-data; boundary="b"', multipart(name)) == {"chat_id": 1, "photo": PHOTO}


def test_in_a_form_numbers_and_objects_are_json_and_words_are_words() -> None:
    body = b'chat_id=-1001&text=12&reply_markup={"inline_keyboard":[]}&first_name=&allow=true&photo=abc'

    assert read("application/x-www-form-urlencoded", body) == {
        "chat_id": -1001,
        "text": "12",
        "reply_markup": {"inline_keyboard": []},
        "first_name": "",
        "allow": True,
        "photo": "abc",
    }


@pytest.mark.parametrize("body", [b"{", b"[]", b"1"])
def test_json_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedError, match="can't parse request JSON object") as caught:
        read("application/json; charset=utf-8", body)

    assert caught.value.status == 400


def test_no_body_is_no_parameters() -> None:
    assert read("application/json", b"") == read("", b"") == {}
