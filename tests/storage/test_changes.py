import asyncio

from storage.changes import LocalChanges


async def test_every_watcher_is_told_every_address_in_order() -> None:
    changes = LocalChanges()

    with changes.watch() as first, changes.watch() as second:
        changes.tell("web:1")
        changes.tell("web:2")
        told = [await anext(first), await anext(first), await anext(second), await anext(second)]

    assert told == ["web:1", "web:2", "web:1", "web:2"]


async def test_a_watcher_is_not_told_what_was_before() -> None:
    changes = LocalChanges()
    changes.tell("web:1")

    with changes.watch() as watcher:
        changes.tell("web:2")
        told = await anext(watcher)

    assert told == "web:2"


async def test_a_watcher_waits_for_the_next_change() -> None:
    changes = LocalChanges()

    with changes.watch() as watcher:
        waiting = asyncio.ensure_future(anext(watcher))
        await asyncio.sleep(0)
        was_waiting = not waiting.done()
        changes.tell("web:1")

        assert (was_waiting, await waiting) == (True, "web:1")


async def test_who_stops_watching_is_forgotten() -> None:
    changes = LocalChanges()

    with changes.watch():
        pass
    changes.tell("web:1")

    assert set() == changes._watchers
