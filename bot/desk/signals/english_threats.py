"""English phrases by which threats with a lawyer, a regulator and the press are known. Data for `english_signals`."""

_COURT = (
    "(?:(?:civil|county|high|small claims|a|the|your|local|district|supreme|federal) ){0,5}(?:courts?"
    "|tribunal|judges?|magistrate|trial)"
)

LEGAL = (
    "(?<!i am a )(?<!i'm a )(?<!im a )(?<!as a )(?<!your )(?<!is a )lawyers?(?!'?s?'? (?:office|fees?))",
    "(?<!power of )(?<!i am an )(?<!i'm an )(?<!as an )attorneys?(?! general)",
    "solicitors?",
    r"(?:barristers?|law ?firm|litigat\w+|prosecut(?:e|ed|ing|ion)|injunction|subpoena|class action|small claims)",
    "legal (?:action|actions|advice|counsel|team will|representation|representatives?|proceedings?|steps|measures"
    "|means|routes?|recourse|remed(?:y|ies)|claim|case|letter|way|battle|fight|help|aid|process|notice|ways"
    "|consequences|matter|threat|complaint)",
    r"(?:pursue|proceed|act|fight|deal with|sort|settle|resolve|go|take|handle)(?: \w+){0,3} (?:legally|legal)",
    "my legal (?:team|adviser|advisor|rep)",
    "(?:will|'?ll|to|gonna|can|could|shall|would|might|may|must|should|i|we|let'?s|and|or|just|rather|imma) sue",
    "sue (?:you|u|ur|your|yall|y'?all|the|this|that|them|for|over|if|unless|until|because|everyone|both)",
    "(?:suing|law ?suits?|legal suit|a suit against|(?:get|be|being|getting) sued|sued (?:you|your|for|by me))",
    "(?:take|taking|took|bring|bringing|drag|dragging|haul|hauling|see|seeing|go|going|goes|meet|meeting|get|fight"
    r"|settle|put|have|end up) (?:\w+ ){0,4}?(?:to|in|before|into|at|through|in front of"
    f"|up in) {_COURT}(?! ?(?:yard|house cafe|hotel|street|road))(?! (?:for|of) (?:tennis|appeal road))",
    f"(?:in front of|before|let) {_COURT}",
    r"(?:in|to) court(?= |[,.!?]|$)(?! (?:street|road|lane|\d))",
    "(?:county|civil|high|supreme|district) court(?! (?:road|street|station))",
    "court (?:action|case|proceedings?|claim|summons|papers|hearing)",
    "(?:the courts|the judge (?:will|can|decide)|a judge (?:will|can|decide)|judicial|tribunal)",
    r"(?:press|pressing|file|filing|bring|bringing) (?:\w+ )?charges(?! (?:on|to) my)",
    r"(?:start|starting|begin|beginning|issue|issuing|bring|bringing|commence|take) (?:\w+ )?proceedings",
    r"(?:file|filing|filed|bring|bringing|lodge|start|starting|make|pursue) (?:a |an |my )?(?:\w+ )?(?:claim|suit"
    r"|lawsuit|case|petition|complaint) (?:in (?:the )?\w* ?court|against (?:you|your|the|this|him|her))",
    r"(?:serve|served|serving)(?: you| with| your \w+){0,5} (?:with )?(?:\w+ )?(?:papers|summons|writ|notice)",
    "(?:letter before (?:action|claim)|pre[- ]action|cease and desist|statutory demand|letter of claim|formal legal)",
    r"(?:sue|claim|seek|seeking|owe me|pay|paying|claiming|demand) (?:\w+ )?damages",
    "(?:malpractice|negligence) (?:suit|claim|case|action|lawyers?)",
    r"(?:is|was|it'?s|for|of|you for) (?:\w+ )?malpractice",
    "criminal (?:complaint|charges|case|offence)",
    "(?:arbitration|breach of contract)",
    r"(?:instructed|hired|engaged|retained|appointed|consulted) (?:\w+ )?(?:counsel|llp|a firm|legal|lawyers|qc|kc)",
    "llp",
    "take (?:you|this|it|u) (?:all the way|to the (?:cleaners|supreme|highest))",
    "(?:see|meet) (?:you|u) (?:there )?in court",
    "(?:court|legal) is (?:next|where)",
    "in breach of contract",
    "hold you (?:legally )?(?:liable|responsible in court)",
    "liable in court",
    "(?:i|we|will|to|and|gonna) (?:go |going )legal",
    "legally (?:liable|accountable|responsible|obliged|challenge|binding action)",
    "(?:option|choice|step|stop|left|way|remedy|resort|place)(?: left)? (?:is|will be|would be) (?:the |a "
    "|in )?(?:court|courts|lawsuit|lawyers?)",
)

_AGENCY = (
    "(?:authority|authorities|commission(?:er)?|regulator|regulation|ministry|minister|board|watchdog"
    r"|council|inspectorate|inspectors?|inspection|agency|department|bureau|ombuds\w+|supervis(?:ion|or"
    r"|ory)(?: \w+)?|secretary|body)"
)

_TO = (
    "(?:to|with|by|at|call|contact|inform|tell|notify|email|phone|involve|the|and|or|from|via|through"
    "|write|before|alert|ring|get)"
)

REGULATOR = (
    r"ombuds\w+",
    "regulators?(?! (?:valve|setting|on the|of the|for the|is (?:broken|stuck)"
    "|knob))(?<!heat regulator)(?<!temperature regulator)",
    f"regulatory {_AGENCY}",
    "(?:fcc|cfpb|fca|ofcom|ftc|bbb|fdic|occ|cqc|accc|acma|tio|afca|crtc|rbi|trai|bafin|finra|hkma|ofca|imda|phso"
    "|gmc|osha|apra|asic|bundesnetzagentur|arcep|comreg)",
    f"{_TO} (?:the )?(?:mas|sec|fos|pals|ico|hhs|cms|nmc|asa|caa|fsc|ncc|who|jcaho)(?= |[,.!]|$)(?! (?:is|are|was"
    "|will|can|told|said|do|does|to) )(?<! who)",
    "joint commission",
    "better business bureau",
    "attorney[- ]general",
    "trading standards",
    "citizens'? advice",
    "(?:general )?medical council",
    "(?:data protection|information|privacy) (?:authority|commissioner|regulator|agency)(?:'?s office)?",
    "(?:care quality|financial conduct|financial services|prudential|federal trade|federal communications"
    "|human rights) (?:commission|authority)",
    r"consumer(?:s'?|'?s)? (?:\w+ )?(?:protection|association|council|affairs|forum|advoca\w+|agency|authority"
    r"|court|watchdog|bureau|commission|ombuds\w+|organi[sz]ation|cent(?:er|re)|hotline|board|helpline|tribunal"
    "|financial)",
    r"(?:health(?:care)?|banking|bank|medical|hospital|hospitals|tele ?com\w*|communications?|financial|finance"
    "|nursing|licensing|tourism|tourist|hotel|insurance|food|hygiene|safety|state|competition|government|industry"
    rf"|public health|national|price) (?:\w+ )?{_AGENCY}(?! (?:card|fee|bill|policy|games))",
    r"(?:ministry|minister|department|board|office|bureau|commission|secretary) (?:of|for) (?:\w+ )?(?:health"
    r"|finance|industry|communications?|telecom\w*|tourism|consumers?|commerce|trade|insurance|justice|medicine"
    r"|nursing|banking|information|consumer \w+|financial \w+|public \w+|labou?r)",
    "(?:central|reserve|federal reserve) bank(?!'?s? (?:rate|interest|base))",
    "(?:the|proper|relevant|higher|local|competent|right|government|to) authorities",
    "(?:higher|competent|relevant|supervisory|governing|licensing) (?:authority|body|bodies)",
    "(?:consumer|industry|financial|telecoms?|banking|health|government) watchdog",
    "(?:health|hygiene|food|fire|safety|bank|government|state"
    r"|environmental health) (?:and safety )?(?:inspect(?:or|ors|ion|orate)|officer|marshal|department|authorit\w+)",
    "environmental health",
    r"(?:write|writing|wrote|complain\w*|speak|talk|contact\w*|go|letter|email\w*|tell|involve"
    r"|call) (?:\w+ ){0,2}?(?:to )?(?:my|our|the|a) (?:local )?(?:mp|congress ?(?:man|woman|person)|senator"
    r"|member of parliament|councillor|mayor|state rep\w*|government)",
    r"(?:report|reporting|reported|denounce) (?:you|this|it|your \w+"
    r"|u)(?: \w+){0,2} to (?:the )?(?:\w+ )?(?:government|state|authorit\w+|board|officials|council|ministry"
    r"|regulat\w+|agency|commission)",
    "(?:adr scheme|alternative dispute|cisas|dispute resolution (?:scheme|service)"
    "|consumer complaints? (?:commission|board))",
    "chamber of commerce",
    "(?:call|calling|report|to|ring|contact|dial|via|through|complain) (?:you )?(?:to )?(?:12300|12315|12345|12363"
    "|12378|12320)",
    r"(?:report|reporting|reported|refer\w*|take (?:this|you|it)|escalat\w+|complain\w*"
    r"|complaint) (?:\w+ ){0,4}(?:to|with|by) (?:the )?(?:\w+ ){0,2}(?:authority|authorities|commission|regulator"
    "|ministry|agency|bureau|inspectorate|watchdog)",
    "licen[sc]e (?:revoked|taken away|pulled)",
    "lose your licen[sc]e",
    "pull your licen[sc]e",
    r"(?:official|formal) complaint (?:to|with) the (?:\w+ )?(?:government|board|council|state|industry|minist\w+"
    "|commission|authority)",
    "public health (?:department|authority|england|office)",
    "department of public health",
    "health (?:and|&) safety executive",
    "the hse",
    "patient (?:advocate|advocacy)",
    "patients'? association",
    r"bank(?:ing)? (?:ombuds\w+|supervis\w+)",
)

_SITE = (
    "(?:twitter|x|facebook|fb|insta(?:gram)?|ig|tik ?tok|youtube|you tube|reddit|linked ?in|threads"
    r"|trip ?advisor|trust ?pilot|google(?: reviews?| maps)?|yelp|booking\.com|weibo|snapchat|socials?"
    "|social (?:media|networks?)|the internet|internet|the (?:inter)?net|the web|online|my (?:blog"
    "|channel|page|feed|story|stories)|wechat|xiaohongshu|glassdoor|nextdoor)"
)

_POST = (
    "(?:post|posts|posting|posted|put|putting|share|sharing|upload|uploading|publish|publishing|blast"
    "|blasting|spread|spreading|write|writing|stream|streaming|splash|plaster|plastering|tell|telling|be"
    "|ends? up|go|going|goes|live|air|complain|complaining|expose|exposing|review|vent|call you out|drag"
    "|rant|named?)"
)

_MEDIA = (
    r"(?:news ?papers?|press(?! (?:of|the|a|any|conference room|button|\d))|media|tabloids?|journalists?"
    "|reporters?|tv(?: stations?| channels?| news| crew)?|telly|television|radio(?: station)?"
    "|news(?: desk| crew| team| outlets?| stations?| channels?)?|news)"
)

_OUTLET = (
    "(?:bbc|cnn|itv|fox(?: news)?|sky news|nbc|abc(?: news)?|cbs|msnbc|cnbc|daily mail|daily mirror"
    "|guardian|new york times|washington post|times|sun|telegraph|watchdog|panorama|60 minutes"
    r"|evening standard|reuters|bloomberg|channel (?:\d|four|five|seven|nine)(?: news)?|scmp"
    "|straits times|a current affair|rip[- ]off britain)"
)

PRESS = (
    "(?<!i am a )(?<!i'm a )(?<!im a )(?<!as a )(?<!is a )(?<!a freelance )(?:journalists?|reporters?|columnist"
    "|newsroom)(?! by)",
    "(?:to|call|calling|contact|contacting|tell|telling|inform|email|emailing|phone|ring|alert|write|involve"
    "|invite|go|get|bring|with|via|notify|works? for|in|into|on|by|and|or) (?:to )?(?:(?:the|a|our|my|some|all"
    f"|every|local|national|regional|mainstream|evening|city|town) ){{0,5}}{_MEDIA}(?! (?:package|bundle|add|option"
    "|does|is (?:missing|not)|on my|streaming|player|was|were|logo|remote|app|signal|in (?:my|the|our) room|that"
    "|about the))",
    "(?:the )?(?:local|national|regional) (?:press|media|news|paper|papers|newspapers?|tv|radio)",
    "(?:the (?:press|media)|newspapers?|tv stations?|news (?:stations?|outlets?)) (?:will|would|might|should"
    r"|is going|are going|has|have|love|is interested|can)(?: \w+)? (?:to )?(?:hear|know|love|be|learn|find|report"
    "|interested|print|run|like|get|eat)",
    "(?:go|going|goes|went|talk|talking|speak|take (?:this|it|my story)|taking (?:this|it)|run|sell|be|you|this"
    r"|story) (?:\w+ ){0,3}?(?:to|in|into) (?:all )?(?:the )?papers(?! (?:i|we|you|to sign))",
    "local paper",
    "(?:call|calling|tell|telling|contact|contacting|email|emailing|writing|write|go|going|talk|talking|speak|send"
    r"|sending|phone|interview|story|on|with|from|know)(?: \w+){0,3}? (?:to |at |in "
    f"|on )?(?:the )?{_OUTLET}(?! (?:is|are) (?:missing|gone|not)| channel| no| has no| on my)",
    rf"{_OUTLET} (?:will|would|is|are|might|should|is going to)(?: \w+){{0,2}} (?:love|hear|know|interested|report"
    "|cover|run|like|be)",
    "(?:the )?(?:evening|tv|six o'?clock|ten o'?clock|breaking|front page) news",
    r"(?:on|in|make|makes|be) the (?:\w+ )?(?:news|headlines|front page)(?! channel)",
    "(?:headlines?|front page)(?= |[.,!]|$)(?! (?:of your (?:website|app)|loads?))",
    r"go(?:es|ing|ne)? (?:\w+ )?(?:public|viral)",
    r"(?:make|making|made|take|taking) (?:this|it|everything|that|them|the \w+) (?:all )?(?:public|viral)",
    "publici[sz]e",
    "publicly (?:shame|name|expose|post|known)",
    "name and shame",
    "viral",
    "publish(?:ing)? (?:this|it|the|my|our|everything|your|all|what|every|these)",
    "expos(?:e|ing) (?:you|your|this|the (?:hospital|bank|hotel|company|truth|scandal)|them|how|what|it|everything"
    "|u)(?! to)",
    rf"{_POST} (?:[\w']+ ){{0,7}}?(?:on|to|over|onto|across|in|via|all over|up on) (?:(?:my|our|all|every|the|of|your"
    f"|both|other|public) ){{0,5}}{_SITE}(?! (?:banking|bill|account|shop|form|portal|chat|app|service|fee|and (?:it"
    r"|the))\b)(?<!be on the internet)(?<!go on the internet)(?<!go on facebook)(?<!go online)(?<!go to the"
    " internet)(?<!be online)(?<!go onto facebook)(?<!go on youtube)",
    f"(?:all over|blow(?:ing)? up|break(?:ing)?) {_SITE}",
    rf"{_SITE} (?:will|is going to|would|shall|needs to|should) (?:\w+ )?(?:hear|know|love|see|find out|explode"
    "|be full|have)",
    r"(?:see|find) (?:you|it|yourselves?|this|your \w+) (?:all over |on |in )(?:\w+ )?(?:twitter|facebook|tiktok"
    "|youtube|reddit|social media|tv|telly|tripadvisor)",
    "(?:on|over) social (?:media|networks?)(?! (?:doesn|is slow|add|data))",
    "tweet(?:ing|ed)? (?:about|this|it|your|every|the|at|everything|my)",
    r"(?:\d+ ?k?|thousands? of|many|lots of|a lot of|million|my|all my|thousand) (?:\w+ )?(?:followers|subscribers)",
    "(?:i'?ll|will|gonna|going to|to|shall) (?:leave|post|write|give|put)(?:ing)? (?:you |u )?(?:an? "
    r"|some )?(?:\w+ ){0,4}reviews?",
    "(?:1|one|zero|0)[- ]star (?:review|rating)s?",
    r"(?:the )?(?:whole|entire) (?:world|internet|country|town|city|nation|web)(?: \w+){0,2} (?:know|see|hear|read"
    "|find|learn|should|will)",
    "(?:everyone|everybody|the world|the public|people|public|other (?:guests|patients|customers)|all) (?:will"
    "|should|shall|needs? to|deserves? to|must|has to|is going to|gonna|to)(?: soon)? (?:know|see|hear|read"
    "|find out|learn|be told)",
    "(?:let|make sure|so that|warn|warning|tell|telling|show) (?:that )?(?:everyone|everybody|the (?:whole "
    "|entire )?(?:world|public|internet)|other (?:guests|patients|customers|people)|the nation|all my (?:friends"
    "|followers))(?! (?:is|in my room))",
    "(?:camera crew|start a petition|talk show|youtuber|influencers?|podcast)",
    r"(?:i am|i'?m) an? (?:\w+ )?(?:blogger|influencer|youtuber|vlogger)",
    "(?:sell|tell|telling|give|take) my story",
    "bad (?:publicity|press)",
    "(?:tell|call|contact|inform|phone|ring|email|write|writing|talk|calling"
    "|telling) (?:to )?(?:all )?the (?:daily )?(?:papers?|herald|gazette|tribune|chronicle|post|star|times|echo"
    "|mirror|observer|independent|metro|express|sun|mail|globe|standard|argus|journal|courier|news)(?! (?:office"
    "|i signed|shop|agent|channel))",
    "(?:roast|roasting|drag|dragging|slam|trash|destroy|ruin|blast|finish|burn|shame|shaming|call(?:ing)? out"
    r"|out) (?:you|your \w+|u|them|this (?:place|hotel|bank|hospital|company))(?: \w+){0,5} (?:on|in|all over|across"
    r"|to) (?:\w+ )?(?:twitter|x|facebook|tiktok|tik tok|reddit|youtube|instagram|insta|google|tripadvisor"
    "|social media|the internet|the press|online|public)",
    r"(?:hit|hits|reach|reaches|end up in|make|makes|be in|see your name in) the (?:\w+ )?(?:press|media|papers?"
    "|news|headlines|newspapers?)",
    r"(?:story|scoop|footage|video|photos?|pictures?|screenshots?|recordings?|pics)(?: \w+){0,5} (?:to|with|on"
    r"|at) (?:the )?(?:press|media|news\w*|papers?|tv|daily mail|tiktok|facebook|twitter|instagram|youtube|internet"
    "|journalists?|reporters?)",
    "investigative",
    "exposé",
    "name you publicly",
    "public shaming",
    "bad reviews? (?:on|every)",
    "trustpilot review",
    "(?:my|our) (?:blog|vlog|youtube channel|podcast)(?! (?:is|won|does|isn))",
)
