"""In a process of its own the stand-in does what it does in this one."""

import aiohttp
import pytest

from tests.standins.bot_api.remote import apart


async def test_a_process_of_its_own_is_driven_by_the_same_names() -> None:
    async with apart() as api, aiohttp.ClientSession() as session:
        await api.do("fail_next", "getMe", 500, "Internal Server Error")
        failed = await session.get(f"{api.base_url}{api.token}/getMe")
        await api.chat(1).says("hello")
        await api.group(-1001234567890).member(7).says("hi all")
        await api.everybody_says(3, ["one", "two"])
        await session.post(f"{api.base_url}{api.token}/sendMessage", json={"chat_id": 1, "text": "Hello back"})
        shown = await api.chat(1).next_message()
        await session.post(f"{api.base_url}{api.token}/getUpdates", json={"offset": 9})
        await api.acknowledged()

        assert failed.status == 500
        assert shown["message"]["text"] == "Hello back"
        assert [one["outcome"] for one in await api.get("arrivals")] == ["500", "ok", "ok"]
        with pytest.raises(RuntimeError, match="LookupError: no button 'Yes'"):
            await api.chat(1).presses("Yes")
        with pytest.raises(RuntimeError, match="nobody's business"):
            await api.do("_port")
