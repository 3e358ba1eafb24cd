"""The English phrases by which a signal is known: whole words, which may hold groups. Data for `signal_reader`."""

from bot.desk.signals.english_anger import ANGER
from bot.desk.signals.english_attacks import ABUSE, FRAUD, VIOLENCE
from bot.desk.signals.english_care import GRIEF, VULNERABLE
from bot.desk.signals.english_harm import DANGER, SELF_HARM
from bot.desk.signals.english_person import PERSON
from bot.desk.signals.english_threats import LEGAL, PRESS, REGULATOR
from dialogs.model.events import Signal

PHRASES: dict[Signal, tuple[str, ...]] = {
    "danger": DANGER,
    "self-harm": SELF_HARM,
    "violence-threat": VIOLENCE,
    "abuse": ABUSE,
    "fraud-now": FRAUD,
    "legal-threat": LEGAL,
    "regulator-threat": REGULATOR,
    "press-threat": PRESS,
    "wants-person": PERSON,
    "anger": ANGER,
    "grief": GRIEF,
    "vulnerable": VULNERABLE,
}
