"""How well repeats and known answers are recognised, beside three baselines, and in harder forms of the same texts.

``python -m bench.recognition`` measures on the half of the development set that nothing was fitted to: plain, typed in
a hurry, very short, very long, and in Traditional characters; then on real texts, where ``../shared/data`` is there.
``python -m bench.recognition real`` measures on these alone, ``repeats FILE`` and ``answers FILE KNOWN-ISSUES`` on
files of your own, in the form that `python -m bot evaluate` takes. How the baselines come to their thresholds, in
their favour, is in `bench.baselines`.
"""

import random
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from opencc import OpenCC

from bench import baselines, real_texts
from bot.commands.evaluate.labelled_files import read_answers, read_repeats
from bot.commands.evaluate.measure_hotspots import raised_in, read_stream
from bot.desk.hotspots.topic_summary import named
from bot.desk.recognition.evaluation import (
    AnswerFigures,
    LabelledTelling,
    Question,
    RepeatFigures,
    measure_answers,
    measure_repeats,
    split_answers,
    split_repeats,
)
from bot.matching.normalise import tokens
from bot.matching.sentences import Sentences, installed
from tests.developed import LANGUAGES, companies, outside, repeats

ISSUES = 12
SHORT = {"en": 10, "zh": 16}
"""Words, or pairs of Chinese characters, up to which a telling is very short."""
_LETTERS = 12
"""Among so many letters there is one slip."""
_FILLERS = {
    "en": (
        "Good morning, I hope this message finds you well and that the week has been kind to you.",
        "I have always been treated politely by your colleagues, and I would like to thank them for that.",
        "Please excuse the length of what I write, I am not used to complaining and find it hard to begin.",
        "I would be very grateful if somebody could find the time to read this, and I thank you in advance.",
    ),
    "zh": (
        "您好，不好意思打扰您了，祝您工作顺利，身体健康。",
        "一直以来贵公司的服务人员都很客气，我心里是很感谢的。",
        "我平时很少写这种东西，写得有点长，请您多多包涵。",
        "麻烦您抽空看一下，先谢谢您了，辛苦辛苦。",
    ),
}
_REPEATS = ("offered_recall", "stated_recall", "stated_precision", "false_offer_rate", "missed", "asked")
_ANSWERS = (
    "top1",
    "answered",
    "answer_precision",
    "answered_or_offered",
    "offer_precision",
    "false_answer_rate",
    "false_offer_rate",
)

Change = Callable[[str], str]


def typed_in_a_hurry(language: str) -> Change:
    """Return what makes a slip now and then: a letter is left out, or changes places with the next; 中 is doubled."""
    chance = random.Random(3)
    return lambda text: re.sub(rf"(?s).{{{_LETTERS}}}", lambda found: _slip(found.group(), language, chance), text)


def _slip(letters: str, language: str, chance: random.Random) -> str:
    n = chance.randrange(len(letters) - 1)
    first, pair, rest = letters[:n], letters[n : n + 2], letters[n + 2 :]
    if chance.random() < 0.5:
        return first + pair[1] + rest
    return first + (pair[0] + pair if language == "zh" else pair[::-1]) + rest


def told_at_length(language: str) -> Change:
    """Return what puts polite sentences around a text."""
    one, two, three, four = _FILLERS[language]
    gap = "" if language == "zh" else " "
    return lambda text: gap.join((one, two, three, text, four))


def is_short(text: str, language: str) -> bool:
    return len(tokens(text)) <= SHORT[language]


def slices(language: str) -> Mapping[str, Change]:
    """Return how the texts are changed, by name."""
    found = {"typos": typed_in_a_hurry(language), "very long": told_at_length(language)}
    return found | {"Traditional": OpenCC("s2t").convert} if language == "zh" else found


def histories(language: str) -> list[LabelledTelling]:
    """Return the test half of the development set."""
    return [
        LabelledTelling(one.id, one.customer, one.text, one.repeat_of, one.also) for one in repeats(language, "test")
    ]


def questions(language: str, company: int) -> tuple[list[Question], dict[str, tuple[str, ...]]]:
    """Return questions to a company, half of them about none of its known issues, and these."""
    own, _ = companies(language, "test")[company]
    asked = [Question(text, one.id) for one in own[:ISSUES] for text in one.asked]
    asked += [Question(text, None) for one in own[ISSUES:] for text in one.wordings]
    asked += [Question(text, None) for text in outside(language, "test")]
    return asked, {one.id: one.known for one in own[:ISSUES]}


def compare_repeats(name: str, told: Sequence[LabelledTelling], sentences: Sentences | None) -> None:
    desk = measure_repeats(told, sentences, time.perf_counter)
    print(f"{name}: {desk.tellings} tellings, {desk.repeats} repeats")
    _row("the desk", desk, _REPEATS, f"{desk.figures()['ms_p50']:.1f} ms, p99 {desk.figures()['ms_p99']:.1f} ms")
    if sentences:
        _row("by words alone", measure_repeats(told, None, time.perf_counter), _REPEATS)
    for key, make in baselines.all_of(sentences).items():
        found, ask, state = baselines.repeats(told, make, desk)
        _row(key, found, _REPEATS, f"asks from {ask}, states from {state}")


def compare_answers(
    name: str, asked: Sequence[Question], issues: Mapping[str, Sequence[str]], sentences: Sentences | None
) -> None:
    desk = measure_answers(asked, issues, sentences)
    print(f"{name}: {desk.questions} questions, {desk.in_scope} about one of {len(issues)} known issues")
    _row("the desk", desk, _ANSWERS)
    _row("  by their rule", baselines.classified(asked, issues, sentences), _ANSWERS[:3])
    if sentences:
        _row("TF-IDF, all views", baselines.classified(asked, issues, None), _ANSWERS[:3])
    for key, make in baselines.all_of(sentences).items():
        _row(key, baselines.answers(asked, issues, make), _ANSWERS[:3])


def _row(name: str, found: RepeatFigures | AnswerFigures, keys: Sequence[str], more: str = "") -> None:
    told = found.figures()
    print(f"    {name:<20}" + "".join(f"{key.replace('_', ' ')} {told[key]:>6.1%}  " for key in keys) + more)


def develop(sentences: Sentences | None) -> None:
    """Print all tables of the development set."""
    for language in LANGUAGES:
        told = histories(language)
        compare_repeats(f"repeats, {language}", told, sentences)
        short = [replace(one, skip=not is_short(one.text, language)) for one in told]
        compare_repeats(f"repeats, {language}, very short", short, sentences)
        for name, change in slices(language).items():
            changed = [replace(one, text=change(one.text)) for one in told]
            compare_repeats(f"repeats, {language}, {name}", changed, sentences)
    for language in LANGUAGES:
        for company in (0, 1):
            asked, issues = questions(language, company)
            compare_answers(f"answers, {language}, company {company + 1}", asked, issues, sentences)
            forms = {
                name: [replace(one, text=change(one.text)) for one in asked]
                for name, change in slices(language).items()
            }
            for name, texts in {**forms, "very short": [one for one in asked if is_short(one.text, language)]}.items():
                _row(name, measure_answers(texts, issues, sentences), _ANSWERS)


def real(sentences: Sentences | None) -> None:
    """Print the table of real texts: repeats in full and by their first sentence, known answers, hot topics."""
    folder = real_texts.FOLDER
    if not folder.is_dir():
        print(f"real texts are left out: there is no {folder}")
        return
    print("the model of repeats was fitted to these too: what `bench.repeats_fit` prints is cross-validated")
    for name, told in real_texts.histories(folder).items():
        compare_repeats(f"real repeats, {name}", told, sentences)
        _row("split by customers", split_repeats(told, sentences, time.perf_counter), _REPEATS)
    for name, count in product(("banking", "clinc"), (10, 20)):
        files = folder / f"{name}-answers.jsonl", folder / f"{name}-issues-{count}.jsonl"
        asked, issues = read_answers(*files)
        compare_answers(f"answers, {name}, {count} wordings", asked, issues, sentences)
        _row("split by questions", split_answers(asked, issues, sentences), _ANSWERS)
    tellings = read_stream(folder / "stream-zh.jsonl")
    print(f"hot topics: of {len(tellings)} tellings")
    for one in raised_in(tellings):
        print(f"    {one.at:%Y-%m-%d} {one.kind}: {one.people} people, {named(one.words, one.area)}")


def main(words: Sequence[str] = ()) -> None:
    sentences = installed()
    match words:
        case ["repeats", file]:
            compare_repeats(file, read_repeats(Path(file)), sentences)
        case ["answers", file, known_issues]:
            compare_answers(file, *read_answers(Path(file), Path(known_issues)), sentences)
        case ["real"]:
            real(sentences)
        case _:
            develop(sentences)
            real(sentences)


if __name__ == "__main__":
    main(sys.argv[1:])
