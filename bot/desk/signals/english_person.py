"""English phrases by which the wish for a person is known. Data for `english_signals`."""

_WHICH = (
    "(?:(?:a|an|the|your|ur|some|any|one of your|of your|from your|real|actual|live|living|proper|human"
    "|genuine|qualified|senior|responsible|competent|different|another|duty|branch|general|store|floor"
    "|hotel|ward|bank|account|shift|customer|service|support|call cent(?:er|re)|higher|local"
    "|flesh and blood|nice|senior|head|more) ){0,5}"
)

_ANYBODY = (
    "(?:hum[ae]ns?|persons?|people|someone|somebody|anyone|anybody|agents?|operators?|representatives?"
    "|reps?|csr|staff|employees?|colleagues?|man[ae]gers?|mgr|supervis[eo]rs?|superiors?|advis[eo]rs?"
    "|assistant|boss|bosses|doctors?|surgeon|nurse|matron|director|receptionist|reception|officer|teller"
    "|specialist|team|management|member of|individual|ceo|help ?desk|front desk|call cent(?:er|re)"
    "|customer (?:service|services|care|support|relations)|who ?ever|leader|lead|head of|in charge"
    "|person in charge|owner|live chat|department|complaints (?:team|department))"
)

_SURELY = (
    "(?:hum[ae]n(?: being)?|person|agent|operator|representative|rep|man[ae]ger|supervis[eo]r|superior"
    "|boss|advis[eo]r|someone real|somebody real|member of (?:your )?staff|staff member|live chat"
    "|real one|customer (?:service|support|care))"
)

_PAST = (
    "(?<!asked to )(?<!tried to )(?<!wanted to )(?<!had to )(?<!trying to )(?<!managed to )(?<!able to"
    " )(?<!refused to )(?<!hours to )(?<!times to )(?<!minutes to )"
)

PERSON = (
    f"{_PAST}(?:speak|speek|spk|talk|tlk|chat|deal|communicate|converse|a word|a chat|a conversation"
    r"|discuss (?:this|it|my \w+|the \w+)|explain (?:this|it|my \w+|everything)) (?:directly |live |in person "
    "|properly |on the phone |personally |right now |now |please ){0,5}(?:to|with|w|2"
    rf"|too) {_WHICH}(?:\w+ )?{_ANYBODY}(?! (?:who said|yesterday|last|about this (?:three|four|five|two|\d)))",
    "(?:connect|transfer|put|get|pass|patch|link|hand|refer|forward|redirect|route|switch|direct|escalate|move"
    r"|bring|take|give) (?:me|us|this|my \w+|it|the \w+)(?: (?:on|over|back|up|directly|straight|in touch"
    "|in contact|through|thru|right|now|please|across|onwards)){0,5}(?: (?:to|with|onto|2|thru to"
    f"|through to))? ?{_WHICH}{_SURELY}",
    "(?:connect|transfer|put|get|pass|patch|hand|refer|forward|redirect|route|switch|escalate) (?:me|us|this"
    r"|my \w+|it)(?: (?:on|over|back|up|directly|straight|in touch|in contact|through|thru|right|now"
    rf"|please)){{0,5}} (?:to|with|thru to|through to) {_WHICH}(?:\w+ )?{_ANYBODY}",
    "(?:get|find|give|bring|fetch|send) me (?:a |the )?(?:someone|somebody|anyone|real) (?:who|that|real|human"
    "|senior|competent|with|in|from|else|higher|on the phone|to (?:talk|speak))",
    "(?:to be|be|get|getting) (?:connected|transferred|put through|put in touch|forwarded|escalated|redirected"
    rf"|passed)(?: \w+)? (?:to|with) {_WHICH}(?:\w+ )?{_ANYBODY}",
    "(?:want|need|wanna|require|give me|get me|gimme|prefer|demand|requesting|request|looking for|provide me"
    "|find me|insist on|asking for|like|bring me|where is|where'?s|where are) (?:to have |to get |to see |to meet "
    f"|to reach |to contact )?{_WHICH}{_SURELY}(?! (?:error|fee|number|id|who (?:told|said)|code|card|license"
    "|account|told|said))",
    "(?:want|need|like|prefer|wish|demand|let me|can i|could i|may i) (?:to )?(?:see|meet|reach|contact"
    r"|get hold of|ask for) (?:a |an |the |your |ur )?(?:\w+ )?(?:man[ae]ger|supervisor|boss|superior|director"
    "|person|human|someone in charge|head nurse|matron|consultant|doctor in charge|representative|agent|management)",
    "(?:a|any|real|actual|live|another|with|to|want|need|only) human(?! (?:error|mistake|right|resources?|rights"
    "|and|hair|blood|tissue))s?",
    "human (?:being|help|support|assistance|agent|operator|contact|touch|advis[eo]r|rep|representative|person"
    "|please|now|pls|plz|staff|interaction)",
    "real (?:person|people|human|agent|operator|advisor|representative|employee|staff|live)(?! (?:estate|name))",
    "(?:live|actual|living|flesh and blood|breathing|proper) (?:agent|person|people|operator|human|support"
    "|representative|rep|employee|advis[eo]r|staff|being|soul|customer service)(?! (?:told|said|yesterday))",
    "(?:someone|somebody|anyone|anybody) (?:real|human|alive|with a (?:pulse|brain)|who (?:can|could|actually"
    r"|knows?|understands?|speaks|has|works|is able|makes|isn'?t|is not|will)(?: \w+)? (?:help|decide|understand\w*"
    r"|english|authority|brain|what|listen\w*|real|responsible|bot|robot|there|decisions?|fix|does|it|me|how"
    "|explain|solve|do|a|clue))",
    r"(?:someone|somebody|whoever|person|who(?:'?s| is|ever is|ever'?s)?)(?: \w+)? in charge",
    "(?:is|r|are) (?:there )?(?:anyone|anybody|somebody|someone|any (?:human|person|one|body|real|agent|staff"
    r"|operator)|a (?:human|person|real))(?: \w+){0,3} (?:there|here|alive|available|behind|i can|to talk|to speak"
    "|in the office|home|reading|online|on the other|who)",
    "(?:anyone|anybody) (?:there|home|alive)(?= ?[?!.,]|$)",
    "(?:don'?t|dont|do not|not|no|stop|tired of|sick of|hate|instead of|rather than|enough of|without|won'?t"
    r"|refuse to|fed up with|can'?t stand|done with|no more|than (?:to )?)(?: \w+){0,4}? (?:an? |this |the |your "
    r"|these |stupid ){0,5}(?:\w+ )?(?:bots?|chat ?bots?|robots?|automated \w+|ai|auto[- ]?repl\w+)(?! (?:vacuum|lawn"
    "|cleaner|surgery))(?<!not a robot)",
    "(?:talk|speak|chat|typ|deal|argu|convers)(?:ing|e)? (?:to|with) (?:a |this |your |the "
    r"|an )?(?:\w+ )?(?:machine|computer|bot|robot|chatbot|wall|ai)",
    "(?:bot|robot|chatbot|machine|ai) (?:doesn'?t|does not|dont|can'?t|cannot|is not|isn'?t|is|never|keeps?|won'?t"
    r"|didn'?t|not) (?:\w+ )?(?:understand\w*|help\w*|get it|useless|answer\w*|get|repeating|listen\w*|work\w*)",
    r"(?:please|pls|plz|can|could|have|get|let|ask|want|need|tell|would|kindly|may|make)(?: \w+){0,4}? (?:call|ring"
    "|phone|telephone|callback) (?:me|us)(?: back)?(?! (?:mr|ms|mrs|miss|an?|names|madam|sir|stupid"
    r"|liar)\b)(?<!would call me)(?<!would call me back)(?<!would ring me)(?<!would"
    " phone me)",
    "(?:want|need|like|request|arrange|please|pls|expect|have|get|give me|for"
    r"|book) (?:\w+ ){0,2}(?:a )?(?:call ?back|call from|phone call|call (?:back )?please|ring back|call tonight"
    "|call today)(?! fee)",
    "give me (?:a |an )?(?:call|ring|bell|buzz)",
    r"(?:call|get|fetch|bring|wake|send)(?: in| me| over| out)? (?:your|ur|the|a) (?:\w+ )?(?:man[ae]ger"
    "|supervis[eo]r|boss|superior|director|head nurse|person in charge)(?! (?:said|told|promised))",
    "(?:man[ae]ger|supervis[eo]r|boss|superior|operator|agent|representative|someone higher|human|real person"
    "|live agent|customer service|advisor|person) (?:please|pls|plz|now|asap|immediately|right now|right away"
    "|this instant|on the phone now|here now)",
    r"escalat(?:e|ion)(?: (?:this|it|me|my \w+|the \w+))?(?: (?:to|please|now|up|immediately|higher|further))",
    "(?:someone|somebody|anyone) (?:higher|senior|above you|more senior|with authority|from (?:your |the )?(?:team"
    "|management|support|staff|complaints|customer))",
    "(?:take|go|going|taking) (?:this |it )?(?:higher up|over your head|above your head|to your (?:boss|manager"
    "|superiors?))",
    "^(?:(?:hi|hello|hey|please|pls|just|ok|real|live|a|an|the|speak to|talk to|customer|human|chat|to|me|need"
    "|want|get) ){0,5}(?:humans?|agents?|operators?|representatives?|rep|supervisor|manager|customer (?:service"
    "|support|care|rep)|advis[eo]r|real person|live (?:agent|chat|person)|person|someone|somebody|call me"
    "|assistance|staff)(?: (?:please|pls|plz|now|asap|thanks|thx|agent|help|ffs)){0,5}(?=[^a-z]*$)",
    "(?:human|agent|customer service) please",
    "(?:with|by|to|from) (?:a |an )?(?:real|human) (?:voice|being|employee|conversation)",
    r"(?:no more|not|stop|skip|enough) (?:with )?(?:the )?(?:automated|automatic|canned|scripted|robot\w*"
    r"|copy[- ]?paste\w*) (?:answers?|repl\w+|messages?|responses?|nonsense|menu|system|stuff)",
    "(?:phone|tel|telephone|direct)?(?: )?(?:number|nr|no|line|extension|contact|name|email) (?:of|for|to reach"
    "|to call) (?:a|an|the|some|your) (?:real |actual )?(?:person|human|manager|supervisor|agent|someone|somebody"
    "|representative|boss|director)",
    r"(?:have|get|let|ask|tell|make|want) (?:your|the|a|ur) (?:\w+ )?(?:man[ae]ger|supervis[eo]r|boss|superior"
    r"|director|team leader|nurse|doctor|matron)(?: \w+)? (?:come|call|ring|phone|contact|speak|talk|reply|answer"
    "|get|email|look|explain)",
    r"(?:who|where) (?:is|are|'s)(?: \w+)? (?:your|the|ur) (?:\w+ )?(?:superior|man[ae]ger|supervis[eo]r|boss"
    "|person in charge|director|head)",
    "(?:a |the |your |can |could )(?:nurse|doctor|manager|supervisor|person|human|someone"
    r"|agent)(?: \w+)? come to the (?:phone|line|desk|chat|room)",
    "who (?:can|could|do|should|may) i (?:talk|speak|call|ring|phone|contact|complain|reach)(?! to if)",
    "(?:number|hotline|phone line) (?:i can|to|where i can|that i can|i could) (?:call|ring|phone|speak|talk|reach)",
    "(?:someone|somebody|anyone|anybody|a person|person|people|staff) (?:to|i can|i could|that i can|there to"
    "|here to|available to|free to) (?:talk|speak|chat|call|explain)",
    "(?:a|real|actual|living) (?:human|person) (?:to|who|that|at|on|look|read|reply|answer|handle|check|review|behind)",
    "(?:let|allow) me (?:talk|speak|chat)",
    r"take me (?:to|off) (?:a |the |your |this )?(?:\w+ )?(?:bot|manager|human|person|agent|leader)",
    r"hand(?: me)? over to (?:a |the |your )?(?:\w+ )?(?:human|person|agent|colleague|staff|manager|support)",
    "(?:are you|r u|is this|am i (?:talking|speaking|chatting) (?:to|with)) (?:a |an )?(?:real |actual )?(?:human"
    "|person|robot|bot|machine|real)(?! (?:lost|card|id))",
    rf"(?:discuss|explain|go over|sort|resolve|solve|clarify)(?: \w+){{0,6}} (?:with|to) {_WHICH}(?:\w+ )?{_SURELY}",
    r"(?:is|are|do you have|have you got) (?:there )?(?:an? |any |the )(?:\w+ )?(?:manager|supervisor|person|human"
    "|agent|representative|advisor|adviser|operator|staff|one)s? (?:available|around|on duty|here|free|in today"
    "|working|online|there|to (?:talk|speak|help))",
)
