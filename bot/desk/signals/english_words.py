"""Groups of English words that phrases of several signals are made of. Data for `english_signals`."""

I_AM = "(?:i am|i'?m)"

NOT = "(?:not|never|don'?t|didn'?t|doesn'?t|dont)"

CANNOT = "(?:can'?t|cannot|can not|couldn'?t|could not)"

KIN = (
    "(?:wife|husband|spouse|partner|mother|mum|mom|mam|mama|mummy|father|dad|daddy|papa|parents?|son"
    "|daughter|child|children|kids?|bab(?:y|ies)|toddler|brother|sister|twin|grand(?:mother|father|ma|pa"
    "|mum|dad|parents?|son|daughter|child)|nan|nana|gran|granny|aunt(?:ie|y)?|uncle|cousin|niece|nephew"
    "|(?:mother|father|sister|brother)[- ]in[- ]law|fianc[eé]e?|boyfriend|girlfriend)"
)

SOMEBODY = "(?:someone|somebody|some one)"

BODY = (
    "(?:leg|arm|wrist|hip|ankle|nose|ribs?|hands?|foot|feet|fingers?|head|face|back|knee|shoulder|elbow"
    "|tooth|teeth|toe|bone|neck|skin|eye)"
)

THING = (
    "(?:router|box|socket|charger|battery|phone|handset|modem|cabinet|cables?|wires?|outlet|plug|tv"
    "|television|laptop|machine|atm|tablet|power ?bank|boiler|heater|kettle|microwave|lamp|light|dryer"
    "|switch|adapter|unit|mast|antenna|fridge|oven|device|thing|it)"
)
