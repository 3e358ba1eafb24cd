import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.places import is_place, off_the_map, places, point


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("手机在人民路100号没信号", "人民路100号"),
        ("地址是朝阳区建国路88号", "朝阳区建国路88号"),
        ("上海市浦东新区世纪大道1号停电", "上海市浦东新区世纪大道1号"),
        ("阳光花园3号楼2单元没信号", "阳光花园3号楼2单元"),
        ("昨天在国贸商场刷卡", "国贸商场"),
        ("我在网易大厦没信号", "网易大厦"),
        ("no signal at Zhongshan Road 12", "Zhongshan Road 12"),
        ("I was at the Grand Plaza Hotel", "Grand Plaza Hotel"),
        ("near 88 Jianguo Road, Chaoyang it fails", "88 Jianguo Road, Chaoyang"),
        ("I live at 12 station road", "12 station road"),
        ("the clerk in your Elm Road shop waved me away", "Elm Road shop"),
        ("Your clerk was rude. Elm Street branch, on Tuesday", "Elm Street branch"),
        ("It hums all night. Juniper Drive. Please come", "Juniper Drive"),
        ("no bars at Otter Meadow since spring", "Otter Meadow"),
        ("the machine on Elm St ate my card", "machine on Elm St"),
        ("Landed in Lisbon and my phone has no service", "Lisbon"),
        ("no signal at the airport again", "the airport"),
        ("你们城北支行那位大堂经理", "城北支行"),
        ("断网三天了，杨柳湾二区，快来修", "杨柳湾二区"),
        ("地址是南桥路芳华苑五栋", "南桥路芳华苑五栋"),
        ("no bars Station Road since Monday", "Station Road"),
        ("Mill Street has had no water pressure, I mean signal, all week", "Mill Street"),
        ("the whole of Aspen Close lost its line", "Aspen Close"),
        ("家住松风里9号楼，三天没网", "松风里9号楼"),
        ("槐树巷那边天天掉线", "槐树巷"),
        ("我们这儿叫鸡公岭，一格信号都没有", "鸡公岭"),
        ("刚落地曼谷，手机没服务", "曼谷"),
    ],
)
def test_a_place_is_found_in_a_telling(text: str, place: str) -> None:
    assert list(places(text)) == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the cash machine outside Tesco gave me nothing", "cash machine outside Tesco"),
        ("ATM at Karol Bagh debited 4000, no cash", "ATM at Karol Bagh"),
        ("The ATM outside Lloyds on High Street ate it", "ATM outside Lloyds on High Street"),
        ("your machine at the Hollis Road branch counted wrong", "machine at the Hollis Road branch"),
        ("the machine in the hospital foyer is broken", "machine in the hospital foyer"),
        ("the atm on hill street gave me 60 short", "atm on hill street"),
        ("the ATM on campus ate a note of mine", "ATM on campus"),
        ("the machine in the morning swallowed my card", ""),
        ("the ATM on Friday ate my card", ""),
        ("the ticket machine by Monday was still broken", ""),
        ("the ATM near me is broken", ""),
        ("the ATM at work is broken", ""),
        ("the ATM at night only gives fifties", ""),
        ("the machine in your branch kept my card", ""),
        ("the ticket machine in Chinese only", ""),
        ("The washing machine in my flat leaks.", ""),
        ("The vending machine on Elm Walk ate my coins", "Elm Walk"),
    ],
)
def test_a_machine_is_a_place_where_it_is_told_at_which_one(text: str, place: str) -> None:
    assert list(places(text)) == ([place] if place else [])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Roaming in Turkey, two days, 190", "Turkey"),
        ("my phone does not work in Spain", "Spain"),
        ("no data in Thailand", "Thailand"),
        ("stranded in Rio de Janeiro without a bar", "Rio de Janeiro"),
        ("landed in São Paulo, nothing", "São Paulo"),
        ("roaming in the UK costs a fortune", "the UK"),
        ("landed in Lisbon Monday, dead since", "Lisbon"),
        ("arrived in Time for the call", ""),
        ("arrived at Gate 4 and no service", ""),
        ("stayed at Your hotel", ""),
        ("stay in Room 301 was bad", ""),
        ("staying at My Mother's", ""),
        ("travelling in First Class", ""),
        ("abroad in Winter", ""),
        ("landed at Terminal Five", ""),
        ("roaming in Wi-Fi", ""),
        ("no service in French", ""),
        ("The treasurer has moved to Spain", ""),
    ],
)
def test_a_city_or_country_is_one_where_something_happened_on_the_way(text: str, place: str) -> None:
    assert list(places(text)) == ([place] if place else [])


@pytest.mark.parametrize(
    "text",
    [
        *[
            "在家里没信号",
            "在回家的路上断网了",
            "在医院排队",
            "在你们医院",
            "我在网上买的",
            "一路断断续续",
            "手机营业厅",
        ],
        *[
            "at home in the morning",
            "in our village",
            "on my phone",
            "at the station",
            "In May it broke",
            "by Monday",
            "The branch said no",
            "Your shop is shut",
        ],
        "no 4g in our street for a week",
        "Mr Street was rude to me",
        "Ms Lane Terrace's bill is wrong",
        "一断网医院那边就没法挂号",
        "想去曼谷餐厅订位",
    ],
)
def test_what_is_no_sure_place_is_left_to_the_question(text: str) -> None:
    assert list(places(text)) == []


@pytest.mark.parametrize("text", ["为什么要问？", "what do you mean", "不告诉你", "no", "是的", "  "])
def test_questions_refusals_and_plain_answers_are_no_place(text: str) -> None:
    assert not is_place(text)


@pytest.mark.parametrize("text", ["朝阳区", "at home", "Whatley Road", "3楼"])
def test_any_other_words_may_be_a_place(text: str) -> None:
    assert is_place(text)


@pytest.mark.parametrize("text", ["1", "12", "？", "👍"])
def test_a_bare_number_is_no_place(text: str) -> None:
    assert not is_place(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("31.23040, 121.47370", ("31.23040", "121.47370")),
        ("-33.8688,151.2093", ("-33.8688", "151.2093")),
        ("City Mall, 12 Oak Street (31.23040, 121.47370)", ("31.23040", "121.47370")),
        *[
            (text, None)
            for text in ("12.5, 13.5", "95.23040, 121.47370", "31.23040, 181.47370", "1.31.23040, 121.47370")
        ],
    ],
)
def test_a_point_on_the_map_is_told_from_other_numbers(text: str, found: tuple[str, str] | None) -> None:
    assert point(text) == found


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_of_the_world_is_known_as_one(latitude: float, longitude: float) -> None:
    picked = f"{latitude:.5f}, {longitude:.5f}"

    assert point(picked) == (f"{latitude:.5f}", f"{longitude:.5f}")
    assert off_the_map(f"here: {picked}!") == "here: !"
