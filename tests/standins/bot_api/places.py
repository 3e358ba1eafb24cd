"""The methods that tell of chats and who is in them, and getFile.

https://core.telegram.org/bots/api#getchat
"""

from .cloud import Cloud
from .groups import Group, membership
from .refusals import Json, bad
from .sending import Method

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(cloud: Cloud, parameters: Json) -> Json:
    """Answer getChat."""
    room = cloud.room(parameters)
    if not room.private:
        room.check()
    gifts = dict.fromkeys(GIFTS, True)
    return {**room.wire, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(cloud: Cloud, parameters: Json) -> Json:
    """Answer getChatMember."""
    room = cloud.room(parameters)
    room.check()
    number = int(parameters.get("user_id") or 0)
    if not isinstance(room, Group):
        return membership(_user(cloud, number), "member")
    if number == cloud.ground.bot["id"]:
        return room.as_bot()
    if number not in room.members:
        raise bad("member not found" if number in cloud.chats else "PARTICIPANT_ID_INVALID")
    member = room.members[number]
    return membership(member.user, member.status)


def get_chat_administrators(cloud: Cloud, parameters: Json) -> list[Json]:
    """Answer getChatAdministrators; other bots are left out, this one is not."""
    group = _group(cloud, parameters)
    leading = ("creator", "administrator")
    people = [membership(one.user, one.status) for one in group.members.values() if one.status in leading]
    return [*people, group.as_bot()] if group.rights else people


def get_chat_member_count(cloud: Cloud, parameters: Json) -> int:
    """Answer getChatMemberCount."""
    room = cloud.room(parameters)
    room.check()
    return len(room.members) + 1 if isinstance(room, Group) else 2


def get_file(cloud: Cloud, parameters: Json) -> Json:
    """Answer getFile."""
    return cloud.files.get(parameters)


def _group(cloud: Cloud, parameters: Json) -> Group:
    room = cloud.room(parameters)
    room.check()
    if not isinstance(room, Group):
        raise bad("there are no administrators in the private chat")
    return room


def _user(cloud: Cloud, number: int) -> Json:
    if number == cloud.ground.bot["id"]:
        return cloud.ground.bot
    if number not in cloud.chats:
        raise bad("PARTICIPANT_ID_INVALID")
    return cloud.chats[number].user


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "getFile": get_file,
}
