"""A word to everybody who is linked with a known issue: who would be told what, and how far it got once it is sent."""

from collections import defaultdict
from typing import get_args

from aiohttp import web

from bot.desk.agents.broadcasts import Recipient, recipients
from bot.desk.agents.resolving import PAID, TOLD, Decided
from bot.desk.core.errors import Refusal, Refused
from bot.desk.outcomes.remedy_limits import is_currency, read_amount
from bot.web.auth import actor
from bot.web.deps import AGENT, DEPS
from bot.web.pages import words
from bot.web.staff.studio.studio_frame import Piece, StudioForm, form_of, piece_of, speakers, studio_of, studio_page
from dialogs.language.known_issue import KnownIssue
from dialogs.strict_yaml.common_texts import languages
from storage.records.company_records import Broadcast
from storage.records.statuses import BroadcastKind, RemedyKind

GIVEN: tuple[RemedyKind, ...] = tuple(one for one in TOLD if one != "apology")
"""What can be given to many at once."""
KINDS: tuple[BroadcastKind, ...] = get_args(BroadcastKind)


async def show(request: web.Request) -> web.Response:
    """Show who would be told, and what was told before."""
    piece, issue = await _issue(request)
    kind = _kind(request.query.get("kind", ""))
    return await _page(request, piece, issue, kind, _proposed(request, issue, kind))


async def send(request: web.Request) -> web.Response:
    """Have it told to those who stood in the preview."""
    piece, issue = await _issue(request)
    form = await form_of(request)
    kind, texts = _kind(form.text("kind")), _texts(form)
    seen = form.text("seen").split()
    deps = request.app[DEPS]
    try:
        given = _given(request, form) if kind == "remedy" else Decided()
        await deps.broadcasts.begin(actor(request), (piece.name, issue.key), kind, texts, seen, given)
    except Refused as refused:
        problem = words(request)(f"broadcast.refused.{refused.reason}")
        return await _page(request, piece, issue, kind, texts, problem, form)
    raise web.HTTPSeeOther(f"{piece.here}/issue/{issue.key}/broadcast?kind={kind}&sent=1")


async def _issue(request: web.Request) -> tuple[Piece, KnownIssue]:
    """Return the known issue that is in force: nobody is told what customers are not told either."""
    piece, key = await piece_of(request, "known-issues"), request.match_info["issue"]
    issues = studio_of(request).scripts.known_issues(piece.name)
    issue = next((one for one in issues if one.key == key), None)
    if issue is None:
        raise web.HTTPNotFound
    return piece, issue


def _kind(text: str) -> BroadcastKind:
    return next((kind for kind in KINDS if kind == text), KINDS[0])


def _given(request: web.Request, form: StudioForm) -> Decided:
    """Return what each is given.

    Raises:
        Refused: if it is no such thing, no amount, or more than an admin may give.
    """
    remedy = next((one for one in GIVEN if one == form.text("remedy")), None)
    amount, currency = read_amount(form.text("amount").strip() or "0"), form.text("currency").strip().upper()
    if remedy is None or amount is None or (amount and not is_currency(currency)) or (remedy in PAID and not amount):
        raise Refused(Refusal.EMPTY)
    if not request.app[DEPS].company.now.policy.limits.allow(request[AGENT].role, amount, currency):
        raise Refused(Refusal.ABOVE_LIMIT)
    return Decided(remedy=remedy, amount=amount, currency=currency)


def _texts(form: StudioForm) -> dict[str, str]:
    said = {language: form.text(f"text@{language}").replace("\r\n", "\n").strip() for language in languages()}
    return {language: text for language, text in said.items() if text}


def _proposed(request: web.Request, issue: KnownIssue, kind: BroadcastKind) -> dict[str, str]:
    if kind == "workaround":
        return dict(issue.answer)
    titles = {tongue: issue.title.get(tongue.language, issue.key) for tongue in speakers(request)}
    if kind == "remedy":
        return {tongue.language: tongue("broadcast.sorry", title=title) for tongue, title in titles.items()}
    return {tongue.language: tongue("broadcast.fixed", title=title) for tongue, title in titles.items()}


async def _page(
    request: web.Request,
    piece: Piece,
    issue: KnownIssue,
    kind: BroadcastKind,
    texts: dict[str, str],
    problem: str = "",
    form: StudioForm | None = None,
) -> web.Response:
    unit = request.app[DEPS].store.unit()
    people: list[Recipient] = await recipients(unit, piece.name, issue.key, kind)
    return studio_page(
        request,
        piece,
        "broadcast",
        status=409 if problem else 200,
        problem=problem,
        issue=issue,
        kinds=KINDS,
        kind=kind,
        texts=texts,
        people=people,
        told=(await unit.find(Broadcast, issue=issue.key))[::-1],
        tongues=speakers(request),
        spoken={one.language for one in people},
        sent="sent" in request.query,
        remedies=GIVEN,
        given=defaultdict(str, {name: form.text(name) for name in ("remedy", "amount", "currency")} if form else {}),
        currencies=request.app[DEPS].company.now.policy.limits.currencies,
    )


_HERE = "/admin/known-issues/{name}/issue/{issue}/broadcast"
ROUTES = [web.get(_HERE, show), web.post(_HERE, send)]
