"""A page of the staff as PDF, printed by Chromium where it is installed: its style for paper is all that it takes.

The page comes as a file, with no script let run and nothing fetched from anywhere.
"""

import asyncio
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from aiohttp import web

from bot.web.pages import HERE

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PATIENCE = 60.0
"""Seconds that a page may take."""
_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src file:; img-src file:">"""
"""What the page may do: look as it does, and nothing else."""
_ONE = asyncio.Semaphore(1)
"""A browser takes much memory: one page at a time."""


@cache
def browser() -> str:
    """Return the path of Chromium, or of what is like it; nothing if there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), "")


async def send_pdf(request: web.Request, name: str, page: str) -> web.StreamResponse:
    """Send a page as PDF.

    Raises:
        HTTPServiceUnavailable: if there is no browser, or it did not print the page.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "page.pdf"
        async with _ONE:
            await _print(page, Path(folder) / "page.html", made)
        if not browser() or not made.is_file():  # it is there or not
            raise web.HTTPServiceUnavailable
        headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
        body = await asyncio.to_thread(made.read_bytes)
        return web.Response(body=body, content_type="application/pdf", headers=headers)


async def _print(page: str, source: Path, made: Path) -> None:
    static = (HERE / "static").as_uri()
    shut = page.replace("<head>", f"<head>{_POLICY}", 1).replace('href="/static/', f'href="{static}/')
    await asyncio.to_thread(source.write_text, shut, "utf-8")
    arguments = ["--headless", "--disable-gpu", "--no-pdf-header-footer"]
    if os.geteuid() == 0:  # in a container it has no sandbox of its own
        arguments.append("--no-sandbox")
    paths = [f"--user-data-dir={made.parent / 'profile'}", f"--print-to-pdf={made}", source.as_uri()]
    quiet = asyncio.subprocess.DEVNULL
    if not browser():
        return
    process = await asyncio.create_subprocess_exec(browser(), *arguments, *paths, stdout=quiet, stderr=quiet)
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
