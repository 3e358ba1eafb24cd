"""English phrases by which danger and self-harm are known. Data for `english_signals`."""

from bot.desk.signals.english_words import BODY, CANNOT, I_AM, KIN, NOT, SOMEBODY, THING

_WILL_DIE = "(?:will|'?ll|could|can|might|may|would|is going to|are going to|gonna|is gonna)"

DANGER = (
    # Fire, smoke, gas
    "on fire(?! tv| stick)",
    "(?:caught|catch|catches|catching|set|started a|there is a|there'?s a|a small|electrical"
    "|kitchen) fire(?! (?:alarm|drill|tv))",
    "fire (?:in|at|on) (?:the|our|my|your)",
    "(?:in|into|see) flames",
    "flames (?:coming|shooting|in|from|out)",
    r"smell(?:s|ing|ed|t)? (?:\w+ ){0,3}?(?:gas|burning|burnt|burned|smoke|something burning)",
    "(?:gas|burning|burnt|scorched|electrical) smell",
    "(?:gas leak|leaking gas|gas is leaking|smell of gas|stinks? of gas|carbon monoxide)",
    "burning (?:plastic|rubber|cable|wire|box|router|socket)",
    rf"{THING}(?: \w+)? (?:is|are|was|were|has|started|starts|began|keeps|'s)(?: started)?(?: to)?(?: (?:now|really"
    "|literally))? (?:smok(?:e|ing)|burn(?:ing)?|melt(?:ing|ed)?|spark(?:ing)?|glow(?:ing)?|hissing|on fire)",
    "(?:thick|black|white|dark|lots of|full of|see|some|a lot of) smoke(?! (?:detector|alarm))",
    "smok(?:e|ing) (?:is |was |keeps |started |pours? |comes? |coming |rises? |)(?:com(?:es|ing)|pour(?:s|ing)"
    "|rising|billowing|everywhere|filling|filled|in|from|out of|through)(?! (?:my|your) ears)",
    "spark(?:s|ed|ing)?",
    "(?:burst|went up|gone up|go up|goes up|up) in(?:to)? (?:flames?|smoke|fire)",
    "explo(?:ded|des|ding|sion)(?! of)",
    rf"{THING}(?: \w+){{0,6}} (?:blew up|blown up|blew apart|exploded|went bang)",
    # Electricity
    "electric(?:al)? shocks?",
    r"electrocut\w+",
    r"(?:gave|give|gives|giving|given) (?:me|him|her|us|my \w+) (?:a |an )?(?:\w+ )?(?:shocks?|jolt)(?! when (?:i"
    "|we) (?:saw|opened|got|read|looked))",
    "(?:got|get|been|was) (?:zapped|a shock (?:from|off|when (?:i|he|she) (?:touched|plugged)))",
    r"live (?:wires?|cables?|electric\w*)",
    r"(?:exposed|bare|loose|dangling) (?:\w+ )?(?:wires?|wiring|cables?)",
    r"(?:wires?|cables?)(?: \w+){0,3} (?:live|exposed|bare|sticking out|hanging|dangling|lying|snapped|across the)",
    r"(?:pole|power line|powerline|mast|tree)(?: \w+){0,2} (?:down|fell|fallen|falling|collapsed|leaning|come down)",
    r"(?:water|rain)(?: \w+){0,6} (?:socket|outlet|fuse ?box|electrics?|electrical \w+|light fitting)s?",
    # Buildings
    r"(?:ceiling|roof|balcony|wall|floor|stairs|railing|chandelier|shelf|window|glass)(?: \w+){0,4} (?:collaps(?:ed"
    "|ing)|caved|caving|gave way|come down|came down|shattered (?:on|over|onto)|fell on|falling down)",
    r"(?:trapped|stuck|locked)(?: \w+){0,2} (?:in|inside|on)(?: \w+)? (?:the |an? |your |my |our |this "
    r"|that )?(?:\w+ )?(?:elevator|lift|room|bathroom|toilet|vault|balcony|stairwell|sauna|basement|garage|lobby"
    "|vestibule|building)",
    r"(?:elevator|lift) (?:\w+ ){0,2}(?:dropped|plunged|plummeted|fell)",
    # Hurt
    "injur(?:ed|y|ies)(?! time)",
    "(?:i|we|he|she|they|is|are|was|were|got|been|badly|seriously|someone|somebody|people|guest|leg|wife|kids?|son"
    r"|daughter)(?: \w+)? hurt(?! (?:my|our|your) (?:feelings|pocket|wallet))(?! by (?:your|the) )",
    r"(?:slipped|fell|tripped|fallen|slip|fall)(?: \w+){0,6} (?:and )?(?:hurt|broke|hit|cut|bleed\w*|injur\w+"
    "|can'?t|stairs|head|hip)",
    "(?:fell|fallen) (?:down|off|over|out of) (?:the|a|your|his|her|bed)",
    "(?:broke|broken|fractured|cut|burn(?:ed|t)?|burns|scald(?:ed)?|hit|hurt|crushed|sprained|smashed)(?: (?:my"
    rf"|his|her|our|a)){{1,5}} (?:\w+ )?{BODY}",
    "(?:concussion|scalded|third degree burns?|burn(?:ed|t) (?:myself|himself|herself|badly))",
    "bleed(?:ing|s)?(?! (?:me|us|customers) dry)",
    r"(?:blood everywhere|lots? of blood|losing (?:\w+ )?blood|ha?emorrhag\w+|(?:cough|vomit|spit"
    r"|throw)\w*(?: up)? blood|covered in blood)",
    # Body
    rf"(?:{CANNOT}|unable to|struggl\w+ (?:to|with)|hard to|difficult(?:y|ies)?(?: to| with| in)?|trouble|stopped"
    r"|not|isn'?t|hardly|barely|problems?(?: with)?|fighting to|gasping(?: to| for)?) (?:\w+ )?(?:breath(?:e|ing)?"
    "|breth|air)(?= |$|[,.!?])",
    "short(?:ness)? of breath",
    "(?:is|he'?s|she'?s|stopped) (?:not )?breathing",
    "(?:gasping|turning blue|gone blue|blue lips|lips are blue|chok(?:ing|ed) on|he'?s choking|she'?s choking"
    "|is choking|suffocating)",
    r"(?:throat|face|tongue|lips?|mouth)(?: \w+){0,2} (?:swell\w*|swollen|closing|swole\w*)",
    r"(?:anaphyla\w+|epipen|allergic (?:reaction|shock)|hives all over)",
    "chest (?:pains?|hurts|is tight|tightness)",
    r"pains? in (?:my|his|her|the) (?:\w+ )?chest",
    "(?:heart attack|cardiac arrest|having a stroke|unconscious|unresponsive|overdos(?:ed?|ing)|passed out"
    r"|passing out|faint(?:ed|ing)|blacked out|seizures?|convuls\w+|having a fit|in labou?r|waters? (?:just |has "
    r"|have )?brok\w+|haemorrhage|sepsis)",
    rf"(?:{CANNOT}|won'?t|not|isn'?t|doesn'?t) (?:wake|waking)(?: (?:him|her|my \w+))? up",
    rf"(?:has|have|just|he|she|{KIN}|patient|guest|man|woman|lady)(?: \w+)? collapsed",
    r"(?:food poison\w*|poisoned|poisoning|(?:throwing up|vomiting|being sick) (?:all|since|after|and))",
    f"(?:he|she|{KIN}|patient|i)(?:'?s|'?m| is| am| are| may be| might be| could be) dying(?! (?:to|of (?:boredom"
    "|hunger|thirst|laughter|shame|heat|cold)|for))",
    rf"(?:{SOMEBODY}|people|he|she|they|{KIN}|we|child) {_WILL_DIE} (?:\w+ )?(?:die|be killed|get killed|get hurt"
    "|get injured|be hurt)(?! to)",
    "(?:life[- ]threatening|life (?:and|or) death|matter of life|(?:nearly|almost|could have|could'?ve) (?:died"
    "|killed (?:me|us|him|her|someone|my)|been killed))",
    r"in (?:\w+ )?danger(?! of (?:losing|missing|being late))",
    "dangerous",
    "(?:don'?t|do not|doesn'?t|not|never) feel(?:ing)? safe",
    "(?:feel|feels|feeling) unsafe",
    # Help
    r"emergency(?! (?:calls?|numbers?|mode|data|credit|top|dep\w+|rooms?|ward|services?|unit|exit|loan|fund|card"
    r"|contact|light|button|chain|cash|plumb\w+))",
    "(?:call(?:ing)?|need|send|get|want)(?: (?:me|us|him|her))? (?:an|the|somebody and an) ambulance",
    "(?:call(?:ed|ing)?|dial(?:l?ed)?|phone|ring|get|send|need) (?:911|999|112|000|the police|police|security"
    "|the fire (?:brigade|department|service))(?! (?:report|about))",
    "need (?:a |an )?(?:doctor|nurse|medic|paramedic|medical help|medical attention|help) (?:now|right now"
    r"|urgently|immediately|asap|quick\w*|here now)",
    "(?:send help|sos|come quick(?:ly)?|help me (?:please )?(?:quick|now|someone|he|she|fast|i'?m (?:stuck|trapped"
    "|bleeding)))",
    # Other people
    "(?:get|getting|break|breaking|broke|broken|came|forced|forcing|burst|climbed) (?:his way |her way "
    "|their way )?(?:in(?:to)? (?:my|our) (?:room|house|home|flat|apartment)|in through)",
    "break(?:ing)? (?:in|down (?:my|our|the) door)",
    r"(?:a|some|strange|drunk|drunken|unknown|naked|another|this) (?:\w+ )?(?:man|men|guys?|stranger|intruder"
    r"|people|person|bloke)(?: \w+){0,4} (?:in|into|inside|outside|at|open|enter|on) (?:my|our) (?:hotel )?(?:room"
    "|door|house|balcony|window|flat|bed)",
    r"(?:bang|pound|kick|hammer|knock)\w*(?: \w+)? (?:on|at|against|in|down) (?:my|our|the) door(?= "
    r"|[,.!])(?:.{0,60}(?:get in|break in|let (?:him|them) in|scared|afraid|drunk|knife|threat\w+))",
    "trying to (?:get in|open (?:my|our) door|enter (?:my|our)|get into (?:my|our)|come in(?:to)?)(?! touch)",
    "(?:following|followed|follows|stalking|stalked|chasing|grabbed|groped|choked|punched|slapped|kicked|hit|beat"
    "|beating|attacked|attacking|assaulted) (?:me|my (?:wife|husband|son|daughter|mother|father|kid|child"
    "|friend))(?! (?:on|with (?:a |extra |another )?(?:fee|charge|bill)|up with))",
    "stalk(?:er|ing|ed)",
    "(?:been|was|were|got|being|get) (?:physically |sexually |nearly |just )?(?:attacked|assaulted|beaten|punched"
    "|stabbed|raped|mugged|kidnapped|groped|molested|shot)(?! by (?:mosquito|bed))",
    "(?:threaten(?:s|ed|ing)?|wants?|going|trying|said he will) (?:me |us )?(?:to (?:kill|hurt|beat|harm|stab"
    "|shoot|attack) (?:me|us|him|her|my)|with (?:a |his )?(?:knife|gun|weapon|bat))",
    "(?:with|has|have|holding|pulled|got|carrying|waving) (?:a |an |his )?(?:knife|gun|weapon|machete)(?! and fork)",
    "(?:gunpoint|knifepoint|held hostage|hostage|armed (?:man|men|robbery))",
    r"(?:is|are|was|were|he'?s|they'?re) (?:forcing|making|threatening) (?:me|us|my \w+)(?: to (?:withdraw|transfer"
    "|give|hand|send|pay|take))?(?! (?:angry|wait|late|ill|crazy|mad))",
    f"(?:{I_AM}|we are|we'?re) (?:so |really |very |too )?(?:scared|terrified|frightened|afraid of (?:him|them)"
    "|in fear)",
    "(?:fear(?:ing)?|afraid|scared|worried) for (?:my|our|his|her) (?:life|lives|safety)",
    r"(?:child|son|daughter|kid|boy|girl|toddler|mother|father|dad|mum|mom|grand\w+) (?:\w+ )?(?:is|went|has gone"
    "|gone) missing",
    f"(?:drown(?:ing|ed)|{CANNOT} find (?:my|our) (?:child|son|daughter|kid|little|toddler))",
    "(?:turned|going|gone|turning|went) (?:blue|purple|grey|gray)",
    r"(?:water|rain)(?: \w+){0,9} (?:sockets?|outlets?|fuse ?box|electrics?|plugs?|light fittings?)",
    "(?:is|are|started|keeps) burning(?! (?:through|money|question|a hole|up my|my data|cd|desire))",
    r"(?:plug|socket|charger|battery|phone|cable|router|adapter|box)(?: \w+){0,3} (?:really |very |so |extremely "
    "|burning )hot(?! spot)",
    "(?:can'?t|cannot|unable to) get up(?! (?:early|the stairs|to (?:date|speed)))",
    r"lying on the (?:\w+ )?floor",
    "on the floor (?:and|not|bleeding)",
    "not moving",
    "won'?t stop (?:bleeding|vomiting|shaking)",
    "shaking all over",
    r"(?:gave|given|administered|injected|prescribed|took|taken)(?: \w+){0,4} (?:wrong|double|ten times"
    r"|too much)(?: \w+){0,2} (?:and|now|so)(?: \w+){0,6} (?:dizzy|swell\w+|breath\w*|shak\w+|vomit\w*|faint\w*"
    "|unconscious|rash|sick)",
    "(?:broke|broken|smashed|kicked) (?:down )?(?:my|our) (?:door|window)",
    "intruders?(?! alarm)",
    "burglars?",
    "prowler",
    "(?:somebody|someone|a man) (?:is |was )?(?:hiding|lurking|outside my (?:door|room|window)|in my room)",
    r"(?:threat(?:en(?:ed|ing|s)?)?|promis\w+) to (?:kill|hurt|beat|harm|stab|shoot|attack|burn)",
    r"(?:gas|fumes|chemical|chlorine)(?: \w+){0,3} (?:dizzy|cough\w*|leak\w*|everywhere|headache)",
    r"gas (?:is )?(?:leak|escaping|hissing)\w*",
    "(?:high|very high|dangerous) fever",
    "(?:fever|temperature) (?:of |is |over )?(?:39|40|41|10[3-6])",
    "meningitis",
    "stroke right now",
    r"face (?:is )?droop\w*",
    r"slurr\w+",
    r"(?:filling|filled|fills|full|fill)(?: up)? (?:with|of) (?:\w+ )?(?:smoke|gas|fumes|flames)",
)

SELF_HARM = (
    "kill(?:ing|ed)? (?:myself|my self|meself|me self)(?! (?:laughing|with work))",
    "(?:end|ending|take|taking|took|finish) my (?:own )?life",
    "(?:end|ending) (?:it all|everything|things for good|it tonight|it now|it here|the pain|myself|this life)",
    "(?:gonna|going to|want to|wanna|should|just) end (?:it|things)(?! (?:the contract|with))(?= |[.,!?]"
    "|$)(?! (?:this )?(?:contract|call|chat|subscription))",
    "(?:i|we) (?:just |really |only |honestly |would rather |'?d rather ){0,5}(?:want|wanna|wish|hope|prefer|need"
    "|like)(?: to| i could| i would| i'?d)? (?:just )?(?:die|be dead|b dead)",
    "(?:rather|better|sooner) (?:die|be dead|dead)",
    "better off (?:dead|if i (?:was|were|am) (?:dead|gone|not here)|without me)",
    "wish(?:ed)? (?:that )?i (?:was|were|would be) (?:dead|gone|not alive|no longer here)",
    "(?:wish|should|better if) (?:i |i'?d |had |have ){0,5}(?:was |been )?never (?:been |have been )?born",
    r"suicid(?:e|al)\w*",
    f"(?:{NOT}|no longer|dont) (?:want|wanna|wish|desire|feel like|have the (?:strength"
    r"|will))(?: to)?(?: \w+)? (?:live|living|be alive|exist|be in this world|be on this (?:earth|planet)"
    r"|wake up)(?! (?:in|next|near|here|there|at|with (?:my|the) (?:parents|noise))\b)",
    f"(?:{NOT}|no longer) (?:want|wanna) to (?:be (?:here|around)|go on|carry on|continue)(?: like this"
    "| living)?(?: any ?more| any longer|$)",
    f"(?:{CANNOT}|can no longer) (?:go on|carry on|keep going|keep living|live)(?: living)?(?: like this| with this"
    "| any ?more| any longer|$)",
    "(?:no|any|the|a|what|what'?s|whats|see no) (?:reason|point|purpose|meaning|sense|will"
    "|use)(?: is)?(?: left)?(?: the)? (?:to|in|of|for) (?:me |my |to ){0,5}(?:keep |keep on |continue |go on "
    "|carry on |)(?:liv(?:e|ing)|life|going on|be(?:ing)? alive|exist(?:ing)?|stay(?:ing)? alive|being here)(?! in"
    "| at| here| there)",
    "(?:nothing|no one|nobody|not much|anything) (?:left )?to live for",
    "(?:reason|will) to (?:live|keep going|go on)",
    "(?:tired|sick|weary|done) (?:of|with) (?:living|life|being alive|existing|my life|this life)",
    "(?:life|living) (?:is|isn'?t|has|is just|feels|seems)(?: not| no longer| no)? (?:worth (?:living|it|anything)"
    "|meaning(?:less)?|pointless|worthless|unbearable)",
    "not worth living",
    "(?:jump|jumping|throw myself|throwing myself|leap) (?:off|from|out of|in front of|under|into) (?:the |a "
    r"|your |this |my |of ){0,5}(?:\w+ )?(?:roof|bridge|building|balcony|window|tower|floor|train|cliff|top|tracks"
    "|river|bus|lorry|truck)",
    "(?:hang|hanging|drown|drowning|shoot|shooting|poison|poisoning|off|starve|unalive|top) myself",
    r"hanging from (?:the|your|a)(?= (?:\w+ )?(?:balcony|ceiling|tree|rope|roof|lamp))",
    r"(?:slit|slitting|cut|cutting|slash\w*) (?:my |me )?wrists?",
    "(?:been |started |am |i'?m |keep |again )?cutting myself(?! on| with the| shaving)",
    "(?:want|going|gonna|like|wanna|might|will|'?ll|urge|thinking (?:about|of)|thoughts? of|about)(?: to)? (?:hurt"
    "|harm|cut)(?:ing)? myself",
    r"self[- ]?harm\w*",
    r"(?:take|taking|took|taken|swallow\w*|down(?:ed)?) (?:all |a (?:bunch|lot|bottle|handful|box|pack) of "
    r"|the whole |the rest of |an |every ){1,5}(?:of )?(?:the |my |these |those |her |his )?(?:\w+ )?(?:pills?|tablets"
    "|meds|medication|paracetamol|overdose)",
    "(?:goodbye|suicide|farewell) (?:note|letter|cruel|world|everyone|everybody)",
    "(?:say|said|saying) (?:my )?(?:goodbyes?|farewell) to (?:everyone|everybody|my (?:kids|children|family|wife"
    "|husband|mum|mom)|this world|the world)",
    "(?:won'?t|wont|will not|not gonna|not going to) be (?:alive|around)(?: (?:tomorrow|any ?more|any longer"
    "|much longer|long|to see|for|by))",
    r"(?:nobody|no ?one|no one|noone|who) (?:would|will|'?ll|'?d|is going to|gonna)(?: \w+)? (?:miss me|care if i"
    "|notice if i)",
    r"(?:world|everyone|everybody|family|kids|children|they)(?: \w+){0,4} (?:better|happier"
    "|easier) (?:off )?without me",
    "(?:disappear|dissapear|disapear|vanish|gone) (?:for good|forever|from (?:this|the) (?:world|earth))",
    "(?:want|wanna|could|wish|ready) to (?:just )?(?:disappear|dissapear|disapear|vanish)",
    r"(?:sleep|bed)(?: \w+){0,3} (?:never|not|don'?t) (?:to )?wak(?:e|ing) up",
    "(?:never|not|don'?t want to|don'?t) wake up (?:again|any ?more|tomorrow|ever)",
    "fall asleep forever",
    "my life (?:is|has|'s) (?:over|finished|ended|ruined and|worthless|no (?:meaning|value|sense|point))",
    "(?:give|given|gave|giving) up on (?:life|living)",
    "(?:lost|losing|no) (?:the |my |all )?will to live",
    "(?:no|only|other|any) way out(?! of| for (?:cars|parking))",
    "(?:i am|i'?m|im|just|being|be) (?:such )?a burden(?: (?:to|on|for) (?:everyone|everybody|my|them|others|all))?",
    "(?:do|doing|done) away with myself",
    "kms",
    "unalive",
    r"(?:death|dying|dead) (?:is|would be|seems|looks|sounds|feels)(?: \w+){0,3} (?:better|easier|relief|solution"
    "|way|option|peaceful|answer)",
    r"(?:thoughts?|thinking|think|dream\w*|fantasi\w+) (?:of|about) (?:dying|death|ending (?:it|my|everything"
    r"|things|myself)|suicid\w+|not being here|killing)",
    "(?:ready|prepared) to (?:die|go for good)",
    f"(?:{NOT}) care (?:any ?more )?if i (?:live|die|wake)",
    "(?:might as well|may as well|should just|would be better|wish i could) (?:just )?(?:be dead|die|not exist"
    "|disappear)",
    "(?:have|got|holding|hold|found|bought|saved up) (?:all |enough |the |my |a bottle of |some "
    "|sleeping ){0,5}pills(?= (?:next|in my|in front|ready|here|right|with me|lined|on the (?:table|bed))|[.,!]|$)",
    r"(?:standing|sitting|i am|i'?m|im) (?:here )?(?:at|on|by) (?:the|a) (?:\w+ )?(?:bridge|ledge|train tracks"
    "|cliff|edge of (?:the|a)|railing|rooftop)",
    "(?:don'?t think|doubt|not sure) (?:that )?(?:i'?ll|i will|i'?m going to|i can) (?:still )?(?:be (?:around"
    "|here|alive)|survive|live|make it)(?: (?:by|until|till|to see|much|for|through|another|tomorrow|any ?more))",
    "(?:written|wrote|writing|left|leaving) (?:a |my |some )?(?:goodbye |last |farewell )?(?:letters?|notes?"
    "|will) (?:to|for) (?:my|the) (?:kids|children|family|wife|husband|mum|mom|parents|daughter|son)",
    "nothing matters(?: to me)?(?: any ?more)?",
    "(?:no|lost all|without|given up) hope (?:left|for me|any ?more)",
    "hopeless and",
    r"life(?: \w+)? not worth",
    "i give up on everything",
    "nothing left for me",
    "no future for me",
    "(?:how|ways|easiest way|best way) to (?:kill|end|hang|die)(?: myself| my life)?(?= |[.?!]|$)(?! (?:the"
    "|my contract|this|that|a process))",
    "(?:want|wanted|wish) (?:it|everything|all of it|my life|the pain) to (?:be over|end|stop) ?(?:for good"
    "|forever)?(?<! this to end)",
    "(?:feel|feeling) like (?:dying|ending|jumping|killing|i want to die|i don'?t want to live)",
    "my (?:death|suicide) (?:will|would|is|on your)",
    "my blood (?:is |will be )?on your",
    "you(?:'?ll| will) (?:have my (?:death|blood)|find (?:me dead|my body|my corpse))",
    "(?:push|pushed|pushing|drive|driving|drove|driven) (?:me|people) (?:to|over) (?:suicide|the edge|my death"
    "|death|kill|end)",
    "keep (?:on )?living(?! (?:in|at|here|next))",
    "if i (?:was|were|am|'?m|would be) (?:just )?(?:dead|gone|not here|no longer here|not alive)(?! (?:for|on|to"
    "|when))",
)
