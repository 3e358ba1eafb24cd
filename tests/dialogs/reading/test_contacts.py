import pytest

from dialogs.reading.contacts import emails, of_elsewhere, phones


def test_numbers_of_the_mainland_are_kept_as_dialled_there_and_others_with_their_country() -> None:
    text = "138 0013 8000, 010-88886666 or +44 7911 123456"

    assert [number for number, _, _ in phones(text)] == ["13800138000", "01088886666", "+447911123456"]


def test_a_number_is_told_with_its_place() -> None:
    ((_, start, end),) = phones("call 13800138000 now")

    assert "call 13800138000 now"[start:end] == "13800138000"


@pytest.mark.parametrize(
    "text", ["12345678", "order 20231124998877", "12345", "110101199001011234", "1208", "2026-11-24"]
)
def test_what_no_telephone_has_is_no_number(text: str) -> None:
    assert list(phones(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("a.b+c@x-y.Co.UK.", ["a.b+c@x-y.co.uk"]), ("a..b@c.cn", []), ("@c.cn", []), ("a@b", []), ("a@-b.cn", [])],
)
def test_an_address_has_a_name_and_a_domain(text: str, found: list[str]) -> None:
    assert emails(text) == found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2345 6789", "+85223456789"),
        ("(852) 2345-6789", "+85223456789"),
        ("0161 496 0000", "+441614960000"),
        ("(020) 7946 0000", "+442079460000"),
        ("0161 496", None),
        ("order 0161 496 0000", None),
    ],
)
def test_a_number_of_elsewhere_counts_where_it_stands_alone(text: str, number: str | None) -> None:
    assert of_elsewhere(text) == number


def test_a_mobile_of_britain_is_known_by_its_beginning() -> None:
    assert [number for number, _, _ in phones("ring me on 07911 123456 please")] == ["+447911123456"]
