"""Drafts in the store: kept whatever is wrong with them, never over somebody's head, gone once in force."""

import pytest

from bot.desk.scripts.drafts import NONE_SEEN, Desired, Drafts, DraftTaken, NoDraft
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.validation import Source
from bot.desk.staff.audit import Actor
from dialogs.language.wordings import Rewording, mark_of
from storage.records.access_records import Agent, Audit
from storage.records.script_records import Publication
from tests.bot.desk.desk_harness import DeskHarness
from tests.bot.desk.texts import BROKEN, CASES, CHANGED, TELECOM, source

BO = Actor(Agent(id="agent-bo", name="Bo", role="admin"), "192.0.2.1")
CY = Actor(Agent(id="agent-cy", name="Cy", role="admin"), "192.0.2.2")


@pytest.fixture
def drafts(desk: DeskHarness) -> Drafts:
    publisher = Publisher(desk.store, desk.context.scripts, desk.context.environment)
    return Drafts(desk.store, desk.context.scripts, publisher, desk.context.environment)


async def recorded(desk: DeskHarness) -> list[tuple[str, str, str, str]]:
    return [(one.act, one.name, one.about, one.detail) for one in await desk.store.unit().find(Audit)]


async def test_a_draft_with_a_mistake_is_kept_and_in_force_for_nobody(desk: DeskHarness, drafts: Drafts) -> None:
    await drafts.save("telecom", BO, Desired(BROKEN, CASES))
    draft = await drafts.find("telecom")

    assert draft
    assert (draft.text, draft.cases, draft.base, draft.name) == (BROKEN, CASES, TELECOM.id, "Bo")
    assert desk.context.scripts.current("telecom") == TELECOM.id
    assert await recorded(desk) == [("draft-saved", "Bo", "telecom", "")]


async def test_who_saw_an_older_draft_saves_nothing(drafts: Drafts) -> None:
    first = await drafts.save("telecom", BO, Desired(CHANGED, CASES))
    second = await drafts.save("telecom", CY, Desired(BROKEN, CASES, first.revision))
    with pytest.raises(DraftTaken) as taken:
        await drafts.save("telecom", BO, Desired(CHANGED, "", first.revision))
    with pytest.raises(DraftTaken):
        await drafts.drop("telecom", BO, first.revision)

    assert taken.value.draft == second == await drafts.find("telecom")


async def test_two_admins_reword_two_texts_of_one_draft(drafts: Drafts) -> None:
    await drafts.save("telecom", BO, Desired(CHANGED, CASES))
    await drafts.reword("telecom", BO, (Rewording(("title",), "en", mark_of("Complaint"), "Trouble"),))
    done = await drafts.reword("telecom", CY, (Rewording(("title",), "zh", mark_of("投诉"), "麻烦"),))
    draft = await drafts.find("telecom")

    assert done.clashes == ()
    assert draft
    assert "title: {en: Trouble, zh: 麻烦}" in draft.text


async def test_a_rewording_begins_from_what_is_in_force(drafts: Drafts) -> None:
    done = await drafts.reword("telecom", BO, (Rewording(("title",), "en", mark_of("Complaint"), "Trouble"),))
    draft = await drafts.find("telecom")

    assert draft
    assert (done.changed, draft.text) == (1, TELECOM.text.replace("{en: Complaint,", "{en: Trouble,", 1))
    assert draft.cases == TELECOM.cases


async def test_a_published_draft_is_in_force_with_its_note_and_gone(desk: DeskHarness, drafts: Drafts) -> None:
    draft = await drafts.save("telecom", BO, Desired(CHANGED, CASES))
    outcome = await drafts.publish("telecom", CY, "A kinder greeting", draft.revision)
    (*_, last) = await desk.store.unit().find(Publication, script="telecom")

    assert (outcome.mistakes, outcome.version) == ((), source(CHANGED).id)
    assert (last.by, last.name, last.note) == ("studio", "Cy", "A kinder greeting")
    assert await drafts.find("telecom") is None
    assert (await recorded(desk))[-1] == ("script-published", "Cy", "telecom", "A kinder greeting")


async def test_a_draft_with_a_mistake_is_not_published_and_stays(desk: DeskHarness, drafts: Drafts) -> None:
    draft = await drafts.save("telecom", BO, Desired(BROKEN, CASES))
    outcome = await drafts.publish("telecom", BO, "", draft.revision)

    assert [one.problem.code for one in outcome.mistakes] == ["unknown-step"]
    assert await drafts.find("telecom") == draft
    assert desk.context.scripts.current("telecom") == TELECOM.id


async def test_what_somebody_changed_meanwhile_is_not_published_unseen(drafts: Drafts) -> None:
    first = await drafts.save("telecom", BO, Desired(CHANGED, CASES))
    await drafts.save("telecom", CY, Desired(BROKEN, CASES, first.revision))

    with pytest.raises(DraftTaken):
        await drafts.publish("telecom", BO, "", first.revision)


async def test_an_own_script_begins_from_a_shipped_one_with_its_cases(drafts: Drafts) -> None:
    draft = await drafts.begin_own("telecom", "broadband", BO)

    assert draft.text == TELECOM.text.replace("script: telecom", "script: broadband", 1)
    assert (draft.id, draft.cases, draft.base) == ("broadband", TELECOM.cases, "")


@pytest.mark.parametrize(
    ("begun", "name", "reason"),
    [("telecom", "No name", "bad-name"), ("telecom", "after-answer", "name-taken"), ("nothing", "new", "no-script")],
)
async def test_an_own_script_needs_a_free_name_and_a_beginning(
    drafts: Drafts, begun: str, name: str, reason: str
) -> None:
    with pytest.raises(NoDraft) as refused:
        await drafts.begin_own(begun, name, BO)

    assert refused.value.reason == reason


async def test_an_upload_overwrites_no_draft(drafts: Drafts) -> None:
    await drafts.upload(Source("telecom.yaml", BROKEN, CASES), "telecom", BO)
    with pytest.raises(NoDraft) as refused:
        await drafts.upload(Source("telecom.yaml", CHANGED, CASES), "telecom", CY)

    assert refused.value.reason == "draft-there"


async def test_a_text_without_end_is_not_kept(drafts: Drafts) -> None:
    with pytest.raises(NoDraft) as refused:
        await drafts.save("telecom", BO, Desired("x" * 600_000, "", NONE_SEEN))

    assert refused.value.reason == "too-long"


async def test_the_savings_of_one_sitting_are_one_line_on_record(desk: DeskHarness, drafts: Drafts) -> None:
    draft = await drafts.save("telecom", BO, Desired(CHANGED, CASES))
    desk.clock.forward(minutes=2)
    draft = await drafts.save("telecom", BO, Desired(BROKEN, CASES, draft.revision))
    desk.clock.forward(minutes=20)
    await drafts.save("telecom", BO, Desired(CHANGED, CASES, draft.revision))

    assert [act for act, *_ in await recorded(desk)] == ["draft-saved", "draft-saved"]
