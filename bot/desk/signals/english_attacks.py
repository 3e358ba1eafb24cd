"""English phrases by which threats to the staff, abuse and fraud are known. Data for `english_signals`."""

_WILL = "(?:i'?ll|i will|i'?m going to|i am going to|i'?m gonna|i want to)"
_STAFF = "(?:doctor|nurse|clerk|technician|manager|guard|receptionist|driver|engineer|staff|people)"

VIOLENCE = (
    rf"{_WILL} (?:kill|stab|shoot|beat up|punch|strangle|smash)"
    rf" (?:you(?: all)?|him|her|them|(?:that|your|the|this) {_STAFF})",
    "(?:coming|come) (?:over |down |round |there )?with (?:a|my) (?:hammer|knife|gun|bat|axe|crowbar)",
    "burn (?:down )?your (?:shop|office|branch|hotel|hospital|building|place)(?: down)?",
)

ABUSE = (
    r"(?:touched|grabbed|kissed|stroked) (?:me|her|him|my \w+)"
    " (?:inappropriately|sexually|between (?:the|my|her) legs)",
    "(?:groped|molested|raped|fondled) (?:me|her|him|my (?:daughter|son|wife|sister|mother|girlfriend|child))",
    "exposed himself",
    "(?:racist|racial|homophobic|antisemitic|sexist) (?:slurs?|abuse|insults?|remarks?|comments?|jokes?)",
    "sexual(?:ly)? (?:harass|assault|abus|molest)(?:ed|ment|ing|e)?",
)

FRAUD = (
    "just (?:gave|told|sent|read) (?:him|her|them|someone|somebody|a man|a woman|a caller) (?:the|my|a)"
    " (?:verification |security |sms )?(?:code|otp|pin)",
    "just (?:gave|told|sent|read)(?: out)? (?:the|my) (?:verification |security |sms )?(?:code|otp|pin) (?:out )?to",
    "money is (?:leaving|being (?:taken|stolen|transferred|moved)) (?:from |out of )?my",
)
