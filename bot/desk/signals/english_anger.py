"""English phrases by which anger is known. Data for `english_signals`."""

_VERY = (
    "(?:so|very|really|extremely|beyond|terribly|super|seriously|absolutely|incredibly|utterly|truly"
    "|more than|bloody|deeply)"
)

_YOU_ARE = (
    "(?:is|are|r|you|u|ur|your|you'?re|youre|they'?re|of|bunch of|such|like|lot of|pack of|bloody|what"
    "|total|complete|utter|absolute|fucking|damn|be|being|was|were|it'?s|its|the|you lot)"
)

ANGER = (
    r"(?:furious|livid|fuming|seething|irate|incensed|enraged|raging|infuriat\w+|outrag(?:e|ed|eous|eously)|angry"
    "|angrier|angrily|hopping mad)",
    "(?:so|really|very|getting|i'?m|am|me|fucking|absolutely|bloody|makes? me|you) mad(?! (?:at (?:my|him|her)|rush))",
    r"(?:p[i*]ss\w*(?! (?:sample|test))|(?:peed|cheesed|hacked|ticked|teed|brassed) off)",
    "(?:sick|tired|sick and tired|sick to death|sick n tired|fed up|bored) of (?:this|you|your|it|the|being"
    "|waiting|hearing|having|explaining|these|all|ur|calling|repeating|chasing|excuses|getting|paying|fighting"
    "|listening|lies)",
    "(?:fed[- ]up|had enough|enough is enough|had it with|had it up to|up to here|last straw|final straw"
    "|breaking point|end of (?:my|our|the) (?:tether|rope|patience))",
    "(?:patience (?:is|has|ran|wearing|running|with you)|out of patience|(?:lost|losing|lose|run out of|no more"
    r"|test(?:ing)? my|trying my) (?:\w+ )?(?:patience|temper|rag|my mind|my cool|my shit))",
    r"(?:my )?blood (?:is |really )?(?:boil\w*|pressure through)",
    r"(?:driv\w+|drove|makes?|making|send\w*) (?:me|us) (?:absolutely |completely )?(?:crazy|insane|nuts"
    "|up the wall|mad|bonkers|round the bend|bananas|sick|furious|angry|scream)",
    "(?:insult(?:ed|ing|s)?|an insult|slap in the face|kick in the teeth|smoke coming out of my ears)",
    "(?:what|such|total|absolute|complete|utter|is|are|bloody|sick|bad|some kind of|like|beyond) (?:an? "
    r"|this )?(?:\w+ )?jokes?(?! (?:on tv|book))",
    "(?:kidding|joking|having a laugh|pulling my leg)(?= |[.,!?]|$)(?! aside)(?<!not kidding)(?<!just kidding)",
    "(?:ridiculous(?:ly)?|ludicrous|absurd|preposterous|laughable|farc(?:e|ical)|shambles|shambolic|appall(?:ed"
    r"|ing)|atrocious|abysmal|disgrac\w+|disgust\w*|scandal(?:ous)?|shameful|shameless|pathetic|unacceptable"
    "|inexcusable|unforgivable|unbelievable|intolerable|despicable|diabolical|horrendous|revolting|deplorable"
    r"|reprehensible|contempt\w*|incompeten\w+|unreal|mind[- ]?boggling|unprofessional)",
    r"(?:shame on|(?:should|ought to) be (?:ashamed|embarrassed)|be ashamed|ashamed of (?:yoursel\w+|this))",
    f"{_YOU_ARE} (?:an? )?(?:(?:bunch|pack|lot|load|bloody|complete|total|absolute|useless|lying|fucking|damn|pure"
    "|dirty|such|real|just|all|nothing but|of|greedy|utterly|absolutely|totally|completely|corrupt|big"
    "|huge) ){0,5}(?:jokers?|liars?|thie(?:f|ves)|useless|idiots?|crooks?|crooked|scam(?:mers?)?|clowns?|circus"
    "|morons?|imbeciles?|stupid|robbers|cheats?|cheaters|con artists?|con|criminals?|fraudsters|frauds?"
    "|rip[- ]?off|scum(?:bags?)?|garbage|trash|rubbish|hopeless|worthless|cowboys?|monkeys|parasites|vultures"
    r"|sharks|leeches|heartless|nightmare|amateurs?|dumb|brain ?dead|disaster|waste of (?:\w+ )?(?:space|time|money"
    "|oxygen)|robbery)(?! (?:alert|call|text|message|sms|warning|mail|email|chute|can|bin|bags?|department"
    "|collection|room))",
    "(?:liars|thieves|crooks|idiots|morons|scammers|robbers|bandits|incompetents)(?=[!. ]*$)",
    "(?:you|u|they|he|she) (?:all )?(?:keep lying|just lie|lie all|kept lying|only lie)",
    "stop (?:lying|playing games|messing|wasting my|giving me the runaround|treating)",
    "pack of lies",
    "(?:daylight|highway|plain|pure) robbery",
    "rip[- ]off",
    "ripp(?:ed|ing) (?:me|us|people|customers|everyone )?off",
    r"(?:bloody|damn(?:ed)?|goddamn\w*|fuck\w*|f\*+k?\w*|f\*+ing|fking|effing|freaking|frigging|friggin|shit\w*"
    r"|sh\*t|bull ?sh[i*]t\w*|crap(?:py)?|bollocks|horseshit|bastards?|bitch(?:es)?|assholes?|arseholes?|dickheads?"
    r"|pricks|wankers?|twats?|cunts?|motherf\w+|piss take|taking the (?:piss|mick(?:ey)?)|arsed)(?! (?:test|bandage"
    r"|nose|stool|urine|diarrh\w+))",
    "(?:wtf|wth|ffs|stfu|omfg|fml|smh)",
    "what (?:the|in the|on) (?:hell|heck|fuck|earth|actual|bloody hell)(?! is the (?:password|code))",
    "(?:bloody hell|go to hell|rot in hell|to hell with|screw (?:you|this)|for (?:god|heaven|christ|fuck|pete"
    "|goodness)'?s? sakes?|jesus christ|drop dead|hate (?:you|this (?:company|bank|hotel|hospital|bot)|your))",
    "(?:this|it|that|total|absolute|such|complete|pure|is|more) (?:is )?(?:total |utter |complete )?bs",
    "how (?:dare|dumb|stupid|incompetent|hard can it|can you (?:be so|sleep|treat|do this)|could you (?:be so"
    "|do this|let)|many (?:more )?(?:bloody|damn|fucking))",
    "(?:absolute(?:ly)?|utter(?:ly)?|total(?:ly)?|complete(?:ly)?|bloody|simply|truly|downright|fucking"
    "|just) (?:rubbish|garbage|trash|terrible|awful|horrible|shocking|horrific|joke|nonsense|crazy|insane|mental"
    "|dreadful|useless|criminal|hopeless|nightmare|fuming|shite)(?! bin)",
    r"(?:is|this is|it is|it'?s|thats|that'?s) (?:\w+ )?(?:insane|robbery|theft|criminal|extortion|insanity|madness"
    "|an? outrage|nonsense|nuts|bonkers|stealing|beyond belief|beyond a joke)",
    r"worst(?: \w+)? (?:company|service|operator|hotel|hospital|bank|experience|provider|customer|network|care"
    r"|treatment|staff|place|support|isp|stay|\w+ (?:ever|i ever|i'?ve|in (?:the|my)|i have|on earth))",
    rf"{_VERY} (?:\w+ )?(?:upset|annoyed|annoying|frustrated|frustrating|irritated|irritating|pissed|angry|unhappy"
    "|cross|offended|dissatisfied)",
    "(?:the (?:nerve|audacity|cheek|gall) (?:of|to)|what (?:a|an) (?:cheek|nerve|disgrace|shambles|farce|mess"
    "|load of|bunch|waste|rip|insult|disaster|nightmare)|what an absolute|who do you think you are|who the)",
    r"treat(?:ed|ing|s|ment)? (?:\w+ ){1,3}(?:like|worse than|as) (?:an? |we are |i am |second"
    r"|absolute ){0,5}(?:\w+ )?(?:dirt|rubbish|garbage|trash|idiots?|fools?|criminals?|animals?|dogs?|shit|children"
    "|cattle|class|dog|piece|number|beggars?|thief|nobody|nothing)",
    "(?:take|taking|took|think|thinks|playing) (?:me|us|i'?m|i am|we'?re"
    r"|customers)(?: \w+)? (?:for )?(?:an? )?(?:\w+ )?(?:fools?|rides?|idiots?|stupid|mugs?|morons?)",
    r"(?:waste|wasting|wasted) (?:of )?(?:my|our|everyone'?s) (?:\w+ )?(?:time|life|day|money|whole)",
    "(?:complete|total|utter|absolute) (?:waste|mess|chaos|shambles|incompetence|disaster|disrespect|farce|disregard)",
    r"(?:what|wat) (?:kind|sort) of (?:\w+ )?(?:company|hotel|bank|hospital|circus|joke|service|people|place"
    r"|business|idiots?|doctor|nurse|clown|treatment)(?: \w+){0,5} (?:is|are|do|does|r|would|\w+s)",
    r"(?:do (?:your|ur) (?:\w+ )?jobs?|get your (?:act|shit) together|pull your finger|sort (?:your"
    r"|it) (?:\w+ )?out (?:now|already)|nobody gives? a (?:damn|toss|shit|monkey)|(?:don'?t"
    r"|doesn'?t) give a (?:damn|toss|shit|monkey\w*|rat\w*|fig|crap))",
    "(?:i could|i want to|makes? me want to|i'?m going to|about to) (?:scream|explode|punch|throw (?:my|this|it)"
    "|lose it|smash)",
    "(?:rip|steal|stole|stealing|robb?ing|robbed|milking|bleed(?:ing)?|cheat(?:ed|ing)?|scamm(?:ed|ing)|screw(?:ed"
    "|ing)|conn(?:ed|ing)) (?:me|us|your customers|customers|people|the poor|pensioners"
    r"|my money)(?: \w+)?(?= (?:dry|off|over|blind|again|you)|[!.]|$)",
    "you (?:have |'?ve )?(?:robbed|scammed|cheated|conned|screwed|stole|ripped|lied)",
    "(?:losing it|lost it|at my wits'? end|going mental|going nuts|going spare|kicking off|hit the roof"
    "|see(?:ing)? red|doing my head in|does my head in|winds? me up|gets? on my (?:nerves|nerve|wick|tits))",
    "(?:never (?:been|felt|seen|experienced)) so (?:insulted|angry|humiliated|disrespected|mad|disappointed"
    "|ashamed|badly treated|rude)",
    "(?:so |absolutely |completely |totally )?done with (?:you|your|this (?:company|hotel|bank|hospital|place|circus))",
    r"humiliat\w+",
    "degrad(?:ed|ing)",
    r"disrespect\w*",
    "(?:having|have) me on",
    "pull the other one",
    "give me a break",
    "muppets?",
    "pillocks?",
    "numpt(?:y|ies)",
    "cretins?",
    "buffoons?",
    "wasters?",
    "(?:do|does|can|did) (?:you|anyone|anybody|any of you|u) (?:people |guys |lot |folks |clowns "
    "|idiots )?(?:even |ever |actually ){1,5}(?:read|listen|care|know|bother|do anything|look|work|understand)",
    "(?:you people|you guys|you lot|u guys|you clowns)(?= (?:are|should|never|have|just|can|don|keep|think|only"
    "|need|do|make|really|suck))",
    r"(?:this|it|you|your \w+) (?:really |just |totally )?(?:sucks?|stinks?)",
    "suck",
    "sucks",
    "(?:don'?t|do not) (?:you )?dare",
    "nobody (?:cares|gives)",
    "no one cares",
    "couldn'?t care less",
    "last time i(?:'?ll)? (?:ever )?(?:use|stay|bank)",
    "never been so",
    r"seriously\?",
    "(?:absolutely|completely|totally|utterly|beyond) (?:not )?(?:unacceptable|mental|insane|fuming|raging"
    "|gobsmacked|shameful|shocking)",
    "(?:rudest|nastiest|laziest|dumbest|crappiest|shittiest|greediest|vilest)",
    "(?:go|get) (?:stuffed|lost|screwed|bent)",
    "stuff your",
    "shove (?:it|your)",
    r"stick (?:it|your \w+) up",
    "(?:are|r) (?:you|u) (?:people |guys )?(?:serious|for real|insane|crazy|mad|deaf|stupid|out of your mind"
    "|actually)(?! about)",
    r"(?:it'?s|its|that'?s|thats|this is|u r|you r|ur) (?:an? |such a |all a )?(?:\w+ )?(?:joke|scam|rip[- ]?off"
    "|farce|disgrace|nightmare|circus|shambles|con|fraud)",
)
