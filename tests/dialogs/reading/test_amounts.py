import pytest

from dialogs.reading.amounts import amounts
from dialogs.reading.numbers import number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        *[("一", 1), ("十", 10), ("十五", 15), ("二十", 20), ("一百二十八", 128), ("一百零五", 105), ("三百", 300)],
        *[
            ("三千五", 3500),
            ("两百五", 250),
            ("一千零二十", 1020),
            ("两万", 20000),
            ("一万二", 12000),
            ("十万", 100000),
        ],
    ],
)
def test_a_chinese_numeral_is_counted_as_it_is_spoken(numeral: str, value: int) -> None:
    assert number(numeral) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("多扣了120块", ["120.00"]),
        ("一直扣我三十块钱", ["30.00"]),
        ("三个月扣了九十元", ["90.00"]),
        ("我被骗了3万块", ["30000.00"]),
        ("损失1.5万元", ["15000.00"]),
        ("扣了3千", ["3000.00"]),
        ("信用卡年费300", ["300.00"]),
        ("charged me 2300 for nothing", ["2300.00"]),
        ("扣了2次", []),
        ("收了12345个短信", []),
        ("paid 30 times", []),
        ("3千块", ["3000.00"]),
        ("3百多块", ["300.00"]),
        ("2万3千元", ["23000.00"]),
        ("2万3块", ["23000.00"]),
        ("2万零3元", ["20003.00"]),
        ("被骗三万块", ["30000.00"]),
        ("几万块没了", []),
        ("上千块钱", []),
        ("好几百块", []),
        ("10多万元", []),
        ("各200元，共400元", ["200.00", "400.00"]),
        ("一下子扣了好多", []),
        ("扣了3次", []),
        ("12345打不通", []),
        ("on the 5th floor", []),
        ("多收了我一晚房费，488块，房号1015", ["488.00"]),
        ("金额：1560元", ["1560.00"]),
        ("编号T-2026-000001，在10:30，2:1,488", []),
        ("清单上多了一项820的护理费", ["820.00"]),
        ("账单上有一笔39的彩铃", ["39.00"]),
        ("an extra 30 service fee on my bill", ["30.00"]),
        ("there were 30 angry people", []),
        ("usd 30, i mean $30", ["30.00 USD", "30.00 USD"]),
        ("300 dollarsign", []),
    ],
)
def test_in_a_telling_only_what_has_a_unit_is_money(text: str, found: list[str]) -> None:
    assert list(amounts(text, marked=True)) == found


def test_in_an_answer_a_bare_number_is_money_too() -> None:
    assert list(amounts("128", marked=False)) == ["128.00"]
    assert list(amounts("3万", marked=False)) == ["30000.00"]
    assert list(amounts("1.5万", marked=False)) == ["15000.00"]
    assert list(amounts("2k", marked=False)) == ["2000.00"]
    assert list(amounts("128 for 3 months, 5 yuan each", marked=False)) == ["5.00"]


@pytest.mark.parametrize(
    "text", ["actually it was 3 times not twice", "reception said 3 days, it has been 6", "扣了3次"]
)
def test_what_is_counted_is_no_answer_to_the_question_for_an_amount(text: str) -> None:
    assert list(amounts(text, marked=False)) == []
