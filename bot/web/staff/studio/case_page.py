"""*Cases*: what the cases of a script say to the draft, turn by turn."""

import asyncio

from aiohttp import web

from bot.desk.scripts.case_results import case_results
from bot.desk.scripts.validation import validate
from bot.web.staff.studio.studio_frame import piece_of, studio_page


async def show_cases(request: web.Request) -> web.Response:
    """Show all cases, those that fail first, and what no case comes by."""
    piece = await piece_of(request, "scripts")
    results = await asyncio.to_thread(case_results, piece.source)
    judged = await asyncio.to_thread(validate, piece.source)
    failing = [one for one in results if one.problems]
    lines = {problem.line for one in failing for problem in one.problems}
    others = [one for one in judged.mistakes if not (results and one.problem.line in lines)]
    return studio_page(
        request,
        piece,
        "cases",
        results=[*failing, *(one for one in results if not one.problems)],
        failing=len(failing),
        mistakes=others,
        hints=judged.hints,
    )


ROUTES = [web.get("/admin/scripts/{name}/cases", show_cases)]
