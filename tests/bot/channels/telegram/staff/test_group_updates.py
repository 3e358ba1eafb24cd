"""What updates of a staff group mean."""

from typing import Any

import pytest

from bot.channels.telegram.staff.group_updates import StaffAct, staff_act

CHAT = {"id": -1001, "type": "supergroup", "is_forum": True}
LI = {"id": 815, "is_bot": False, "first_name": "Li"}


def message(**more: Any) -> dict[str, Any]:
    opened = {"message_id": 7, "date": 1, "chat": CHAT, "forum_topic_created": {"name": "T", "icon_color": 1}}
    in_topic = {"message_thread_id": 7, "is_topic_message": True, "reply_to_message": opened}
    return {"message_id": 9, "date": 1, "chat": CHAT, "from": LI, **in_topic, **more}


def acted(kind: str = "message", **more: Any) -> StaffAct | None:
    return staff_act({"update_id": 1, kind: message(**more)})


def test_a_text_in_a_topic_answers_nothing_though_it_seems_to_answer_the_topic() -> None:
    assert acted(text=" on it ") == StaffAct(
        user="telegram:815", ref="telegram:-1001:9", topic="telegram:-1001:7", text="on it"
    )


def test_an_answer_says_which_message_it_answers() -> None:
    earlier = {"message_id": 8, "date": 1, "chat": CHAT, "text": "hi"}
    act = acted(text="on it", reply_to_message=earlier)

    assert act
    assert act.answers == "telegram:-1001:8"


def test_outside_of_topics_there_is_no_topic() -> None:
    act = acted(text="hi", is_topic_message=False)

    assert act
    assert act.topic == ""


def test_a_later_version_is_known_as_one() -> None:
    act = acted("edited_message", text="hi")

    assert act
    assert act.edited


def test_a_file_comes_with_its_album() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    act = acted(photo=photo, caption="look", media_group_id="13")

    assert act
    assert act.file
    assert (act.text, act.file.source, act.file.album) == ("look", "f", "telegram:-1001:13")


@pytest.mark.parametrize("service", ["forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden"])
def test_what_happens_to_a_topic_is_no_act(service: str) -> None:
    assert staff_act({"update_id": 1, "message": message(**{service: {}})}) is None


def test_a_tap_on_a_card_names_the_wish_and_the_ticket() -> None:
    query = {"id": "q", "from": LI, "chat_instance": "1", "message": message(text="card"), "data": "staff:claim:t1"}

    assert staff_act({"update_id": 1, "callback_query": query}) == StaffAct(
        user="telegram:815", tap="claim", ticket="t1", query="q"
    )
    assert staff_act({"update_id": 1, "callback_query": {**query, "data": "other:claim:t1"}}) is None


def test_a_group_that_moves_says_where() -> None:
    act = acted(migrate_to_chat_id=-1002)

    assert act
    assert act.moved_to == -1002


def test_members_who_come_and_go_are_no_act() -> None:
    assert staff_act({"update_id": 1, "my_chat_member": {}}) is None


@pytest.mark.parametrize("odd", [None, [], {"update_id": 1, "message": {"message_id": "x"}}])
def test_what_is_no_update_is_an_error(odd: object) -> None:
    with pytest.raises((TypeError, KeyError, AttributeError)):
        staff_act(odd)
