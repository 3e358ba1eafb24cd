"""The pages on which admins change scripts, without a browser and without JavaScript."""

import html
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import FormData

from bot.desk.scripts.drafts import Desired
from bot.desk.scripts.validation import Mistake
from bot.desk.staff.audit import Actor
from dialogs.language.wordings import mark_of
from dialogs.strict_yaml.problems import Problem
from storage.records.access_records import Agent, Audit
from tests.bot.desk.texts import BROKEN, CASES, CHANGED, RED, SMALL, source
from tests.bot.web.place import ADA, OWN_PAGE, Place, open_place

BO = Agent(id="agent-bo", name="Bo", role="admin")
PROMPT = "steps/ask-problem/prompt@en"


@asynccontextmanager
async def studio(folder: Path) -> AsyncIterator[Place]:
    """Serve the pages with a small script in force, to Ada."""
    async with open_place(folder) as place:
        await place.sign_in(ADA)
        await place.studio.publisher.publish(source(SMALL), "start")
        yield place


async def test_a_file_of_the_folder_that_changes_nothing_is_told_with_its_lines(tmp_path: Path) -> None:
    wrong = Mistake("own.yaml", Problem(7, 1, "no-step", "there is no step “<b>”", "write one"))
    async with open_place(tmp_path, refused=(wrong,)) as place:
        await place.sign_in(ADA)
        _, page = await place.get("/admin/scripts")

    assert "own.yaml:7" in page
    assert "there is no step “&lt;b&gt;”" in page


async def test_without_such_a_file_nothing_is_told_of_the_folder(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        _, page = await place.get("/admin/scripts")

    assert "Files in the folder" not in page


async def text_of(place: Place) -> str:
    draft = await place.studio.drafts.find("telecom")
    return draft.text if draft else ""


def box(page: str, field: str) -> str:
    """Return what stands in a box of the form."""
    found = re.search(rf'<textarea id="[\w/@-]+" name="{field}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def hidden(page: str, field: str) -> str:
    found = re.search(rf'name="{field}" value="([^"]*)"', page)
    return found[1] if found else ""


def reworded(wording: str, seen: str = "What") -> dict[str, str]:
    return {PROMPT: wording, f"seen:{PROMPT}": mark_of(seen)}


async def test_the_list_tells_state_version_who_and_when(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom", **reworded("What is wrong?"))
        _, page = await place.get("/admin/scripts")

    assert "saved by Ada, under 1 min" in page
    assert source(SMALL).id[:7] in page
    assert "what customers get" in page


async def test_a_text_of_several_lines_that_nobody_touched_does_not_come_into_the_draft(tmp_path: Path) -> None:
    field = "texts/needed@en"
    async with studio(tmp_path) as place:
        _, page = await place.get("/admin/scripts/telecom")
        sent = {field: box(page, field).replace("\n", "\r\n"), f"seen:{field}": hidden(page, f"seen:{field}")}
        answer = await place.post("/admin/scripts/telecom", **sent)

        assert "\r\n" in sent[field]
        assert answer == (303, "/admin/scripts/telecom?saved=0")
        assert await text_of(place) == ""


async def test_every_text_is_a_box_in_each_language(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        _, page = await place.get("/admin/scripts/telecom")

    assert [box(page, f"steps/welcome/say@{language}") for language in ("en", "zh")] == ["Good day", "您好"]
    assert box(page, "texts/helped@en") != ""


async def test_a_changed_text_is_saved_as_a_draft_and_shown_again(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        answer = await place.post("/admin/scripts/telecom", **reworded("What's wrong?"))
        _, page = await place.get("/admin/scripts/telecom")

        assert answer == (303, "/admin/scripts/telecom?saved=1")
        assert box(page, PROMPT) == "What's wrong?"
        assert await text_of(place) == SMALL.replace(" prompt: {en: What,", ' prompt: {en: "What\'s wrong?",')


async def test_a_search_shows_only_the_texts_that_hold_it(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        _, page = await place.get("/admin/scripts/telecom?q=good+day")

    assert re.findall(r'<textarea[^>]* name="([^"]*)@en"', page) == ["steps/welcome/say"]


async def test_a_button_that_is_too_long_is_marked(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        field = "slots/kind/choices/bill@en"
        await place.post("/admin/scripts/telecom", **{field: "B" * 50, f"seen:{field}": mark_of("Bill")})
        _, page = await place.get("/admin/scripts/telecom")

    assert "1 longer than a channel shows" in page
    assert len(re.findall('class="tongue-box too-long"', page)) == 1


async def test_two_admins_who_change_one_text_see_both_and_nothing_is_overwritten(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom", **reworded("From Ada"))
        await place.sign_in(BO)
        _, before = await place.get("/admin/scripts/telecom")
        status, page = await place.post("/admin/scripts/telecom", **reworded("From Bo"))
        kept = await text_of(place)
        again = {PROMPT: "From Bo", f"seen:{PROMPT}": hidden(page, f"seen:{PROMPT}")}
        await place.post("/admin/scripts/telecom", **again)

        assert "Ada is working on this draft" in before
        assert status == 409
        assert (box(page, PROMPT), "From Ada" in page) == ("From Bo", True)
        assert "From Ada" in kept
        assert "From Bo" in await text_of(place)


async def test_a_script_of_the_page_saves_while_somebody_types(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        headers = OWN_PAGE | {"X-Requested-With": "studio"}
        async with place.client.post("/admin/scripts/telecom", data=reworded("Hm?"), headers=headers) as response:
            told = json.loads(await response.text())

    assert (told["kept"], told["clashes"]) == ({PROMPT: mark_of("Hm?")}, [])


async def test_a_field_that_is_no_text_of_the_script_is_refused(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        status, _ = await place.post("/admin/scripts/telecom", **{"start@en": "x"})

        assert (status, await text_of(place)) == (409, "")


async def test_a_text_with_a_mistake_is_saved_and_told_on_its_line(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        answer = await place.post("/admin/scripts/telecom/text", text=BROKEN, cases=CASES, seen="-1")
        _, page = await place.get("/admin/scripts/telecom/text")
        _, publish = await place.get("/admin/scripts/telecom/publish")
        refused, _ = await place.post("/admin/scripts/telecom/publish", note="", seen="0")

    assert answer == (303, "/admin/scripts/telecom/text?saved=1")
    assert "there is no step `ask-kin`" in page
    assert "did you mean `ask-kind`?" in page
    assert "cannot be published yet" in publish
    assert refused == 409


async def test_a_text_that_somebody_else_saved_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/text", text=CHANGED, cases=CASES, seen="-1")
        await place.sign_in(BO)
        status, page = await place.post("/admin/scripts/telecom/text", text=BROKEN, cases=CASES, seen="-1")
        kept = await text_of(place)
        again = await place.post("/admin/scripts/telecom/text", text=BROKEN, cases=CASES, seen=hidden(page, "seen"))

        assert (status, kept) == (409, CHANGED)
        assert "Ada has saved meanwhile" in page
        assert "ask-kin" in box(page, "text")
        assert (again[0], await text_of(place)) == (303, BROKEN)


@pytest.mark.parametrize("by_script", [True, False])
async def test_a_check_tells_what_is_wrong_and_saves_nothing(tmp_path: Path, by_script: bool) -> None:
    async with studio(tmp_path) as place:
        headers = OWN_PAGE | ({"X-Requested-With": "studio"} if by_script else {})
        data = {"text": BROKEN, "cases": CASES, "seen": "-1"}
        async with place.client.post("/admin/scripts/telecom/text/check", data=data, headers=headers) as response:
            page = await response.text()

        assert "there is no step `ask-kin`" in page
        assert ("<html" not in page) == by_script
        assert await text_of(place) == ""


async def test_a_script_whose_session_has_ended_gets_no_page_to_sign_in(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        place.client.session.cookie_jar.clear()
        headers = OWN_PAGE | {"X-Requested-With": "studio"}
        data = {"text": CHANGED, "cases": CASES, "seen": "-1"}
        async with place.client.post("/admin/scripts/telecom/text/check", data=data, headers=headers) as response:
            status = response.status

    assert status == 401


async def test_a_case_that_fails_names_its_turn(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/text", text=CHANGED, cases=RED, seen="-1")
        _, page = await place.get("/admin/scripts/telecom/cases")
        _, publish = await place.get("/admin/scripts/telecom/publish")

    assert len(re.findall('<li class="wrong">', page)) == 1
    assert "See the cases that fail" in publish


async def test_what_differs_is_shown_by_text_and_by_step(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/text", text=CHANGED, cases=CASES, seen="-1")
        _, page = await place.get("/admin/scripts/telecom/compare")

    assert page.count('<ins class="wrap">Good evening</ins>') == 2
    assert page.count('<del class="wrap">Good day</del>') == 2


async def test_a_draft_is_published_with_a_note_and_rolled_back(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/text", text=CHANGED, cases=CASES, seen="-1")
        new, old = source(CHANGED).id, source(SMALL).id
        published = await place.post("/admin/scripts/telecom/publish", note="For the evening, PIN 4711", seen="0")
        in_force = place.studio.scripts.current("telecom")
        _, history = await place.get("/admin/scripts/telecom/history")
        back = await place.post("/admin/scripts/telecom/history", version=old, note="Too late")
        on_record = await place.store.unit().find(Audit, agent=ADA.id)
        acts = [(one.act, one.name) for one in on_record]

        assert published == (303, f"/admin/scripts/telecom/history?published={new[:7]}")
        assert in_force == new
        assert "For the evening, PIN ••••" in history
        assert on_record[-2].detail == "For the evening, PIN ••••"
        assert back[0] == 303
        assert place.studio.scripts.current("telecom") == old
        assert acts[-3:] == [("draft-saved", "Ada"), ("script-published", "Ada"), ("script-rolled-back", "Ada")]


async def test_a_version_that_never_was_in_force_is_not_rolled_back_to(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        status, page = await place.post("/admin/scripts/telecom/history", version="f" * 64)

    assert status == 409
    assert "That version cannot be put in force." in page


async def test_an_own_script_begins_from_another_one(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        answer = await place.post("/admin/scripts/own/new", **{"from": "telecom", "name": "mine"})
        bad, page = await place.post("/admin/scripts/own/new", **{"from": "telecom", "name": "Not So"})
        draft = await place.studio.drafts.find("mine")

    assert answer == (303, "/admin/scripts/mine")
    assert draft
    assert draft.text == SMALL.replace("script: telecom", "script: mine")
    assert (bad, "A name is small letters" in page) == (409, True)


def upload(content: bytes, name: str = "mine.yaml") -> FormData:
    form = FormData()
    form.add_field("file", content, filename=name, content_type="application/yaml")
    return form


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x00\x1a", "no file of text"),
        (b"", "no file of text"),
        (b"\xff\xfe nothing", "no file of text"),
        (b"x" * 600_000, "no file of text"),
        (b"a: [", "is no script"),
        (b"format: 1\nknown-issues:\n  a: {}\n", "is no script"),
    ],
)
async def test_what_is_no_script_is_refused_with_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    async with (
        studio(tmp_path) as place,
        place.client.post("/admin/scripts", data=upload(content), headers=OWN_PAGE) as response,
    ):
        page = await response.text()

    assert (response.status, said in page) == (409, True)


async def test_a_script_is_downloaded_and_uploaded_as_it_was(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        async with place.client.get("/admin/scripts/telecom/file") as response:
            content, header = await response.read(), response.headers["Content-Disposition"]
        mine = content.replace(b"script: telecom", b"script: mine")
        async with place.client.post(
            "/admin/scripts", data=upload(mine), headers=OWN_PAGE, allow_redirects=False
        ) as response:
            where = response.headers["Location"]
        draft = await place.studio.drafts.find("mine")

    assert (content.decode(), header) == (SMALL, 'attachment; filename="telecom.yaml"')
    assert where == "/admin/scripts/mine/text"
    assert draft
    assert draft.text == mine.decode()


async def test_a_draft_is_thrown_away_by_who_has_seen_it(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom", **reworded("Hm?"))
        unseen = await place.post("/admin/scripts/telecom/drop", seen="7")
        kept = await text_of(place)
        await place.post("/admin/scripts/telecom/drop", seen="0")

        assert unseen == (303, "/admin/scripts/telecom/text?taken=1")
        assert kept != ""
        assert await text_of(place) == ""


async def test_only_admins_come_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(Agent(id="agent-di", name="Di", role="supervisor"))

        assert (await place.get("/admin/scripts"))[0] == 403


@pytest.mark.parametrize("path", ["", "/text", "/cases", "/compare", "/publish", "/history", "/file"])
async def test_of_no_script_there_is_no_page(tmp_path: Path, path: str) -> None:
    async with studio(tmp_path) as place:
        assert (await place.get(f"/admin/scripts/nothing{path}"))[0] == 404


async def test_a_replay_is_begun_and_its_report_shown(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        begun = await place.post("/admin/scripts/telecom/replay", days="7")
        await place.studio.replays.finished()
        _, page = await place.get("/admin/scripts/telecom/replay")
        _, part = await place.get("/admin/scripts/telecom/replay", **{"X-Requested-With": "studio"})
        odd, _ = await place.post("/admin/scripts/telecom/replay", days="400")

    assert (begun, odd) == ((303, "/admin/scripts/telecom/replay"), 400)
    assert "Conversations: 0. The same: 0. Different: 0." in page
    assert "<html" not in part


async def test_a_draft_with_a_mistake_is_not_replayed(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/text", text=BROKEN, cases=CASES, seen="-1")
        status, page = await place.post("/admin/scripts/telecom/replay", days="7")

    assert (status, "This draft has mistakes." in page) == (409, True)


async def test_a_draft_is_tried_in_a_conversation_of_its_own(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/text", text=CHANGED, cases=CASES, seen="-1")
        _, empty = await place.get("/admin/scripts/telecom/try")
        begun = await place.post("/admin/scripts/telecom/try", closed="yes")
        await place.post("/admin/scripts/telecom/try/say", text="I was <b>charged</b> twice")
        _, page = await place.get("/admin/scripts/telecom/try")
        button = re.search('name="button" value="([^"]+)">Bill<', page)
        await place.post("/admin/scripts/telecom/try/say", button=button[1] if button else "")
        _, after = await place.get("/admin/scripts/telecom/try")

    assert "Begin</button>" in empty
    assert begun == (303, "/admin/scripts/telecom/try")
    assert "I was &lt;b&gt;charged&lt;/b&gt; twice" in page
    assert "Good evening" in page
    assert "It waits at ask-kind." in page
    assert "Filed as T-" in after


async def test_a_draft_with_a_mistake_is_not_tried(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/text", text=BROKEN, cases=CASES, seen="-1")
        status, _ = await place.post("/admin/scripts/telecom/try")

    assert status == 409


async def test_a_case_is_edited_as_a_conversation_and_the_one_that_fails_names_the_turn(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        _, page = await place.get("/admin/scripts/telecom/cases?case=a-bill-is-filed")
        seen = re.search(r'value="a-bill-is-filed"><input type="hidden" name="seen" value="(\w+)"', page)
        turns = {"turn:0:event": "says", "turn:0:value": "I was charged twice", "turn:0:number": "0"}
        turns |= {"turn:1:event": "taps", "turn:1:value": "bill", "turn:1:number": "1", "turn:1:not-told": "Filed as"}
        case = {"case": "a-bill-is-filed", "seen": seen[1] if seen else "", "do": "save"}
        answer = await place.post("/admin/scripts/telecom/cases", **case, **turns)
        stale, _ = await place.post("/admin/scripts/telecom/cases", **case, **turns)
        _, after = await place.get("/admin/scripts/telecom/cases")

    assert answer == (303, "/admin/scripts/telecom/cases?case=a-bill-is-filed&saved=1#case-a-bill-is-filed")
    assert stale == 409
    assert "in this turn is told `Filed as" in after
    assert after.count('class="wrong"') == 1


async def test_a_try_out_becomes_a_case(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/try", language="zh")
        await place.post("/admin/scripts/telecom/try/say", text="我的话费多扣了")
        answer = await place.post("/admin/scripts/telecom/cases/new", name="Charged twice")
        _, page = await place.get("/admin/scripts/telecom/cases?case=charged-twice")

    assert answer == (303, "/admin/scripts/telecom/cases?case=charged-twice#case-charged-twice")
    assert "我的话费多扣了" in page


async def test_who_opens_what_another_admin_has_open_sees_who_that_is(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        _, alone = await place.get("/admin/scripts/telecom")
        await place.sign_in(BO)
        _, page = await place.get("/admin/scripts/telecom/flow")
        _, told = await place.get("/admin/scripts/telecom/here")
        place.clock.now += timedelta(minutes=2)
        _, later = await place.get("/admin/scripts/telecom/here")

    assert ("Also here" in alone, "Also here just now: Ada." in page) == (False, True)
    assert ("Ada" in told, "Ada" in later) == (True, False)


async def test_a_draft_for_a_share_first_is_compared_and_then_given_to_all(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom", **reworded("What is wrong?"))
        draft = await place.studio.drafts.save("telecom", Actor(ADA, "test"), Desired(CHANGED, CASES, 0))
        first = await place.post("/admin/scripts/telecom/publish", to="share", seen=str(draft.revision), note="shorter")
        _, page = await place.get("/admin/scripts/telecom/publish")
        before = place.studio.scripts.current("telecom")
        then = await place.post("/admin/scripts/telecom/publish/rollout", do="all")

    assert first == (303, "/admin/scripts/telecom/publish")
    assert ("Being tried" in page, "went to a person" in page) == (True, True)
    assert (before, place.studio.scripts.current("telecom")) == (source(SMALL).id, source(CHANGED).id)
    assert then[0] == 303


async def test_a_draft_is_planned_for_a_time_which_must_be_one(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        draft = await place.studio.drafts.save("telecom", Actor(ADA, "test"), Desired(CHANGED, CASES))
        sent = {"to": "all", "seen": str(draft.revision)}
        refused, _ = await place.post("/admin/scripts/telecom/publish", begins="soon", **sent)
        await place.post("/admin/scripts/telecom/publish", begins="2026-11-05T09:00", **sent)
        _, page = await place.get("/admin/scripts/telecom/publish")
        await place.post("/admin/scripts/telecom/publish/rollout", do="end")
        rollout = await place.studio.rollouts.find("telecom")

    assert refused == 409
    assert "From Thu 5 Nov, 09:00 on, for 100 in a hundred" in page
    assert rollout
    assert rollout.status == "given-up"


async def test_what_is_tried_goes_on_when_publishing_is_refused_and_ends_when_it_is_done(tmp_path: Path) -> None:
    here = "/admin/scripts/telecom/publish"
    async with studio(tmp_path) as place:
        draft = await place.studio.drafts.save("telecom", Actor(ADA, "test"), Desired(CHANGED, CASES))
        await place.post(here, to="share", seen=str(draft.revision))
        refused, _ = await place.post(here, to="all", seen="77")
        during = await place.studio.rollouts.find("telecom")
        await place.post(here, to="all", seen=str(draft.revision))
        after = await place.studio.rollouts.find("telecom")

    assert refused == 409
    assert during
    assert after
    assert (during.status, after.status) == ("trying", "given-up")


@pytest.mark.parametrize(("begins", "seen"), [("9999-12-31T23:59", ""), ("2026-11-05T09:00", "77")])
async def test_the_note_and_the_time_stay_when_publishing_is_refused(tmp_path: Path, begins: str, seen: str) -> None:
    async with studio(tmp_path) as place:
        await place.studio.drafts.save("telecom", Actor(ADA, "test"), Desired(CHANGED, CASES))
        sent = {"note": "For the evening", "begins": begins, "seen": seen}
        status, page = await place.post("/admin/scripts/telecom/publish", **sent)

    assert status == 409
    assert 'value="For the evening"' in page
    assert f'value="{begins}"' in page
