"""Every method that this server knows, by its name."""

from . import copying, editing, generic, places, profile, sending, topics
from .cloud import Cloud
from .refusals import Json, RefusedError
from .sending import Method

METHODS: dict[str, Method] = {
    **generic.METHODS,
    **sending.METHODS,
    **copying.METHODS,
    **editing.METHODS,
    **topics.METHODS,
    **profile.METHODS,
    **places.METHODS,
    "getUpdates": lambda cloud, parameters: cloud.updates.get(parameters),
    "setWebhook": lambda cloud, parameters: cloud.webhook.set(parameters),
    "deleteWebhook": lambda cloud, parameters: cloud.webhook.delete(parameters),
    "getWebhookInfo": lambda cloud, _: cloud.webhook.info(),
}
NAMES = {name.lower(): name for name in METHODS}


def named(method: str) -> str:
    """Return the name of a method as it is documented; Telegram takes it in any case of its letters."""
    return NAMES.get(method.lower(), method)


def perform(cloud: Cloud, method: str, parameters: Json) -> object:
    """Do what a call asks for; returns the result, which may have to be awaited.

    Raises:
        RefusedError: in Telegram's words.
    """
    if method not in METHODS:
        raise RefusedError(404, "Not Found")
    return METHODS[method](cloud, parameters)
