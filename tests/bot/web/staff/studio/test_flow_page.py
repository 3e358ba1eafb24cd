"""*Flow*: the picture with links, and steps and choices changed by plain forms."""

import re
from pathlib import Path

from dialogs.language.flow_forms import FlowForms, read_flow
from tests.bot.web.place import Place
from tests.bot.web.staff.studio.test_studio_pages import BO, studio, text_of

HERE = "/admin/scripts/telecom/flow"
ASK = {"kind": "ask", "word:ask": "problem", "word:goto": "ask-kind", "word:otherwise": "to-agent"}


async def flow_of(place: Place) -> FlowForms:
    found = read_flow(await text_of(place))
    assert found is not None
    return found


async def seen(place: Place, step: str) -> dict[str, str]:
    """Return what a form about a step says of it."""
    _, page = await place.get(f"{HERE}?step={step}")
    found = re.search(r'name="step" value="[\w-]+"><input type="hidden" name="seen" value="(\w+)"', page)
    return {"step": step, "seen": found[1] if found else ""}


async def test_each_step_of_the_picture_leads_to_its_form(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        _, page = await place.get(f"{HERE}?step=ask-problem")

    assert '<a href="?step=welcome"' in page
    assert 'aria-current="true"' in page
    assert ">What</textarea>" in page.replace("\n", "")
    assert "format: 1" not in page


async def test_a_step_is_reworded_in_the_draft(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        said = {"kind": "say", "text:say@en": "Welcome!", "text:say@zh": "欢迎！", "word:goto": "ask-problem"}
        answer = await place.post(HERE, **await seen(place, "welcome"), **said, do="save")
        found = await flow_of(place)

    assert answer == (303, f"{HERE}?step=welcome&saved=1")
    assert found.steps["welcome"].said == {"en": "Welcome!", "zh": "欢迎！"}


async def test_a_question_with_a_new_answer_comes_behind_a_step_and_splits_the_way(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        asks = {"kind": "ask", "word:ask": "new", "word:otherwise": "to-agent", "new:type": "choice"}
        asks |= {
            "text:prompt@en": "Which phone?",
            "text:prompt@zh": "什么手机？",
            "new:label@en": "Phone",
            "new:label@zh": "手机",
        }
        asks |= {"text:reprompt@en": "Tap one.", "text:reprompt@zh": "请点一项。"}
        asks |= {
            "new:choice:0@en": "iPhone",
            "new:choice:0@zh": "苹果",
            "new:choice:1@en": "Other",
            "new:choice:1@zh": "其他",
        }
        added = await place.post(HERE, step="ask-kind", do="add", **asks)
        whole = {
            "kind": "ask",
            "word:ask": "phone",
            "word:otherwise": "to-agent",
            "word:goto": "bye",
        }
        texts = {name: value for name, value in asks.items() if name.startswith("text:")}
        split = await place.post(HERE, **await seen(place, "ask-phone"), **whole, **texts, do="split")
        found = await flow_of(place)

    assert added == (303, f"{HERE}?step=ask-phone&saved=1")
    assert split == (303, f"{HERE}?step=by-phone&saved=1")
    assert list(found.slots["phone"].choices) == ["iphone", "other"]
    assert found.steps["ask-kind"].words["goto"] == "ask-phone"
    assert found.steps["by-phone"].arms[0].tests[0] == ("phone", "equals", "iphone")


async def test_a_choice_is_added_moved_and_removed(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        ask = {"kind": "ask", "word:ask": "kind", "word:otherwise": "to-agent", "word:goto": "bye"}
        more = {"new-choice@en": "Shop", "new-choice@zh": "门店", "new-choice-words": "shop，门店"}
        await place.post(HERE, **await seen(place, "ask-kind"), **ask, **more, do="choice:add")
        before = list((await flow_of(place)).slots["kind"].choices)
        await place.post(HERE, **await seen(place, "ask-kind"), **ask, do="choice:up:shop")
        await place.post(HERE, **await seen(place, "ask-kind"), **ask, do=f"choice:remove:{before[0]}")
        found = (await flow_of(place)).slots["kind"].choices

    assert before == ["bill", "network", "shop"]
    assert list(found) == ["shop", "network"]
    assert found["shop"].words == ("shop", "门店")


async def test_who_saves_a_step_that_somebody_else_changed_overwrites_nothing(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        said = {"kind": "say", "text:say@zh": "欢迎！", "word:goto": "ask-problem"}
        before = await seen(place, "welcome")
        await place.post(HERE, **before, **said, **{"text:say@en": "From Ada"}, do="save")
        await place.sign_in(BO)
        status, page = await place.post(HERE, **before, **said, **{"text:say@en": "From Bo"}, do="save")

        assert (status, "From Bo" in page) == (409, True)
        assert (await flow_of(place)).steps["welcome"].said["en"] == "From Ada"


async def test_a_step_is_taken_out_and_what_led_there_goes_on(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        answer = await place.post(HERE, **await seen(place, "welcome"), do="remove", instead="")
        found = await flow_of(place)

    assert answer == (303, f"{HERE}?step=ask-problem&saved=1")
    assert (found.start, "welcome" in found.steps) == ("ask-problem", False)


async def test_the_last_way_is_not_taken_and_problems_lead_to_their_steps(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        status, page = await place.post(HERE, **await seen(place, "to-agent"), do="remove", instead="")
        said = {"kind": "say", "text:say@en": "Hi", "text:say@zh": "", "word:goto": "ask-problem"}
        await place.post(HERE, **await seen(place, "welcome"), **said, do="save")
        _, after = await place.get(f"{HERE}?step=ask-problem")

    assert (status, "nothing was changed" in page) == (409, True)
    assert '<li><a href="?step=welcome">welcome</a>' in after


async def test_a_step_that_cannot_be_added_is_shown_again_as_a_new_one(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        asks = {"kind": "ask", "word:ask": "new", "new:type": "date", "new:choice:1@zh": "苹果", "new:private": "yes"}
        asks |= {"text:prompt@en": "Which phone?", "new:label@en": ""}
        status, page = await place.post(HERE, step="ask-kind", do="add", **asks)

    assert status == 409
    assert '<button class="main" name="do" value="add">' in page
    assert 'name="seen"' not in page
    assert "Which phone?</textarea>" in page
    assert 'value="苹果"' in page
    assert '<option value="date" selected>' in page
    assert 'name="new:private" value="yes" checked' in page
    assert "needs a name" in page


async def test_what_was_written_of_the_answers_stays_when_a_choice_cannot_be_added(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        ask = {"kind": "ask", "word:ask": "kind", "word:otherwise": "to-agent", "word:goto": "bye"}
        more = {"slot:type": "choice", "slot:label@en": "Sort of trouble", "new-choice-words": "shop, branch"}
        more |= {"choice:bill@en": "My bill", "choice-words:bill": "bill, charge"}
        status, page = await place.post(HERE, **await seen(place, "ask-kind"), **ask, **more, do="choice:add")

    assert status == 409
    assert 'value="Sort of trouble"' in page
    assert 'value="My bill"' in page
    assert 'value="shop, branch"' in page


async def test_a_script_without_a_step_is_shown_whatever_is_to_be_added(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.post("/admin/scripts/telecom/text", text="format: 1\nsteps: {}\nslots: {}\n")
        status, _ = await place.get(f"{HERE}?add=ask")

    assert status == 200
