"""Groups and topics are as a bot meets them, with the habits that mislead it."""

import pytest

from tests.standins.bot_api.calling import done, refused
from tests.standins.bot_api.groups import DELETED, Group, Member
from tests.standins.bot_api.server import BotApi

DESK = -1001234567890


@pytest.fixture
def group(api: BotApi) -> Group:
    return api.group(DESK, forum=True)


@pytest.fixture
def agent(group: Group) -> Member:
    return group.member(7, name="Li")


async def opened(api: BotApi, name: str = "T-1") -> int:
    return int((await done(api, "createForumTopic", chat_id=DESK, name=name))["message_thread_id"])


async def test_a_message_in_a_topic_seems_to_answer_what_opened_it(api: BotApi, group: Group, agent: Member) -> None:
    topic = await opened(api)
    sent = await done(api, "sendMessage", chat_id=DESK, text="New complaint", message_thread_id=topic)
    await agent.says("On it", topic=topic)
    await agent.says("What did you mean?", topic=topic, reply_to=sent["message_id"])
    plain, reply = (update["message"] for update in api.pending)

    for message in (sent, plain):
        assert message["is_topic_message"]
        assert message["reply_to_message"]["message_id"] == topic
        assert message["reply_to_message"]["forum_topic_created"]["name"] == "T-1"
    assert reply["reply_to_message"]["text"] == "New complaint"
    assert reply["message_thread_id"] == topic
    assert [bubble.text for bubble in group.in_topic(topic)] == ["New complaint"]


async def test_outside_of_topics_nothing_is_told_of_them(api: BotApi, agent: Member) -> None:
    await agent.says("hello all")

    assert {"message_thread_id", "is_topic_message", "reply_to_message"}.isdisjoint(api.pending[0]["message"])


async def test_a_topic_that_there_is_not_is_refused(api: BotApi, group: Group) -> None:
    words = "Bad Request: message thread not found"

    assert await refused(api, "sendMessage", chat_id=DESK, text="hi", message_thread_id=99) == words
    assert await refused(api, "editForumTopic", chat_id=DESK, message_thread_id=99, name="x") == (
        "Bad Request: TOPIC_ID_INVALID"
    )


@pytest.mark.parametrize("words", ["message thread not found", DELETED])
async def test_a_deleted_topic_is_refused_in_either_of_two_ways(api: BotApi, agent: Member, words: str) -> None:
    topic = await opened(api)
    await agent.deletes_topic(topic, words)

    assert api.pending == []
    assert (
        await refused(api, "sendMessage", chat_id=DESK, text="hi", message_thread_id=topic) == f"Bad Request: {words}"
    )


async def test_a_topic_is_renamed_closed_and_opened_again_once(api: BotApi, group: Group, agent: Member) -> None:
    topic = await opened(api)
    where = {"chat_id": DESK, "message_thread_id": topic}
    same = "Bad Request: TOPIC_NOT_MODIFIED"

    assert await done(api, "editForumTopic", name="T-1 solved", **where)
    assert await refused(api, "editForumTopic", name="T-1 solved", **where) == same
    assert await done(api, "closeForumTopic", **where)
    assert await refused(api, "closeForumTopic", **where) == same
    assert await done(api, "sendMessage", text="still", **where)

    group.rights.discard("can_manage_topics")

    assert await refused(api, "sendMessage", text="no more", **where) == "Bad Request: TOPIC_CLOSED"
    assert await refused(api, "reopenForumTopic", **where) == "Bad Request: not enough rights to reopen the topic"

    await agent.closes_topic(topic, again_open=True)

    assert await done(api, "sendMessage", text="again", **where)
    assert (group.topics[topic].name, group.topics[topic].closed) == ("T-1 solved", False)


async def test_members_can_open_topics_and_the_bot_delete_them(api: BotApi, group: Group, agent: Member) -> None:
    topic = await agent.opens_topic("lunch")

    assert api.pending[0]["message"]["forum_topic_created"]["name"] == "lunch"

    await done(api, "deleteForumTopic", chat_id=DESK, message_thread_id=topic.id)

    assert topic.deleted


async def test_a_group_that_is_no_forum_has_no_topics(api: BotApi) -> None:
    api.group(-55)

    assert await refused(api, "createForumTopic", chat_id=-55, name="x") == "Bad Request: the chat is not a forum"


async def test_a_bot_that_was_kicked_or_muted_or_lacks_a_right_is_refused(api: BotApi, group: Group) -> None:
    group.rights.clear()

    assert await refused(api, "createForumTopic", chat_id=DESK, name="x") == (
        "Bad Request: not enough rights to create a topic"
    )

    group.muted = True

    assert await refused(api, "sendMessage", chat_id=DESK, text="x") == (
        "Bad Request: not enough rights to send text messages to the chat"
    )

    await group.kicks_the_bot()

    assert await refused(api, "sendMessage", chat_id=DESK, text="x") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )
    assert api.pending[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_group_that_becomes_a_supergroup_says_so_in_both_and_to_whoever_writes(api: BotApi) -> None:
    old = api.group(-55)
    old.member(7)
    new = await api.migrate(old)
    first, second = (update["message"] for update in api.pending)

    assert (first["chat"]["id"], first["migrate_to_chat_id"]) == (-55, new.number)
    assert (second["chat"]["id"], second["migrate_from_chat_id"]) == (new.number, -55)
    assert "group chat was upgraded to a supergroup chat" in await refused(api, "sendMessage", chat_id=-55, text="x")
    assert await done(api, "sendMessage", chat_id=new.number, text="x")


async def test_members_and_their_roles_are_told(api: BotApi, group: Group, agent: Member) -> None:
    group.member(8, name="Wu", status="member")

    leading = await done(api, "getChatAdministrators", chat_id=DESK)

    assert [one["user"]["first_name"] for one in leading] == ["Li", "Stand-in"]
    assert (await done(api, "getChatMember", chat_id=DESK, user_id=8))["status"] == "member"
    assert await done(api, "getChatMemberCount", chat_id=DESK) == 3
