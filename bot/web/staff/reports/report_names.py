"""How the figures of a report and what they are grouped by read: shares, ranges, times, and names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.desk.outcomes.outcome_file import OutcomeLists
from bot.desk.reports.breakdown import REST
from bot.desk.reports.figures import Share, Spread
from bot.web.page_words import PageWords
from dialogs.model.script import Script, Text

SHOWN_VERSION = 8
"""Characters of the id of a version."""


@dataclass(frozen=True)
class ReportNames:
    """What groups are called by whoever reads the page."""

    t: PageWords
    script_of: Callable[[str], Script | None]
    scripts: Iterable[str]
    """The keys of those that tickets were told in."""
    owners: Mapping[str, str]
    """The names of members by id."""
    lists: OutcomeLists
    """How complaints may end, and why they happen."""

    def group(self, kind: str, name: str) -> str:
        """Return what a group is called."""
        if name == REST:
            return self.t("report.rest")
        if not name:
            return self.t("report.none")
        match kind:
            case "category":
                return self._choice(name)
            case "cause":
                return cause_words(self.lists, self.scripts, name, self.t.language)
            case "outcome":
                return self.lists.outcome_name(name, self.t.language)
            case "owner":
                return self.owners.get(name, name)
            case "script":
                script = self.script_of(name)
                return self._spoken(script.title) if script else name
            case "version":
                return name[:SHOWN_VERSION]
            case "channel":
                return self.t.name("channel", name)
            case "language":
                return self.t.name("tongue", name)
        return name

    def _choice(self, key: str) -> str:
        for script in filter(None, map(self.script_of, self.scripts)):
            slot = script.slots.get("kind")
            for choice in slot.choices if slot else ():
                if choice.key == key:
                    return self._spoken(choice.label)
        return key

    def _spoken(self, text: Text) -> str:
        return text.get(self.t.language) or next(iter(text.values()))


def cause_words(lists: OutcomeLists, scripts: Iterable[str], code: str, language: str) -> str:
    """Return how a cause is called in one of these scripts; its code where none has it any more."""
    names = (lists.cause_name(code, script, language) for script in scripts)
    return next((name for name in names if name != code), code)


def share_words(t: PageWords, share: Share) -> str:
    """Return a share in percent; of few cases only the range, of none a dash."""
    if share.value is None:
        return t("report.nothing")
    if share.is_small:
        low, high = share.range
        return t("report.range", low=f"{low:.0%}", high=f"{high:.0%}")
    return f"{share.value:.0%}"


def spread_words(t: PageWords, spread: Spread) -> tuple[str, str]:
    """Return the median and what nine of ten did not take longer than; of few only the range."""
    if not spread.count:
        return t("report.nothing"), t("report.nothing")
    if spread.is_small:
        return t("report.range", low=time_words(t, spread.least), high=time_words(t, spread.most)), t("report.nothing")
    return time_words(t, spread.median), time_words(t, spread.late)


def time_words(t: PageWords, seconds: float) -> str:
    """Return how long something took, to the minute."""
    minutes = int(seconds) // 60
    if minutes < 60:
        return t("minutes", n=minutes)
    if minutes < 48 * 60:
        return t("hours", n=minutes // 60, m=minutes % 60)
    return t("days", n=minutes // 1440, m=minutes % 1440 // 60)
