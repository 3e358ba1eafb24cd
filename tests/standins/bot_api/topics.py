"""The methods that open, change, close and delete the topics of a forum.

https://core.telegram.org/bots/api#createforumtopic
"""

from .cloud import Cloud
from .groups import DELETED, NOT_FOUND, Group, Topic
from .refusals import Json, bad
from .sending import Method

COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


def create(cloud: Cloud, parameters: Json) -> Json:
    """Answer createForumTopic."""
    group = _forum(cloud, parameters, "create a topic")
    name = str(parameters.get("name", "")).strip()
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    color = int(parameters.get("icon_color") or COLORS[0])
    topic = group.open_topic(cloud.ground.bot, name, color, str(parameters.get("icon_custom_emoji_id", "")))
    return topic.told


def edit(cloud: Cloud, parameters: Json) -> bool:
    """Answer editForumTopic."""
    group, topic = _topic(cloud, parameters, "edit the topic")
    name = str(parameters.get("name") or topic.name)
    icon = str(parameters.get("icon_custom_emoji_id", topic.icon))
    if len(name) > 128:
        raise bad("topic name is too long")
    if (name, icon) == (topic.name, topic.icon):
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon = name, icon
    _say(cloud, group, topic, {"forum_topic_edited": {"name": name}})
    return True


def close(cloud: Cloud, parameters: Json) -> bool:
    """Answer closeForumTopic."""
    group, topic = _topic(cloud, parameters, "close the topic")
    if topic.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = True
    _say(cloud, group, topic, {"forum_topic_closed": {}})
    return True


def reopen(cloud: Cloud, parameters: Json) -> bool:
    """Answer reopenForumTopic."""
    group, topic = _topic(cloud, parameters, "reopen the topic")
    if not topic.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = False
    _say(cloud, group, topic, {"forum_topic_reopened": {}})
    return True


def delete(cloud: Cloud, parameters: Json) -> bool:
    """Answer deleteForumTopic."""
    group, topic = _topic(cloud, parameters, "delete the topic")
    group.delete_topic(topic.id, NOT_FOUND)
    return True


def _forum(cloud: Cloud, parameters: Json, what: str) -> Group:
    room = cloud.room(parameters)
    room.check()
    if not isinstance(room, Group) or not room.wire.get("is_forum"):
        raise bad("the chat is not a forum")
    room.need("can_manage_topics", what)
    return room


def _topic(cloud: Cloud, parameters: Json, what: str) -> tuple[Group, Topic]:
    group = _forum(cloud, parameters, what)
    topic = group.topics.get(int(parameters.get("message_thread_id") or 0))
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    if topic.deleted:
        raise bad(DELETED if topic.deleted == DELETED else "TOPIC_ID_INVALID")
    return group, topic


def _say(cloud: Cloud, group: Group, topic: Topic, service: Json) -> None:
    group.add(cloud.ground.bot, service, topic=topic.id)


METHODS: dict[str, Method] = {
    "createForumTopic": create,
    "editForumTopic": edit,
    "closeForumTopic": close,
    "reopenForumTopic": reopen,
    "deleteForumTopic": delete,
}
