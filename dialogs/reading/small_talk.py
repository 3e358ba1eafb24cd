"""Reads the small things people say: a greeting, thanks, yes or no, and in which language.

Closed lists of phrases: a message counts only if it can be cut into listed phrases from end to end, so that "no, it
works now" or "yes but still slow" is not taken for the half of it. What no list holds is left to whoever asks.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, NamedTuple

from dialogs.reading.folding import simplified
from dialogs.strict_yaml.common_texts import languages

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_SIGN = re.compile(f"[{_HAN}]")
_LATIN_WORD = re.compile(rf"[^\W\d_{_HAN}]+")
_TOKEN = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_TELLING_HAN = re.compile("[的了是我不没吗呢么你您]")
"""Characters that make a sentence Chinese; names of places and brands hold none of them."""
_SIGNS = str.maketrans({"👍": " yes ", "👌": " yes ", "✅": " yes ", "👎": " no ", "❌": " no ", "'": "", "’": ""})
_WHY = re.compile(
    r"\bwhy\b|\bwhat(?: is|'s)? (?:it |that |this )?for\b|what do you (?:need|want)"
    "|为什么|为啥|为何|干嘛|干什么|干吗|做什么用|有什么用"
)
_LONGEST = 80
"""In characters; anything longer is a telling."""

Tokens = tuple[str, ...]
Meaning = Literal["greeting", "thanks", "yes", "no", "unsolved", "same", "skip", "unknown", "back"]
"""What a text may say and nothing else; whatever is unsolved is a no as well."""


def language_of(text: str, otherwise: str) -> str:
    """Return ``"zh"`` or ``"en"``, whichever the text is mainly written in, or ``otherwise`` if it holds no words.

    A Chinese character weighs as much as a Latin word, and a grammatical one decides: "我的iPhone 15 Pro Max坏了" is
    Chinese, "no signal at 北京路 since Monday" is not.
    """
    han, words = len(_HAN_SIGN.findall(text)), len(_LATIN_WORD.findall(text))
    if han and (han >= words or _TELLING_HAN.search(text)):
        return "zh"
    # Letters alone do not tell English from a language that has no rules here: who reads that one stays with it.
    is_added = otherwise in languages() and otherwise not in ("en", "zh")
    return "en" if words and not is_added else otherwise


def meanings(text: str) -> frozenset[Meaning]:
    """Return what the text says if it says nothing else; a text may mean several things, such as skip and unknown.

    It is cut into listed phrases and fillers in one pass for all meanings, each with one phrase at least.
    """
    tokens = _tokens(text)
    # By where a cut may be: the meanings for which all before it is listed, and those of which a phrase stands there.
    reached: dict[int, tuple[frozenset[Meaning], frozenset[Meaning]]] = {0: (_ALL, frozenset())}
    for start in range(len(tokens)):
        if start not in reached:
            continue
        listed, told = reached[start]
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(tokens)) + 1):
            phrase = _PHRASES.get(tokens[start:end])
            if phrase and listed & (phrase.tells | phrase.fills):
                before, told_before = reached.get(end, (frozenset(), frozenset()))
                goes_on = listed & (phrase.tells | phrase.fills)
                reached[end] = before | goes_on, told_before | (listed & phrase.tells) | (told & phrase.fills)
    return reached[len(tokens)][1] if len(tokens) in reached else frozenset()


def is_greeting(text: str) -> bool:
    """Return whether the text greets or announces a complaint and says nothing else."""
    return "greeting" in meanings(text)


def is_thanks(text: str) -> bool:
    """Return whether the text thanks or takes leave and says nothing else."""
    return "thanks" in meanings(text)


def yes_or_no(text: str) -> str | None:
    """Return ``"yes"`` or ``"no"`` if the text says nothing but that, else None.

    Answers to "is it solved?" count as well: "还是不行" is a no, "好了" a yes, "no, it works now" neither. So does
    neither "still the same", which is a no to "is it solved?" and a yes to "is it the same problem?".
    """
    return plain_answer(meanings(text))


def plain_answer(said: frozenset[Meaning]) -> str | None:
    """Return ``"yes"`` or ``"no"`` if a text that says this is one of the two, else None."""
    return next(iter(said & _ANSWERS)) if len(said & _ANSWERS) == 1 else None


def is_unsolved(text: str) -> bool:
    """Return whether the text says that a problem goes on, and nothing else: "still not working", "还是不行"."""
    return "unsolved" in meanings(text)


def asks_why(text: str) -> bool:
    """Return whether a short text asks what an answer is wanted for: "why do you need that?", "要电话干什么"."""
    return len(text) <= _LONGEST and _WHY.search(simplified(text.casefold())) is not None


_WHAT_WE_ARE = re.compile(
    r"\b(?:am i|are you|is this|is that|aren't you|are we) .{0,24}"
    r"\b(?:bot|robot|machine|computer|human|real person|ai|chatbot)\b"
    r"|(?:你|您|对面|这|我).{0,6}(?:是|跟|和|同|系).{0,6}(?:机器人?|机械人|电脑|程序|ai|真人).{0,8}(?:吗|嘛|吧|么|还是|\?|？|说话|讲话)"
)
_CALLS = re.compile(r"\b(?:get|want|give|put|need|let|pass|instead)\b|要人|转人|找人|叫人|接人工|换人|人工")
_BACK_AGAIN = re.compile(
    r"^(?:sorry[,. !]*|ok[,. !]*|right[,. !]*|apolog\w+[,. !]*)?(?:i'?m |i am )?"
    r"(?:here|back)(?: now| again)\b(?! (?:to|in|at|is))"
    r"|(?:继续|接着)(?:说|弄|来|办|聊|填)?(?:吧|了|啦|呗|喽)?[。!！~ ]*$"
)
_STOPS = re.compile(r"[0-9?？]|不想|不要|别|不用|没法|不能|懒得|又|一直|还在|not|don't|stop")
_ALONE = 32
"""Signs of a text that says one thing only."""


def asks_what_we_are(text: str) -> bool:
    """Return whether a short text asks if a person writes here, and calls for none: "am I talking to a bot?"."""
    plain = simplified(text.casefold())
    return len(text) <= _LONGEST and bool(_WHAT_WE_ARE.search(plain)) and not _CALLS.search(plain)


def is_back(text: str) -> bool:
    """Return whether a short text only says that its writer is back and goes on: "我回来了，继续吧"."""
    plain = simplified(text.casefold()).strip()
    return len(text) <= _ALONE and bool(_BACK_AGAIN.search(plain)) and not _STOPS.search(plain)


def is_wish(text: str) -> bool:
    """Return whether a text that asks for a person tells nothing else; two words more do, or three signs.

    "Please get me a real person now" is nothing but a wish; "my money is gone, get me a person" tells the problem.
    """
    tokens = _tokens(text)
    others = [token for token in tokens if token not in _WISH_WORDS]
    signs = sum(_HAN_SIGN.match(token) is not None for token in others)
    return bool(tokens) and signs < _TELLING_SIGNS and len(others) - signs < _TELLING_WORDS


def _tokens(text: str) -> Tokens:
    """Return Latin words in small letters and single Chinese characters; none if the text is long."""
    if len(text) > _LONGEST:
        return ()
    plain = simplified(unicodedata.normalize("NFKC", text.translate(_SIGNS)).casefold())
    return tuple(_TOKEN.findall(plain))


def _listed(*lines: str) -> frozenset[Tokens]:
    return frozenset(_tokens(phrase) for line in lines for phrase in line.split(", "))


_GREETINGS = _listed(
    "hi, hello, hey, hiya, howdy, greetings, hi there, hello there, hey there, hi bot, hello bot",
    "good morning, good afternoon, good evening, good day, morning, evening",
    "help, help me, i need help, please help, i have a problem, i have a complaint, a complaint, complaint",
    "i want to complain, i would like to complain, i want to make a complaint, i would like to make a complaint",
    "投诉, 我要投诉, 我想投诉, 想投诉, 我有问题, 我遇到问题, 帮帮我, 请帮帮我, 求助",
    "anyone there, is anyone there, is anybody there, are you there, is someone there",
    "你好, 您好, 你们好, 大家好, 早, 早上好, 上午好, 中午好, 下午好, 晚上好, 哈喽, 哈啰, 嗨, 喂",
    "在吗, 在么, 在不在, 有人吗, 有人在吗, 请问在吗, 请问有人吗, 客服你好, 客服您好, 客服在吗",
)
_THANKS = _listed(
    "thanks, thank you, thankyou, thx, ty, tysm, cheers, many thanks, thanks a lot, thanks so much, thanks very much",
    "thank you so much, thank you very much, much appreciated, appreciate it, i appreciate it, i appreciate your help",
    "great thanks, ok thanks, okay thanks, ok thank you, okay thank you, thanks for your help, thank you for your help",
    "thanks for the help, thank you for the help, bye, goodbye, good bye",
    "谢谢, 谢谢您, 谢谢你, 谢谢你们, 多谢, 感谢, 感谢您, 非常感谢, 十分感谢, 太感谢, 谢, 辛苦, 辛苦您, 辛苦你, 麻烦了",
    "麻烦您, 麻烦你",
    "好谢谢, 好的谢谢, 好的谢谢您, 谢谢帮忙, 谢谢您的帮助, 再见, 拜拜",
)
_YES = _listed(
    "yes, y, yep, yeah, yea, yup, ya, aye, sure, ok, okay, k, right, correct, exactly, indeed, absolutely, definitely",
    "send, send it, submit, submit it, send it off",
    "of course, certainly, true, that is right, thats right, that is correct, it is, it was, it did, it does, i do",
    "i did",
    "i am, i think so, go ahead, please do, sounds good, fine, good, great, all good, agreed, that is it, thats it",
    "solved, it is solved, its solved, fixed, it is fixed, its fixed, resolved, it is resolved, its resolved",
    "works, working, it works, it works now, works now, working now, it is working, it is working now, its working",
    "its working now, that worked, it worked, that helped, it helped, that fixed it, that solved it, that did it",
    "all good now, it is ok now, its ok now, it is fine now, its fine now, it is fine, its fine",
    "是, 是的, 对, 对的, 没错, 不错, 正确, 嗯, 恩, 好, 好的, 好滴, 行, 行的, 可以, 可以的, 当然, 当然可以, 确定, 确认",
    "同意, 有, 有的, 提交, 提交吧, 确认提交, 发, 发送, 发吧, 发出去",
    "要, 要的, 需要, 愿意, 就是这个, 就是它, 没问题, 没问题了, 好了, 都好了, 已经好了, 已好, 可以了, 行了, 有用",
    "有帮助, 管用, 系, 系呀, 系啊, 系嘅, 啱, 啱嘅, 啱啊, 冇错, 冇问题, 得, 得啦, 好呀, 可以啦",
    "解决了, 已解决, 已经解决, 已经解决了, 解决好了, 修好了, 已经修好了, 恢复了, 已恢复, 已经恢复, 已经恢复了, 正常了",
    "已经正常了",
)
_NO = _listed(
    "no, n, nope, nah, not, never, no way, wrong, incorrect, false, not yet, not really, not at all, not right",
    "not correct",
    "of course not, definitely not, absolutely not, certainly not, i think not, that is wrong, thats wrong, negative",
    "it is not, it isnt, it was not, it wasnt, it did not, it didnt, it does not, it doesnt, i do not, i dont",
    "i did not",
    "i didnt, not ok, not okay, not good, not fine, no good, not the same, it is not the same, its not the same",
    "not the same thing, it is not the same thing, its not the same thing, not the same problem, not that one",
    "it is not the same problem, its not the same problem, this is not the same, a different problem",
    "this is a different problem, its a different problem, this is a different one, its a different one",
    "this is a new problem, its a new problem, not what i meant, that is not what i meant, thats not what i meant",
    "something else, something new, a different one, change, change it, change something",
    "this is something else, its something else, this is something new, its something new",
    "不, 不是, 不是的, 不对, 不行, 不可以, 不好, 不要, 不用, 不用了, 不需要, 不了, 不同意, 不愿意, 不确认, 否, 没",
    "没有, 还没, 还没有",
    "并没有, 不正确, 错了, 错的, 不一样, 不是同一个, 不是一回事, 不是这个, 都不是",
    "不是同一件事, 不是一件事, 不是同一件, 不是同一个问题, 不是同一回事, 不是这件事, 不是那件事, 不是这件",
    "不是那件, 不是这个事, 不是那个事, 不是这个问题, 是新问题, 新问题, 这是新问题, 是另一件事, 这是另一件事",
    "另一件事, 别的事, 是别的事, 这是别的事, 搞错了, 你搞错了, 您搞错了, 你们搞错了, 弄错了, 你弄错了, 你们弄错了",
    "认错了, 你认错了, 没有一个是, 一个都不是, 唔系, 唔系呢个, 唔系啊, 唔啱, 唔得, 唔使, 唔使啦, 唔要, 冇",
)
_UNSOLVED = _listed(
    "still not, still no, still not working, not working, isnt working",
    "it is not working, it isnt working, its not working, it is still not working, its still not working, still broken",
    "it is still broken, its still broken, does not work, doesnt work, it does not work, it doesnt work",
    "still does not work, still doesnt work, it still does not work, it still doesnt work, did not work, didnt work",
    "it did not work, it didnt work, that did not work, that didnt work, did not help, didnt help, that did not help",
    "that didnt help, it did not help, it didnt help, not helpful, unsolved, unresolved, no change, nothing changed",
    "nothing has changed, not solved, it is not solved, its not solved, still not solved, not fixed, it is not fixed",
    "its not fixed, still not fixed, not resolved, it is not resolved, its not resolved, still not resolved",
    "still down, not better, no better, not any better, no improvement, nothing works, still nothing works",
    "还没有好, 还是没有好, 没好转, 没有好转, 没变化, 没有变化, 没什么变化, 老样子, 还是老样子, 根本没好",
    "根本没解决, 根本没用, 根本没有用, 完全没用, 一点用都没有, 一点用也没有",
    "还是没有, 不正常, 还是不正常",
    "还是不行, 仍然不行, 依然不行, 还不行, 还是不好, 还是没好, 还没好, 没好, 没解决, 没有解决, 还没解决, 还没有解决",
    "还是没解决",
    "还是没有解决, 未解决, 没修好, 还没修好, 没恢复, 还没恢复, 没用, 没有用, 还是没用, 不管用, 没有帮助, 没帮助",
    "不能用, 还是不能用",
    "用不了, 还是用不了, 又不行了, 又不行, 又用不了, 又坏了, 又这样, 又出现, 问题又出现, 问题还在, 又来了",
    "not working again, its not working again, it is not working again, it stopped working again, broken again",
    "its broken again, it is broken again, it came back, it has come back, its back, its back again, it is back",
    "it is back again, it happened again, the problem is back, the problem came back, same problem again",
)
_SAME = _listed(
    "the same, same, same thing, the same thing, same one, the same one, same problem, the same problem, same issue",
    "it is the same, its the same, it is the same thing, its the same thing, it is the same problem, that one",
    "its the same problem, this one, still the same, still the same problem, still the same thing",
    "同一件事, 是同一件事, 就是同一件事, 还是同一件事, 同一件, 是同一件, 同一个问题, 是同一个问题, 还是同一个问题",
    "同一个, 是同一个, 这件事, 是这件事, 就是这件事, 还是这件事, 那件事, 是那件事, 就是那件事, 还是那件事",
    "就是这个事, 就是那个事, 一样, 一样的, 是一回事, 系, 系同一件事",
)
_SKIP = _listed(
    "skip, skip it, skip this, skip this one, skip that, skip this question, skip the question, skip please, next",
    "next question, pass, leave it out, leave this out, leave it, none, nothing, not applicable, n a, no answer",
    "can i skip, can i skip this, can i skip it, can we skip this, can we skip that, lets skip this, move on, go on",
    "跳过, 跳过去, 跳过吧, 略过, 略, 下一个, 下一题, 下一步, 下一个问题, 先跳过, 这个跳过, 不填, 先不填, 不填了, 空着",
    "无, 过",
    "不留, 不留了, 不用联系, 不用打电话, no thanks, no phone, dont call me, dont call",
    "可以不留吗, 可以不留电话吗, 可以不要留电话吗, 可不可以不留, 可不可以不留电话, 能不能不留, 能不能不留电话",
    "可以不给吗, 可以不说吗",
    "可以不填吗, 一定要填吗, 一定要留吗, 必须留吗, do i have to, do i have to say, must i, is that necessary",
    "可以跳过吗, 能跳过吗, 这题跳过, 跳过这个, 跳过这一项, 跳过这个问题",
)
_UNKNOWN = _listed(
    "i do not know, i dont know, dont know, do not know, idk, dunno, i dunno, no idea, i have no idea, not sure",
    "i am not sure, im not sure, unsure, unknown, no clue, i have no clue, cant remember, i cant remember",
    "i do not remember, i dont remember, dont remember, i forgot, forgot, i forget, i cannot remember, hard to say",
    "i cant say, cant say, i cannot say, i would not know, i wouldnt know, who knows, how should i know",
    "i dont have it, i do not have it, dont have it, i dont have one, i do not have one, dont have one, i have none",
    "i dont have it at hand, i dont have it with me, i dont have that, i dont have that at hand, not at hand",
    "i dont want to say, id rather not say, rather not say, i would rather not say, prefer not to say, no comment",
    "i prefer not to say, i dont want to give it, i wont tell you, i wont say, none of your business",
    "不知道, 我不知道, 不清楚, 我不清楚, 不太清楚, 不记得, 不记得了, 我不记得, 我不记得了, 记不清, 记不清了, 记不得",
    "记不得了, 忘了, 我忘了, 忘记了, 忘掉了, 说不清, 说不好, 不确定, 我不确定, 不晓得, 没印象, 想不起来, 想不起来了",
    "没有账号, 手边没有, 手头没有, 身边没有, 我没有, 不方便说, 不方便",
    "不想说, 我不想说, 不想填, 不想提供, 不便透露, 不太方便",
    "都可以, 都行, 随便, 随便吧, 无所谓, anything, any, either, i dont mind, i dont care",
    "不好说, 谁知道, 我哪知道, 我怎么知道, 查不到, 找不到, 不详",
)
_BACK = _listed(
    "back, go back, back please, previous, previous question, the previous question, previous one, the previous one",
    "last question, go back one, one back, step back, back one step, go to the previous question, undo, take that back",
    "i want to go back, can i go back, can we go back, let me go back, that was wrong, i made a mistake, my mistake",
    "i want to change my last answer, change my last answer, change my answer, change the last answer, correction",
    "上一步, 上一个, 上一题, 上一个问题, 返回, 返回上一步, 返回上一个, 返回上一题, 回到上一步, 回到上一题, 退回",
    "退回上一步",
    "后退, 回去, 撤回, 撤销, 刚才说错了, 我刚才说错了, 说错了, 我说错了, 刚才写错了, 写错了, 填错了, 刚才填错了",
    "选错了",
    "刚才选错了, 点错了, 刚才点错了, 我点错了, 我选错了, 我要改, 我想改上一个, 改上一个, 修改上一个, 重新回答, 重填",
)
_WISH_WORDS = frozenset(
    _TOKEN.findall(
        "i id im we me us my want wanna need would like can could may let get give put pass connect transfer through"
        " to with a an the your some any one real actual live human person people being someone somebody agent"
        " operator staff representative rep manager supervisor adviser advisor boss customer service support talk"
        " speak chat call please now right immediately asap just only not no bot robot machine computer stop this is"
        " hello hi thanks 转接人工客服我们要想请帮找给让叫换来个一位真的活你您经理领导主管值班跟和同说话讲谈聊联系"
        "马上立刻赶紧快点现在直接谢能可以吗不别机器智能在有没就只是吧啊呀了好行麻烦服务员负责人听"
    )
)
"""Every word, and every Chinese sign, with which people ask for a person."""
_TELLING_WORDS, _TELLING_SIGNS = 2, 3
_FILLERS = _listed(
    "please, thanks, thank you, well, oh, um, uh, so, sorry, sir, madam, i think, i guess, unfortunately, honestly",
    "谢谢, 谢谢您, 谢谢你, 请, 啊, 呀, 哦, 噢, 吧, 呢, 啦, 了, 的, 嘛, 唉, 现在, 我觉得, 抱歉, 不好意思",
)
_LISTS: Mapping[Meaning, frozenset[Tokens]] = {
    "greeting": _GREETINGS,
    "thanks": _THANKS,
    "yes": _YES,
    "no": _NO | _UNSOLVED,
    "unsolved": _UNSOLVED,
    "same": _SAME,
    "skip": _SKIP,
    "unknown": _UNKNOWN,
    "back": _BACK,
}
_ALL = frozenset(_LISTS)
_ANSWERS = frozenset[Meaning](("yes", "no"))


class _PhraseMeanings(NamedTuple):
    tells: frozenset[Meaning]
    fills: frozenset[Meaning]
    """Of these it may be a part, beside another phrase."""


_PHRASES = {
    phrase: _PhraseMeanings(
        frozenset(meaning for meaning, phrases in _LISTS.items() if phrase in phrases),
        _ALL if phrase in _FILLERS else frozenset[Meaning](("same",) if phrase in _YES else ()),
    )
    for phrase in frozenset().union(_FILLERS, *_LISTS.values())
}
_LONGEST_PHRASE = max(map(len, _PHRASES))
