"""The Chinese phrases by which a signal is known, in Simplified characters, wherever they stand."""

from bot.desk.signals.chinese_anger import ANGER
from bot.desk.signals.chinese_attacks import ABUSE, FRAUD, VIOLENCE
from bot.desk.signals.chinese_care import GRIEF, VULNERABLE
from bot.desk.signals.chinese_harm import DANGER, SELF_HARM
from bot.desk.signals.chinese_person import PERSON
from bot.desk.signals.chinese_threats import LEGAL, PRESS, REGULATOR
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
