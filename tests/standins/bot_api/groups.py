"""Groups, and supergroups with topics, seen by their members.

Every message in a topic seems to answer the message that opened the topic, as on Telegram.
https://core.telegram.org/bots/api#forumtopic
"""

from dataclasses import dataclass

from .names import names
from .people import Person
from .refusals import Json, RefusedError, bad, forbidden
from .rooms import Bubble, Ground, Room, without_reply

RIGHTS = names(
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members"
    " can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories can_pin_messages"
    " can_manage_topics can_send_welcome_messages"
)
"""What an administrator may do; https://core.telegram.org/bots/api#chatadministratorrights"""
NOT_FOUND = "message thread not found"
DELETED = "TOPIC_DELETED"


@dataclass
class Topic:
    """A topic of a forum."""

    id: int
    name: str
    icon_color: int
    icon: str = ""
    """The id of a custom emoji."""
    closed: bool = False
    deleted: str = ""
    """In which words the bot is refused since the topic was deleted."""

    @property
    def told(self) -> Json:
        """Return the topic as the Bot API writes it."""
        icon = {"icon_custom_emoji_id": self.icon} if self.icon else {}
        return {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color, **icon}


class Member(Person):
    """Somebody in a group."""

    room: "Group"

    def __init__(self, room: "Group", user: Json, status: str) -> None:
        super().__init__(room, user)
        self.status = status
        """creator, administrator, member, left or kicked."""

    async def opens_topic(self, name: str) -> Topic:
        """Open a topic; the bot is told."""
        topic = self.room.open_topic(self.user, name)
        self.room.push("message", self.room.history[topic.id])
        return topic

    async def closes_topic(self, number: int, *, again_open: bool = False) -> int:
        """Close a topic, or open it again; the bot is told."""
        self.room.topics[number].closed = not again_open
        service: Json = {"forum_topic_reopened" if again_open else "forum_topic_closed": {}}
        return await self.sends(topic=number, **service)

    async def deletes_topic(self, number: int, words: str = NOT_FOUND) -> None:
        """Delete a topic with all that is in it, of which the bot is told nothing.

        Telegram has two ways of refusing the bot from then on: NOT_FOUND and DELETED.
        """
        self.room.delete_topic(number, words)


class Group(Room):
    """A group, a supergroup, or a forum, with its members."""

    def __init__(self, ground: Ground, wire: Json) -> None:
        super().__init__(ground, wire)
        if wire["type"] == "supergroup":
            next(self._numbers)  # the first message tells that the group was made; as a topic it is the general one
        self.members: dict[int, Member] = {}
        self.topics: dict[int, Topic] = {}
        """By the numbers of the messages that opened them; those deleted too."""
        self.rights = set(RIGHTS)
        """What the bot may do as an administrator; nothing: it is a member."""
        self.muted = False
        """Whether the bot may not write."""
        self.kicked = False
        self.migrated_to = 0

    def member(self, number: int, *, name: str = "Li", language: str = "en", status: str = "administrator") -> Member:
        """Return the member with this number; asked again, the same one."""
        user = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        return self.members.setdefault(number, Member(self, user, status))

    def in_topic(self, number: int) -> list[Bubble]:
        """Return what the bot showed in a topic, oldest first."""
        return [bubble for bubble in self.messages if bubble.topic == number]

    async def kicks_the_bot(self) -> int:
        """Throw the bot out, and let it know."""
        self.kicked = True
        return self._bot_is("administrator", "kicked")

    async def takes_the_bot(self) -> int:
        """Take the bot in, and let it know."""
        self.kicked = False
        return self._bot_is("left", "administrator")

    def check(self, what: str = "text messages") -> None:
        """Refuse if the bot may not write here."""
        if self.migrated_to:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise RefusedError(400, words, migrate_to=self.migrated_to)
        if self.kicked:
            raise forbidden(f"bot was kicked from the {self.wire['type']} chat")
        if self.muted:
            raise bad(f"not enough rights to send {what} to the chat")

    def need(self, right: str, what: str) -> None:
        """Refuse if the bot lacks a right."""
        self.check()
        if right not in self.rights:
            raise bad(f"not enough rights to {what}")

    def placed(self, topic: int) -> Json:
        """Return what tells the topic of a message; refuse where there is no such topic."""
        if not topic:
            return {}
        found = self.topics.get(topic)
        if found is None or found.deleted:
            raise bad(found.deleted if found else NOT_FOUND)
        opened = without_reply(self.history[topic])
        return {"message_thread_id": topic, "is_topic_message": True, "reply_to_message": opened}

    def show(self, content: Json, *, keyboard: Json | None = None, topic: int = 0, reply_to: int = 0) -> Json:
        """Write a message of the bot; in a closed topic only who manages topics can."""
        found = self.topics.get(topic)
        if found and found.closed and not found.deleted and "can_manage_topics" not in self.rights:
            raise bad("TOPIC_CLOSED")
        return super().show(content, keyboard=keyboard, topic=topic, reply_to=reply_to)

    def open_topic(self, opener: Json, name: str, icon_color: int = 0x6FB9F0, icon: str = "") -> Topic:
        """Write the message that opens a topic; returns the topic."""
        if not self.wire.get("is_forum"):
            raise bad("the chat is not a forum")
        created = {"name": name, "icon_color": icon_color, **({"icon_custom_emoji_id": icon} if icon else {})}
        message = self.add(opener, {"forum_topic_created": created, "is_topic_message": True})
        number = message["message_thread_id"] = message["message_id"]
        topic = self.topics[number] = Topic(number, name, icon_color, icon)
        return topic

    def delete_topic(self, number: int, words: str) -> None:
        """Delete a topic with all that is in it."""
        self.topics[number].deleted = words
        for message in [one for one in self.history.values() if one.get("message_thread_id") == number]:
            self.delete(message["message_id"])

    def _bot_is(self, old: str, new: str) -> int:
        somebody = next(iter(self.members.values()), None) or self.member(1)
        fields = {"chat": self.wire, "from": somebody.user, "date": int(self.ground.updates.clock())}
        states = {"old_chat_member": self.as_bot(old), "new_chat_member": self.as_bot(new)}
        return self.ground.updates.push({"my_chat_member": {**fields, **states}})

    def as_bot(self, status: str = "") -> Json:
        """Return what the bot is in this group, as the Bot API writes a ChatMember."""
        return membership(self.ground.bot, status or ("administrator" if self.rights else "member"), self.rights)


def membership(user: Json, status: str, rights: set[str] | None = None) -> Json:
    """Return a ChatMember: https://core.telegram.org/bots/api#chatmember."""
    told: Json = {"user": user, "status": status}
    if status == "creator":
        return {**told, "is_anonymous": False}
    if status == "administrator":
        may = {right: rights is None or right in rights for right in RIGHTS}
        return {**told, "can_be_edited": False, "is_anonymous": False, **may}
    return {**told, "until_date": 0} if status == "kicked" else told
