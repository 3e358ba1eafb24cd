"""How a file that came with a message is written down in the transcript beside the words."""

FILES = ("photo", "voice", "video", "document")
"""What can be kept of what comes along with a message."""


def transcript_text(kind: str, text: str) -> str:
    """Return what is written into the transcript for something that came along, with or without words."""
    return f"[{kind}] {text}".rstrip() if kind else text


def words_beside(text: str) -> str:
    """Return the words of what is written into the transcript for something that came along, without its kind."""
    mark = next((mark for kind in FILES if text.startswith(mark := transcript_text(kind, ""))), "")
    return text.removeprefix(mark).strip()
