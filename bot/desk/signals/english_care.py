"""English phrases by which grief and those who need care are known. Data for `english_signals`."""

from bot.desk.signals.english_words import CANNOT, I_AM, KIN

_TIME = (
    "(?:last|this|on|in (?:january|february|march|april|may|june|july|august|september|october|november"
    "|december|the|your|hospital|her|his|my|20)|suddenly|peacefully|yesterday|today|two|three|four|a"
    "|just|unexpectedly|recently|from|after|because|while|before|at)"
)

_LATELY = (
    "(?: (?:has|had|have|just|sadly|recently|suddenly|also|already|who|then|unfortunately|is|was|were"
    "|are|now|actually)){0,5}"
)

GRIEF = (
    "pass(?:ed|es|ing)? away",
    r"pass(?:ed|ing) on(?! (?:to|my|the|your|our|this|it|that|a|your)\b)",
    f"(?:{KIN}|he|she){_LATELY} passed(?: {_TIME}|(?=[,.!]|$))(?! (?:test|exam|through|by|in front))",
    r"(?:his|her|their|my|our|'s) (?:\w+ )?passing(?! (?:lane|trade|through|by))",
    f"(?:{KIN}|he|she|patient|friend|account ?holder|card ?holder|customer|tenant|owner){_LATELY} (?:died|dead|dies"
    "|deceased)(?! (?:battery|to|phone|line|tired|zone))",
    r"(?:died|dead) (?:in|on|at) (?:your|the|a|my) (?:\w+ )?(?:ward|hospital|icu|care|hands|waiting|a&e|er"
    "|emergency|operating|table|arms|ambulance|corridor|surgery|hospice)",
    r"died (?:of|from) (?:\w+ )?(?:cancer|covid|a (?:stroke|heart)|sepsis|pneumonia|complications|heart"
    "|an infection|your|neglect|the)",
    r"(?:deceased|bereav\w+|griev(?:ing|e)|grief|in mourning|mourn(?:ing|ed|s)?|funeral|cremat\w+|cremation"
    r"|death cert\w*|obituary|mortuary|morgue|coroner'?s?|inquest|autopsy|post[- ]mortem|stillb(?:orn|irth)"
    r"|miscarr\w+|condolences?|widower|widowed|undertaker|hearse|probate|wake on)(?! (?:plan|cover|insurance"
    "|policy))",
    f"{I_AM} (?:a |now a |the |recently )?widow(?:er)?",
    "as a (?:recent )?widow",
    "a widow (?:since|for|with|of)",
    "(?:left|made) (?:me )?(?:a )?widow",
    "his widow",
    rf"bur(?:ied|ried|y|ying|rying) (?:my|our|him|her|a) ?(?:\w+ )?{KIN}?(?<=\w)",
    f"(?:the |after |since |of |about |before )?(?:his|her|my {KIN}'?s?|our {KIN}'?s?|{KIN}'s) (?:sudden |recent "
    "|tragic )?death",
    rf"(?:death|passing|loss) of (?:my|our|his|her|a) (?:\w+ )?(?:{KIN}|loved one|friend)",
    f"(?:my|our|her|his) late (?:{KIN}|friend)(?!'s (?:night|fee))",
    rf"los(?:t|ing|e) (?:my|our|her|his|a|their) (?:\w+ )?{KIN}(?!'s|s'| (?:card|phone|number|sim|luggage|bag|line"
    "|password|seat|appointment|file|records?|bed|lock|bank|key))(?! (?:in the (?:lobby|crowd|mall)))",
    "los(?:t|ing) (?:him|her|them both)(?= (?:last|in|to|on|yesterday|this|because|after|during|at|and|two|three|a"
    "|just)|[.,!]|$)(?! (?:in the (?:system|queue)))",
    rf"(?:he|she|{KIN}|twins?)(?: \w+){{0,3}} (?:didn'?t|did not|never|couldn'?t) (?:make it|survive|pull through"
    "|wake up|woke up|come home|came home|come back alive)(?! (?:to (?:the|my|our)|in time|on time|for the))",
    "never (?:came home|woke up|got to say goodbye|came back (?:from|out of) (?:the )?(?:surgery|theatre|operation"
    "|hospital))",
    "(?:no longer|not|isn'?t) (?:with us|alive|among us|living|in this world)(?: any ?more)?(?! (?:in|at|there"
    "|here|on))",
    rf"(?:{KIN}|grand\w+)(?:'s| is| has|s)? gone(?=[,.!]|$| (?:now|forever|and|since|because|too))",
    "(?:he|she)(?:'s| is) gone(?= (?:forever|now)|, (?:he|she))",
    r"(?:rest in peace|r\.?i\.?p|in heaven|with the angels|last breath|say goodbye to (?:him|her|my)|laid to rest"
    "|his grave|her grave|(?:his|her) ashes|estate of)",
    rf"kill(?:ed|ing)? (?:my|our|him|her) ?(?:\w+ )?{KIN}",
    "(?:you|they|he|she|doctors?|surgeons?) killed (?:him|her)",
    rf"cost (?:him|her|my {KIN}|our {KIN}) (?:his|her|their|the) (?:\w+ )?life",
    r"(?:lost|losing) (?:his|her|their) (?:\w+ )?(?:life|lives|battle)",
    "(?:took|taking) (?:his|her) (?:last|life)",
    "(?:pronounced|found|declared) (?:him |her )?dead",
    r"(?:dead on arrival|born (?:dead|asleep|sleeping)|life support (?:\w+ )?(?:turned|switched)|(?:turned"
    "|switched) off (?:his|her|the) life support|no heart ?beat|the baby died|baby died)",
    "(?:orphan(?:ed|s)?|fatherless|motherless|left behind two|passed over)(?= |[,.!]|$)(?! (?:for|to|account|by"
    "|in favou?r))",
    r"(?:his|her|my \w+'s) (?:remains|body)(?= (?:was|is|to|from|for|in the|home|released|and))(?! (?:in pain"
    "|temperature))",
    "(?:was|were|been|got) killed (?:in|by|on|when|at)",
    "(?:say|said|saying) (?:our |my |a |the ){0,5}(?:last |final )?(?:goodbyes?|farewell) to (?:our|my|him|her"
    rf"|a) ?(?:\w+ )?(?:boy|girl|baby|{KIN})?",
    f"(?:{KIN}|he|she) (?:is|are) no more",
    rf"(?:{KIN}|he|she|they)(?: \w+)? (?:drowned|hanged himself|took (?:his|her) own life|committed suicide)",
    "(?:didn'?t|did not) (?:survive|make it through)(?! (?:the (?:wash|storm|update)|my))",
    f"(?:heart|he|she|{KIN}) (?:just )?stopped beating",
    "(?:slipped|slipping) away",
    "breathed (?:his|her) last",
    "left us (?:last|this|in|on|yesterday|too|forever|suddenly)",
    f"when (?:my |our )?(?:{KIN}|he|she) (?:dies|died)",
    f"since (?:my |our )?(?:{KIN}|he|she) (?:died|passed)",
    f"(?:dead|deceased|departed) (?:{KIN}|person|relative|man|woman|customer|friend)",
    f"(?:for|to|in|of) (?:a|my) dead (?:{KIN}|person|man|woman)",
)

_AGE = r"(?:7[0-9]|8\d|9\d)"

_ILL = (
    r"(?:dementia|alzheimer\w*|parkinson\w*|autis\w+|asperger\w*|adhd|down'?s? syndrome|epilep\w+"
    r"|multiple sclerosis|muscular dystrophy|cerebral palsy|chemo\w*|radiotherapy|dialysis|diabet\w+"
    r"|insulin|asthma\w*|copd|emphysema|cystic fibrosis|pacemaker|ventilator|nebuli[sz]er|cpap"
    r"|paraly[sz]ed|quadriplegic|paraplegic|amput\w+|crutches|zimmer frame|ptsd|bipolar|schizophren\w+"
    r"|psychosis|agoraphob\w+|dyslexi\w+|leuk(?:a)?emia|tumou?r|hospice|palliative|transplant|immuno\w+"
    "|osteoporosis|arthritis|sickle cell|stoma|catheter|feeding tube)"
)

VULNERABLE = (
    "wheel ?chairs?(?! (?:rental|deposit|hire))",
    f"{_ILL}",
    "(?:terminal(?:ly)?|chronic(?:ally)?|seriously|gravely|critically|very|severely|mentally) (?:ill(?:ness)?|sick"
    "|unwell)",
    r"(?:terminal|stage (?:\d|four|three|iv|iii)|advanced|have|has|having|got|with|fighting|battling|treatment for"
    "|lung|breast|prostate|bowel|skin|blood|a|for|my) cancer(?! (?:screening|charity|research))",
    "cancer (?:patient|treatment|sufferer)",
    "(?:heart|kidney|lung|liver|renal|respiratory) (?:failure|condition|disease|problems?|patient|trouble|transplant)",
    r"(?:weak heart|bad heart|high[- ]risk pregnan\w+|oxygen (?:machine|supply|tank|concentrator|at home|tube)"
    "|(?:on|needs|need|using|home) oxygen|life support|alarm pendant|(?:medical|emergency|care|panic"
    "|pull)[- ](?:pendant|alarm button|cord|alert)|medical alarm|care ?line|lifeline|telecare)",
    "(?:after|had|from|following|since|suffered|second|another|of) (?:a |the |his |her |my "
    r"|two )?(?:\w+ )?strokes?(?! of)",
    "disabled (?:person|people|man|woman|son|daughter|child|customers?|veterans?|guests?|and|husband|wife|mother"
    "|father|brother|sister|room|access|parking|badge|mum|mom|dad|pensioner)",
    f"(?:i am|i'?m|im|we are|as a|(?:she|he|{KIN}) is|(?:she|he)'?s|both|severely|registered|partially|physically"
    r"|mentally|being) (?:\w+ )?disabled(?! (?:from|by you|on|in your))",
    r"(?:disabilit(?:y|ies)|handicap(?:ped)?|special needs|learning difficult\w+|mobility (?:issues?|problems?"
    r"|scooter|impair\w+|aid)|impaired mobility|limited mobility|reduced mobility|walking (?:stick|frame|aid)"
    "|blue badge)",
    f"(?:{CANNOT}|hardly|barely|unable to|struggle to|not able to|difficulty|trouble) (?:even )?(?:walk(?:ing)?"
    "|climb(?:ing)?|stand(?:ing)?|leave (?:the|my|her|his) (?:house|home|bed)|manage (?:the )?stairs|read or write"
    "|read and write)(?! (?:this|the noise|to you|up to))",
    "(?:am|i'?m|is|are|(?:he|she)'?s|registered|legally|partially|almost|nearly|going|go|totally|half|completely"
    r"|'s|severely) (?:\w+ )?blind(?! (?:spots?|in my room|is|trust|date))",
    "blind (?:person|man|woman|customer|guest|since|and|in (?:one|both))",
    "(?:partially sighted|visually impaired|visual impairment|sight loss|low vision|poor (?:eye)?sight"
    "|bad eyesight|losing my (?:eye)?sight|guide dog|service dog|assistance dog|screen reader|braille|macular"
    "|glaucoma|cataracts?|can'?t see (?:well|properly|very well))",
    "deaf(?! ears)",
    r"(?:hard of hearing|hearing (?:impair\w+|loss|aids?|problems?|difficult\w+)|can'?t hear (?:well|properly"
    r"|very well)|sign language|lip[- ]?read\w*|mute person)",
    f"(?:i am|i'?m|im|he is|she is|he'?s|she'?s|{KIN} is|who is|now|turned|aged?|is|are|nearly|almost"
    rf"|both) (?:\w+ )?{_AGE}(?: ?(?:years? ?(?:old)?|yrs?|yo|y/o)\b|(?= ?(?:[,.!]|$|and |with |so |living |old|now"
    "|who )))(?! (?:yuan|minutes|days|hours))",
    f"{_AGE}(?: |-)?(?:year|yr|yo|y/o)s?(?:[- ]?old)?(?! (?:mortgage|contract|loan|plan|warranty|building))",
    "(?:seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?(?:[- ]years?[- ]?(?:old)?"
    "| now| years)",
    "(?:in (?:his|her|my|their|our) (?:late |early |mid )?(?:seventies|eighties|nineties|70'?s|80'?s|90'?s)"
    r"|octogenarian|at my age|great[- ]?grandm\w+)",
    "(?:pensioners?|elderly|senior citizens?|frail|infirm|house ?bound|bed ?(?:ridden|bound)|old age|oap|old lady"
    "|old man|old woman|old couple|elder)",
    rf"(?:(?:he|she|{KIN}) liv(?:es|ing)|(?:old|elderly|\d\d) (?:\w+ )?(?:and )?liv(?:es?|ing)"
    "|live all) (?:all )?(?:alone|by (?:him|her)self|on (?:his|her|my) own)",
    "(?:mental (?:health|illness|breakdown|disorder|condition)|nervous breakdown|panic (?:attacks?|disorder)"
    r"|(?:severe|bad|chronic|suffer\w*(?: from)?|have|has|with|my|crippling|clinical|medication for|for|and"
    r"|from) (?:\w+ )?(?:anxiety|depression|ocd)|depressed|depression|anxiety disorder"
    "|eating disorder)(?! (?:about the))",
    f"(?:{I_AM}|she is|she'?s|wife is|wife'?s|daughter is|is|heavily|weeks|months|being|while|was|currently"
    r"|sister is|\d+ ?w\w*) (?:\w+ ){0,2}pregnant",
    "pregnant (?:wife|woman|women|lady|daughter|with|and|sister|mother|partner|guest|patient)",
    "(?:expecting (?:a |our |my )?(?:baby|child|twins|first)|high risk pregnancy|just gave birth|given birth"
    "|gave birth|breast ?feeding|c[- ]section)",
    "(?:new ?borns?|premature (?:baby|babies|son|daughter|twins)|preemie|infants?|tiny baby|small baby"
    "|baby (?:at home|formula|milk)|with a baby|have a baby|(?:days?|weeks?|months?)[- ]?old(?: (?:baby|infant|son"
    "|daughter|twins|girl|boy|child|at home|and|who|is|in|with))|(?:week|month|day)[- ]old)(?! (?:bill|ticket"
    "|phone|contract|router|complaint))",
    "(?:single (?:mum|mom|mother|dad|father|parent|mama)|on (?:benefits|disability|welfare|food stamps"
    "|universal credit|income support|ssi)|universal credit|food ?banks?|homeless|sleeping rough|(?:being|get"
    r"|getting|be|face) evict\w+|eviction|unemployed|lost my job|made redundant|bankrupt|low[- ]income"
    "|carers? allowance|live on a pension|only (?:a|my) pension|state pension|my pension (?:is|was|money))",
    f"(?:{CANNOT}|can no longer|not able to|unable to|no money (?:left )?(?:to|for)|struggling to"
    r"|nothing (?:left )?to|no money to) (?:even )?(?:afford |buy |pay (?:for )?|feed )(?:\w+ ){0,2}(?:eat|food"
    "|rent|heating|kids?|children|medicine|medication|family|groceries|milk|nappies|diapers|baby|insulin|formula"
    "|bread|prescriptions?|myself)",
    r"(?:no money (?:left )?(?:for|to buy) (?:\w+ )?(?:food|groceries|medicine|rent|milk|nappies|eat)"
    "|nothing to eat|(?:kids|children) (?:are |go |going )?hungry|go hungry|hungry (?:kids|children)|eat or heat"
    "|heat or eat)",
    "(?:domestic (?:abuse|violence)|abusive (?:ex|husband|partner|relationship|boyfriend)|women'?s (?:shelter"
    r"|refuge)|restraining order|escap\w+ (?:from )?(?:my|an) (?:abusive|violent)|violent ex|refugees?"
    "|asylum seeker)",
    "(?:i care for|caring for|full[- ]time carer|carer for|care(?:r|giver) (?:of|to|for)|look(?:ing"
    r"|s)? after (?:my|our) (?:\w+ )?(?:disabled|sick|ill|elderly|mother|father|husband|wife)|illiterate|vulnerable"
    "|nursing home|care home|power of attorney)",
    "(?:just|only) (?:had|came out of|come out of|out of|home from|got out of|had major|been discharged) (?:a |an "
    r"|my |from )?(?:\w+ )?(?:surgery|operation|hospital|c-section|heart|bypass|hip)",
    r"(?:recovering|recover|weak) (?:from|after) (?:\w+ ){0,3}(?:surgery|operation|stroke|cancer|illness|accident"
    "|birth)",
    "memory (?:loss|problems|issues)",
    "(?:forgets? (?:everything|things)|confused and|gets confused|very confused) ?(?:elderly|old)?",
    "brain (?:injury|damage|tumou?r)",
    "spinal",
    "(?:am|'m|her|his|as|a|full time|unpaid|sole|mum'?s|my|the) carers?(?! (?:told|hotel))",
    f"{CANNOT} read(?: (?:very|so|too|well|properly|english|small|at all|and|or|the small|your letters|it without))",
    r"walk(?:s|ing)?(?: \w+)? with (?:a |two |the )?(?:\w+ )?(?:stick|sticks|cane|frame|walker|crutches|difficulty"
    "|zimmer)",
    "(?:hip|knee) (?:replacement|operation|surgery)",
    "(?:i'?ve|have|has|with|got|having) (?:ms|me/cfs|als|mnd|hiv|crohn'?s|lupus|fibromyalgia|endometriosis"
    "|a (?:brain|heart|lung|kidney|disability|condition|chronic|stoma|serious illness|weak immune))(?! (?:word"
    "|office|teams))",
    "(?:my|our) (?:baby|newborn|infant|toddler|twins)(?= (?:is|are|has|have|needs?|can'?t|cannot|got|cries"
    "|screamed|and i|couldn'?t))",
    f"(?:{KIN}|she|he)(?:'s| is| are) (?:very |really |quite |too )?(?:old|ill|sick|weak|fragile|unwell|poorly"
    "|blind|deaf|bedridden|confused)(?! (?:of|and tired|with (?:anger|worry)|enough))",
    "(?:too|very|so|getting) old (?:for|to|and)",
    "at (?:my|her|his) age",
    "speech impediment",
    "stammer",
    "stutter",
    r"tourette\w*",
    "can'?t speak (?:after|since|because)",
    "non[- ]verbal",
    r"tracheo\w+",
    r"(?:i am|i'?m) (?:all )?alone (?:with|and)(?: \w+){0,3} (?:baby|kids|children|sick|ill|old|disabled)",
    "suffering from",
    "(?:badly|very) disabled",
    "house[- ]bound",
    "wheel chair",
)
