"""Whole complaints on the web chat, with people at the desk."""

from pathlib import Path

import pytest

from tests.journeys.program import Program, reference_in, running
from tests.journeys.webclient import Customer, at_the_desk, visiting

CALLS = "My calls are full of clicking since Monday"
CALLS_ZH = "通话毛病太多，对方受不了，从周一开始的"


async def answers_the_rest(customer: Customer) -> str:
    """Take the complaint from its place to its end; returns the reference."""
    await customer.hears("Where does it happen?")
    await customer.says("Riverside Gardens, building 3")
    await customer.hears("Which phone number")
    await customer.says("138 0013 8000")
    await customer.hears("what would put this right for you?")
    await customer.presses("Fix the problem")
    await customer.hears("Is everything right?")
    await customer.presses("Send it")
    filed = await customer.hears("You'll have an answer by ")
    return reference_in(str(filed["text"]))


async def answers_the_rest_in_chinese(customer: Customer) -> str:
    """Take a Chinese complaint from its kind to its end; returns the reference."""
    await customer.hears("这主要是哪方面的问题")
    await customer.presses("网络或信号")
    await customer.hears("是在什么地方")
    await customer.says("滨江花园3号楼")
    await customer.hears("哪个电话")
    await customer.says("13800138000")
    await customer.hears("怎么处理")
    await customer.presses("尽快解决问题")
    await customer.hears("您看这样对吗")
    await customer.presses("提交")
    filed = await customer.hears("已经提交了")
    return reference_in(str(filed["text"]))


async def colleague(program: Program, name: str) -> str:
    """Have the first admin hire somebody; returns the token to sign in with."""
    async with at_the_desk(program) as admin:
        return await admin.hires(name)


@pytest.mark.usefixtures("from_nothing")
async def test_an_angry_customer_gets_a_person_and_later_the_bot_goes_on_where_it_stopped(tmp_path: Path) -> None:
    async with running(tmp_path) as program, visiting(program) as customer:
        await customer.says(CALLS)
        await customer.hears("What is it mainly about?")
        await customer.presses("Network or signal")
        await customer.hears("Where does it happen?")
        await customer.says("This is ridiculous, I am fed up with you")
        await customer.hears("You're right to be upset")
        await customer.says("Fed up with all this, it is a disgrace")
        handed = await customer.hears("I'll stop asking questions and bring in a colleague")
        reference = reference_in(str(handed["text"]))
        async with at_the_desk(program, await colleague(program, "Li Wei")) as li:
            row = await li.reads("/desk?view=waiting", "list")
            assert [words in row for words in (CALLS, reference, "Anger")] == [True] * 3
            assert "Claim the ticket first" in await li.is_refused("resolve", reference, "Done")
            await li.does("reply", reference, "I am sorry. Which building is it?")
            await customer.hears("Li Wei from our team is with you now.")
            await li.does("note", reference, "Careful: third outage this year")
            assert (await customer.hears("Which building is it?"))["name"] == "Li Wei"
            await customer.says("Never mind the building, just fix it")
            assert "Never mind the building" in await li.reads_ticket(reference, "transcript")
            assert "Careful: third outage" in await li.reads_ticket(reference, "transcript")
            await li.does("hand-back", reference)
        await customer.hears("It's me again, the assistant.")
        assert await answers_the_rest(customer) == reference
    assert not [text for text in customer.texts if "third outage" in text]
    assert len([text for text in customer.texts if "What is it mainly about?" in text]) == 1


async def test_a_solution_that_did_not_help_brings_the_ticket_back_to_its_owner(tmp_path: Path) -> None:
    async with running(tmp_path) as program, visiting(program, "zh-CN,zh;q=0.9") as customer:
        await customer.says(CALLS_ZH)
        reference = await answers_the_rest_in_chinese(customer)
        async with at_the_desk(program, await colleague(program, "李伟")) as li:
            await li.does("claim", reference)
            await li.does("resolve", reference, "已更换3号楼的天线。")
            asked = await customer.hears("已更换3号楼的天线。")
            assert "这样解决您的问题了吗" in asked["text"]
            assert "resolved" in await li.reads_ticket(reference, "status")
            await customer.presses("还没解决")
            back = await customer.hears(f"{reference}已经重新打开，交回给熟悉情况的同事")
            assert "前回复您" in back["text"]
            await customer.says("六楼还是不行")
            assert "in hand" in await li.reads_ticket(reference, "status")
            assert "Owner 李伟" in await li.reads_ticket(reference, "known")
            assert "Not solved" in await li.reads("/desk?view=waiting", "list")
            assert reference in await li.reads("/desk?view=mine", "list")
            assert "六楼还是不行" in await li.reads_ticket(reference, "transcript")


async def test_an_agent_may_write_first_and_the_bot_still_speaks_the_customers_language(tmp_path: Path) -> None:
    async with running(tmp_path) as program, visiting(program, "en") as customer:
        await customer.says(CALLS_ZH)
        reference = await answers_the_rest_in_chinese(customer)
        async with at_the_desk(program) as agent:
            await agent.does("claim", reference)
            await agent.does("reply", reference, "您好，什么时候最严重？")
            await customer.hears("什么时候最严重")
            await customer.says("晚上八点以后")
            await agent.does("resolve", reference, "已更换楼道里的设备。")
            await customer.hears("这样解决您的问题了吗")


async def test_who_comes_back_after_the_answer_is_recognised_and_keeps_the_same_owner(tmp_path: Path) -> None:
    async with running(tmp_path) as program, visiting(program, "zh") as customer:
        await customer.says(CALLS_ZH)
        reference = await answers_the_rest_in_chinese(customer)
        async with at_the_desk(program, await colleague(program, "李伟")) as li:
            await li.does("claim", reference)
            await li.does("resolve", reference, "已更换天线。")
            await customer.hears("这样解决您的问题了吗")
            await customer.presses("解决了")
            await customer.hears(f"{reference}现在办结了")
            assert "closed" in await li.reads_ticket(reference, "status")
            await customer.says("通话又有杂音了")
            await customer.hears("这件事吗", reference, CALLS_ZH)
            await customer.presses("是同一件事")
            await customer.hears(f"补充到{reference}里")
            assert "Owner 李伟" in await li.reads_ticket(reference, "known")
            assert "Told 2 times" in await li.reads_ticket(reference, "known")
            assert reference in await li.reads("/desk?view=repeats", "list")


async def test_a_solution_that_helped_closes_the_ticket_on_the_customers_word(tmp_path: Path) -> None:
    async with running(tmp_path) as program, visiting(program) as customer:
        await customer.says(CALLS)
        await customer.hears("What is it mainly about?")
        await customer.says("network")
        reference = await answers_the_rest(customer)
        async with at_the_desk(program) as agent:
            await agent.does("claim", reference)
            await agent.does("resolve", reference, "The antenna on your roof was replaced.")
            await customer.hears("The antenna on your roof was replaced.\n\nDid this solve it for you?")
            assert "resolved" in await agent.reads_ticket(reference, "status")  # silence is not a yes
            await customer.says("yes, it works now, thank you")
            await customer.hears(f"{reference} is closed now.")
            status = await agent.reads_ticket(reference, "status")
        await customer.says("/status")
        await customer.hears("solved, closed on ")
    assert "closed" in status


async def test_a_kill_in_the_middle_of_a_chat_costs_the_customer_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as program, visiting(program) as customer:
        await customer.says(CALLS, key="first")
        await customer.hears("What is it mainly about?")
        await program.kill()
        await program.start()
        await customer.opens(program)
        before = customer.texts
        await customer.says(CALLS, key="first")  # the browser cannot know whether it was taken
        await customer.says("1", key="second")  # and this one never arrived
        reference = await answers_the_rest(customer)
        async with at_the_desk(program) as agent:
            transcript = await agent.reads_ticket(reference, "transcript")

    assert before[0] == CALLS
    assert "What is it mainly about?" in before[-1]
    assert customer.texts.count(CALLS) == 1
    assert transcript.count("Where does it happen?") == 2  # once on the line of what is folded, and once within


async def test_two_colleagues_cannot_both_claim_a_customer(tmp_path: Path) -> None:
    async with running(tmp_path) as program, visiting(program) as customer:
        await customer.says("I want to talk to a person, my bill is wrong")
        reference = reference_in(str((await customer.hears("I'm passing you to a colleague"))["text"]))
        li_token = await colleague(program, "Li Wei")
        await program.stop()
        await program.start()
        async with at_the_desk(program, li_token) as li, at_the_desk(program) as admin:
            await li.does("claim", reference)
            refusal = await admin.is_refused("claim", reference)
            await customer.opens(program)
            await customer.hears("Li Wei from our team is with you now.")

    assert "A colleague has claimed this conversation." in refusal
