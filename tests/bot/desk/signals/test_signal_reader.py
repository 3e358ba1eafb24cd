import pytest

from bot.desk.signals.signal_reader import SignalReader


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("danger", "There are sparks coming out of your box"),
        ("danger", "The cabinet smells of burning"),
        ("danger", "the router caught fire last night"),
        ("danger", "My father can’t breathe and we can't breathe either, send help"),
        ("danger", "你们的机柜在冒烟"),
        ("danger", "电线漏电，很危险"),
        ("danger", "she is bleeding and nobody comes"),
        ("danger", "My father has chest pain right now"),
        ("danger", "call an ambulance"),
        ("danger", "产妇大出血没人管"),
        ("danger", "老人胸口疼，喘不上气"),
        ("danger", "he is not breathing"),
        ("danger", "插座漏電"),
        ("danger", "房間著火了"),
        ("danger", "喘不过气来"),
        ("danger", "吃了以后呼吸有点困难"),
        ("danger", "電梯困住了出不來"),
        ("danger", "有人撬我房门"),
        ("danger", "there is a man trying to get into my room"),
        ("danger", "i am a woman alone and im scared"),
        ("danger", "I slipped in the bathroom and hurt myself"),
        ("violence-threat", "I'm coming with a hammer"),
        ("violence-threat", "i will stab that doctor"),
        ("violence-threat", "砍死那个医生"),
        ("abuse", "your technician exposed himself to my daughter"),
        ("abuse", "安装师傅对我女儿动手动脚"),
        ("abuse", "The doctor touched me inappropriately"),
        ("abuse", "your staff used a racist slur at me"),
        ("fraud-now", "I just gave the code to someone who called from the bank"),
        ("fraud-now", "我刚把验证码告诉了自称客服的人"),
        ("self-harm", "i feel like ending it all"),
        ("self-harm", "I just want to die"),
        ("self-harm", "I'll kill myself over this"),
        ("self-harm", "逼得我不想活了"),
        ("legal-threat", "I will see you in court"),
        ("legal-threat", "My lawyer will write to you"),
        ("legal-threat", "再不处理我就起诉"),
        ("legal-threat", "I'll sue the hospital"),
        ("legal-threat", "we are going to sue"),
        ("legal-threat", "不赔钱我就去法院告"),
        ("legal-threat", "我一定要告你们医院"),
        ("legal-threat", "我要找律師"),
        ("legal-threat", "法庭见"),
        ("press-threat", "我会发小红书"),
        ("wants-person", "我要见院长"),
        ("wants-person", "叫你们经理来"),
        ("wants-person", "把你們主管叫來"),
        ("wants-person", "give me your boss"),
        ("wants-person", "i want to talk to a doctor"),
        ("anger", "氣死我了"),
        ("anger", "你們這群騙子"),
        ("anger", "wtf is wrong with you"),
        ("grief", "我爸過世了"),
        ("grief", "手术后就没醒过来"),
        ("grief", "我老公上个月走了"),
        ("vulnerable", "我已经82岁了"),
        ("regulator-threat", "I am going to the ombudsman"),
        ("regulator-threat", "I will report you to the health commission"),
        ("regulator-threat", "我要去卫健委投诉"),
        ("regulator-threat", "向金融监管总局反映"),
        ("regulator-threat", "打12378"),
        ("regulator-threat", "我会去人民银行投诉"),
        ("regulator-threat", "我要打12315投诉"),
        ("regulator-threat", "向工信部反映"),
        ("press-threat", "I'll tell the newspapers"),
        ("press-threat", "I will call the local news"),
        ("press-threat", "我找记者曝光你们"),
        ("wants-person", "Let me talk to a human"),
        ("wants-person", "HUMAN!"),
        ("wants-person", "can I speak to your manager"),
        ("wants-person", "customer service please"),
        ("wants-person", "转人工"),
        ("wants-person", "有没有人工客服"),
        ("anger", "This is outrageous"),
        ("anger", "it is still not working i am furious"),
        ("anger", "你们太过分了"),
        ("anger", "你们就是一群骗子"),
        ("anger", "草菅人命的医院"),
        ("anger", "it is a disgraceful way to treat people"),
        ("anger", "我特别愤怒"),
        ("anger", "ＤＡＭＮ it"),
        ("anger", "WHY IS MY BILL WRONG AGAIN!"),
        ("grief", "My husband passed away last week"),
        ("grief", "老人去世了，要销户"),
        ("grief", "你们把我父亲治死了"),
        ("grief", "my baby was born dead"),
        ("grief", "孩子被耽误死了"),
        ("vulnerable", "I am in a wheelchair"),
        ("vulnerable", "my mother is disabled"),
        ("vulnerable", "家里有病人在透析"),
    ],
)
def test_a_signal_is_read(signal: str, text: str) -> None:
    found = SignalReader().read(text)

    assert (signal,) == found


@pytest.mark.parametrize(
    "text",
    [
        "I don't need a lawyer",
        "there is no smell of gas",
        "nobody was injured",
        "I'm not angry",
        "I am not at all angry",
        "I do not want to speak to a human",
        "no need for a lawyer",
        "I was never going to sue you",
        "不用转人工",
        "我不是骗子",
        "没有受伤",
        "别转人工",
    ],
)
def test_what_is_denied_is_no_signal(text: str) -> None:
    found = SignalReader().read(text)

    assert found == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My bill is 20 yuan too high",
        "You just sent me the code twice",
        "I will kill the process and restart the app",
        "刚收到验证码，登录不上",
        "这个活动歧视老用户",
        "My phone only shows emergency calls",
        "My roaming was disabled without telling me",
        "There is a blind spot in my street",
        "I called customer service three times",
        "It must be a human error",
        "The TV box has no picture",
        "my number is 13812345678",
        "SIM LOCKED",
        "你们人工客服态度太差了",
        "打人工打了半小时没人接",
        "i asked to speak to the manager and he just laughed at me",
        "all my complaints fall on deaf ears",
        "the blind in my room is broken",
        "淋浴的水滚烫",
        "煤气灶打不着",
        "我妈走了以后房间没人打扫",
        "I waited in the emergency department for six hours",
        "The ambulance took 40 minutes",
        "The emergency room was dirty",
        "Our guide Sue was late",
        "法院附近没信号",
        "法院冻结了我的账户",
        "我在法院旁边的宾馆",
        "人工柜台不让办",
        "客服人员态度很差",
        "骗子冒充你们给我打电话",
        "我被骗子转走了三万块",
        "我已经报告你们前台了",
        "我妈被你们气得半死",
        "手机卡死了",
        "宽带断了三天",
        "每天收到很多垃圾短信",
        "接到骗子电话，想屏蔽",
        "多收了50元人工费",
        "流媒体看不了",
        "页面滚动很卡",
        "师傅走了以后网又断了",
        "我的号码是13812345678",
        "请帮我查一下登记者的名字",
    ],
)
def test_an_everyday_sentence_holds_no_signal(text: str) -> None:
    found = SignalReader().read(text)

    assert found == ()


def test_the_gravest_signal_comes_first() -> None:
    found = SignalReader().read("I'm furious, my lawyer knows, and there are sparks. Get me a human!")

    assert found == ("danger", "legal-threat", "wants-person", "anger")


def test_a_denial_reaches_only_its_own_phrase() -> None:
    found = SignalReader().read("I don't want a lawyer. I want to talk to a person")

    assert found == ("wants-person",)


def test_a_signal_over_a_line_break_is_read() -> None:
    found = SignalReader().read("see you\n   in court")

    assert found == ("legal-threat",)


def test_a_text_of_a_megabyte_is_read_no_further_than_its_beginning() -> None:
    found = SignalReader().read("a " * 500_000 + "furious")

    assert found == ()
