import asyncio

import pytest

from storage.address_locks import AddressLocks


async def test_what_happens_on_one_address_happens_in_order() -> None:
    locks, heard = AddressLocks(), list[str]()

    async def turn(name: str) -> None:
        async with locks.lock("web:1"):
            heard.append(f"{name} begins")
            await asyncio.sleep(0)
            heard.append(f"{name} ends")

    await asyncio.gather(turn("first"), turn("second"))

    assert heard == ["first begins", "first ends", "second begins", "second ends"]


async def test_different_addresses_go_side_by_side() -> None:
    locks = AddressLocks()

    async with locks.lock("web:1"), asyncio.timeout(60), locks.lock("web:2"):
        both = True

    assert both


async def test_a_lane_is_free_again_after_a_failure() -> None:
    locks = AddressLocks()

    with pytest.raises(ZeroDivisionError):
        async with locks.lock("web:1"):
            raise ZeroDivisionError
    async with asyncio.timeout(60), locks.lock("web:1"):
        entered = True

    assert entered


async def test_who_gives_up_waiting_does_not_hold_the_lane() -> None:
    locks = AddressLocks()

    async def wait() -> None:
        async with locks.lock("web:1"):
            pass

    async with locks.lock("web:1"):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.wait_for(wait(), 60)

    assert waiting.cancelled()


async def test_a_lane_that_nobody_needs_is_forgotten() -> None:
    locks = AddressLocks()

    async with locks.lock("web:1"):
        pass

    assert (locks._locks, locks._users) == ({}, {})
