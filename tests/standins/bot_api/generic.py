"""Methods that this project has no use for: they answer something of the right shape, and change nothing.

So a bot written by others runs on this server whatever it calls. Only the chat that a call names must exist.
"""

from collections.abc import Callable

from .cloud import Cloud
from .groups import RIGHTS
from .names import names
from .refusals import Json
from .sending import Method, show

AGREED = names(
    """
    addStickerToSet answerChatJoinRequestQuery answerInlineQuery answerPreCheckoutQuery answerShippingQuery
    approveChatJoinRequest approveSuggestedPost banChatMember banChatSenderChat close closeGeneralForumTopic
    convertGiftToStars createNewStickerSet declineChatJoinRequest declineSuggestedPost deleteAllMessageReactions
    deleteBusinessMessages deleteChatPhoto deleteChatStickerSet deleteEphemeralMessage deleteMessageReaction
    deleteStickerFromSet deleteStickerSet deleteStory editEphemeralMessageCaption editEphemeralMessageMedia
    editEphemeralMessageReplyMarkup editEphemeralMessageText editGeneralForumTopic editUserStarSubscription
    giftPremiumSubscription hideGeneralForumTopic leaveChat logOut pinChatMessage promoteChatMember
    readBusinessMessage refundStarPayment removeBusinessAccountProfilePhoto removeChatVerification
    removeMyProfilePhoto removeUserVerification reopenGeneralForumTopic replaceStickerInSet restrictChatMember
    sendChatJoinRequestWebApp sendGift sendMessageDraft sendRichMessageDraft setBusinessAccountBio
    setBusinessAccountGiftSettings setBusinessAccountName setBusinessAccountProfilePhoto setBusinessAccountUsername
    setChatAdministratorCustomTitle setChatDescription setChatMemberTag setChatPermissions setChatPhoto
    setChatStickerSet setChatTitle setCustomEmojiStickerSetThumbnail setGameScore setManagedBotAccessSettings
    setMyDefaultAdministratorRights setMyProfilePhoto setPassportDataErrors setStickerEmojiList setStickerKeywords
    setStickerMaskPosition setStickerPositionInSet setStickerSetThumbnail setStickerSetTitle setUserEmojiStatus
    transferBusinessAccountStars transferGift unbanChatMember unbanChatSenderChat unhideGeneralForumTopic
    unpinAllChatMessages unpinAllForumTopicMessages unpinAllGeneralForumTopicMessages unpinChatMessage upgradeGift
    verifyChat verifyUser
    """
)
"""What is answered with yes."""
NO_RIGHTS: Json = dict.fromkeys((*RIGHTS, "is_anonymous"), False)
OWNED: Json = {"total_count": 0, "gifts": []}
ANSWERS: dict[str, object] = {
    "answerGuestQuery": {"inline_message_id": "inline-1"},
    "answerWebAppQuery": {"inline_message_id": "inline-1"},
    "createInvoiceLink": "https://t.me/invoice/1",
    "exportChatInviteLink": "https://t.me/+stand-in",
    "getAvailableGifts": {"gifts": []},
    "getBusinessAccountGifts": OWNED,
    "getBusinessAccountStarBalance": {"amount": 0},
    "getChatGifts": OWNED,
    "getCustomEmojiStickers": [],
    "getForumTopicIconStickers": [],
    "getGameHighScores": [],
    "getManagedBotAccessSettings": {"is_access_restricted": False},
    "getManagedBotToken": "4712:managed",
    "getMyDefaultAdministratorRights": NO_RIGHTS,
    "getMyStarBalance": {"amount": 0},
    "getStarTransactions": {"transactions": []},
    "getUserChatBoosts": {"boosts": []},
    "getUserGifts": OWNED,
    "getUserPersonalChatMessages": [],
    "getUserProfileAudios": {"total_count": 0, "audios": []},
    "getUserProfilePhotos": {"total_count": 0, "photos": []},
    "replaceManagedBotToken": "4712:managed-anew",
    "savePreparedInlineMessage": {"id": "prepared-1", "expiration_date": 2_000_000_000},
    "savePreparedKeyboardButton": {"id": "prepared-1"},
}
"""What is answered always alike."""


def always(result: object) -> Method:
    """Return a method that answers always alike, if the chat that is named exists."""

    def answers(cloud: Cloud, parameters: Json) -> object:
        if "chat_id" in parameters:
            cloud.room(parameters)
        return result

    return answers


def invite_link(cloud: Cloud, parameters: Json) -> Json:
    """Answer all that make, change or revoke a link into a chat."""
    cloud.room(parameters)
    link = parameters.get("invite_link") or "https://t.me/+stand-in"
    flags = {"creates_join_request": False, "is_primary": False, "is_revoked": False}
    return {"invite_link": link, "creator": cloud.ground.bot, **flags}


def story(cloud: Cloud, parameters: Json) -> Json:
    """Answer all that show a story."""
    return {"chat": next(iter(cloud.chats.values())).wire, "id": int(parameters.get("story_id") or 1)}


def business_connection(cloud: Cloud, parameters: Json) -> Json:
    """Answer getBusinessConnection."""
    user = {"id": 1, "is_bot": False, "first_name": "Owner"}
    when = {"date": int(cloud.updates.clock()), "is_enabled": True}
    return {"id": str(parameters.get("business_connection_id")), "user": user, "user_chat_id": 1, **when}


def sticker_set(_: Cloud, parameters: Json) -> Json:
    """Answer getStickerSet."""
    return {"name": str(parameters.get("name")), "title": "Stickers", "sticker_type": "regular", "stickers": []}


def upload_sticker(cloud: Cloud, parameters: Json) -> Json:
    """Answer uploadStickerFile."""
    return cloud.files.sent("sticker", parameters.get("sticker"), parameters).told


def checklist(_: Cloud, parameters: Json) -> Json:
    """Return a list of tasks, none of them done."""
    asked = parameters["checklist"]
    tasks = [{"id": task["id"], "text": task["text"]} for task in asked["tasks"]]
    return {"checklist": {"title": asked["title"], "tasks": tasks}}


def game(cloud: Cloud, parameters: Json) -> Json:
    """Return a game."""
    photo = cloud.files.told(cloud.files.keep("photo"))
    return {"game": {"title": parameters["game_short_name"], "description": "A game", "photo": photo}}


def invoice(_: Cloud, parameters: Json) -> Json:
    """Return an invoice."""
    told = {key: parameters[key] for key in ("title", "description", "currency")}
    total = sum(price["amount"] for price in parameters["prices"])
    return {"invoice": {**told, "start_parameter": "", "total_amount": total}}


def live_photo(cloud: Cloud, parameters: Json) -> Json:
    """Return a photo that moves; the still one comes with it."""
    photo = cloud.files.told(cloud.files.sent("photo", parameters.get("photo"), parameters))
    moving = cloud.files.sent("video", parameters.get("live_photo"), parameters).told
    return {"live_photo": {**moving, "width": 640, "height": 360, "duration": 2}, "photo": photo}


def paid_media(_: Cloud, parameters: Json) -> Json:
    """Return media that nobody has paid for."""
    hidden = [{"type": "preview"} for _ in parameters["media"]]
    return {"paid_media": {"star_count": parameters["star_count"], "paid_media": hidden}}


def rich_message(_: Cloud, parameters: Json) -> Json:
    """Return a rich message as one paragraph."""
    asked = parameters["rich_message"]
    text = asked.get("markdown") or asked.get("html") or ""
    return {"rich_message": {"blocks": [{"type": "paragraph", "text": text}]}}


def shows(content: Callable[[Cloud, Json], Json]) -> Method:
    """Return a method that shows a message."""
    return lambda cloud, parameters: show(cloud, parameters, lambda: content(cloud, parameters))


METHODS: dict[str, Method] = {
    **{method: always(True) for method in AGREED},
    **{method: always(answer) for method, answer in ANSWERS.items()},
    "createChatInviteLink": invite_link,
    "createChatSubscriptionInviteLink": invite_link,
    "editChatInviteLink": invite_link,
    "editChatSubscriptionInviteLink": invite_link,
    "revokeChatInviteLink": invite_link,
    "postStory": story,
    "editStory": story,
    "repostStory": story,
    "getBusinessConnection": business_connection,
    "getStickerSet": sticker_set,
    "uploadStickerFile": upload_sticker,
    "sendChecklist": shows(checklist),
    "editMessageChecklist": shows(checklist),
    "sendGame": shows(game),
    "sendInvoice": shows(invoice),
    "sendLivePhoto": shows(live_photo),
    "sendPaidMedia": shows(paid_media),
    "sendRichMessage": shows(rich_message),
}
