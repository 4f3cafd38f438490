"""The words of saying. Comes in: nothing. Goes out: patterns: verbs of speech, quotation marks, what cannot be speech.

Used by `corpus/sayings.py`, `hear.py` and `said.py`. Knows no articles and no names.
"""

import re

MASK = "□"  # stands for each character that somebody says while the words around are looked at
CLOSED = "。！？!?…；;"
ENDS = re.compile(r"[。！？!?；;]+[）)]*")
QUOTED = re.compile(r"“[^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*(?:”|$)|「[^「」\n]*」", re.MULTILINE)
WORD = (
    "表示|指出|认为|强调|透露|坦言|直言|坦承|笑言|感慨|感叹|回应|谈到|提到|提及|谈及|建议|呼吁|宣布|重申|警告|承认|否认|证实|表态|反问|追问|调侃|抱怨|辩解|介绍|回忆|解释|补充|分析|评价|"
    "总结|预测|预计|提醒|披露|(?<![到受被遭发的和起])质疑|批评|点评|通报|相信|希望|(?<![本体示关务项新高爱展量准确署])要求|承诺|推测|判断|主张|敦促|指责|反驳|供述|说明|赞叹|鼓励|叮嘱|嘱咐|勉励|发问|自嘲|吐槽|打趣|寄语|致辞|发文|留言|回复|答复|看来|提出|谈道|举例|直呼|称赞|夸赞|祝愿|断言|澄清|坚信|深信|分享|讲述|诉说|描述|喊话|放言|扬言|发言|声称|宣称|辩称|诉称|高呼|交代|安慰|叫嚣|致信|撰文"
)
SAYS = (
    "(?<![劝小传据学虽听再话难来是以该如免评俗果比演胡])说(?!罢|明|服|法|客|唱|教|起|到|及|过|着|了|完|不|得|出|谎|白|真|实|句|理|词|辞|情|好|干|走|来)|(?<=如是)说"
    "|(?<![名简被号职人统堪俗通并著誉自])称(?!为|号|赞|职|呼|之|作|得|霸|重|心|帝|王|道)|[写问答喊叹笑讲念称慰劝骂]道|[道答](?=[：:])|写到(?=[：:])|问(?=[：:])"
)
VERB = re.compile(rf"(?P<told>告诉[^，。：；“”□]{{1,14}}?(?=[，：:。“□]))|(?P<word>(?<![被的])(?:{WORD}))(?:说|道|称|到|指(?=[：，]))?|(?P<says>{SAYS})道?")
PLAIN = frozenset("表示 指出 认为 强调 透露 坦言 直言 建议 呼吁 希望 要求 相信 预计 声称 宣称 辩称 诉称 承认 否认 重申 警告 宣布 敦促".split())
# With a comma these report; the other verbs only tell who said what stands in quotation marks.
REPORTING = PLAIN | frozenset("介绍 回忆 解释 补充 分析 质疑 坚信 举例 回应 提醒 证实 通报 披露 预测 判断 推测 坦承 表态 看来 提出 谈到 提到 断言 辩解 透露 交代 供述 感慨 感叹 总结".split())
FEELING = re.compile(
    "深切|处分|处罚|怀疑|震惊|失望|愤怒|惋惜|赞成|担心|抗议|强烈|谴责|悼念|慰唁|致意|哀|乐观|不解|无奈|认可|钦佩|羡慕|尊重|认同|遗憾|感谢|欢迎|祝贺|慰问|哀悼|支持|赞赏|反对|赞同|关切|担忧|肯定|敬意|不满|满意|歉意|理解|同意|热烈|衷心|诚挚|崇高|高度|过|的|了|着|者|后|[，。、；：]|书|函|人|信|词"
)
# With these a sentence after reported speech leaves it.
NARRATIVE = re.compile(
    r"[\s\u3000]+|(?:据|记者|近日|日前|当天|当日|随后|截至|会上|会后|活动|现场|此前|图为|\d+[日时]|\d+月|\d{4}年|《新闻联播》|资料显示|数据显示|[他她](?!们)|[（(【]|值得|另[一外]|此外|其他|与此同时|接下来|下一步|图为|来源|责任|编辑|原标题|文/|图/|文丨|图片|视频)"
)
NO_SPEECH = re.compile("[的等和与、为是之》]|成[为了]|另?据(?!此)|时[，,]|这(?!几天|两天|天|时)")  # right behind quotation marks: they hold a term
# People nobody names: 他 after them is none of those named before.
SOMEBODY = re.compile("(?:负责人|官员|人士|专家|学者|居民|村民|市民|网友|男子|女子|女孩|男孩|老人|工作人员|业主|家长|患者|司机|店主|老板|店员|游客|旅客|乘客|目击者|知情者|学生|老师|医生|民警|律师|记者|代表|员工|者|农户|女士|先生|妈妈|爸爸|大爷|阿姨)")
# After words in quotation marks these tell who said them even when their own object follows.
TELLING = frozenset("分享 讲述 诉说 描述 感慨 感叹 回忆 提及 谈及 谈到 提到 赞叹 评价 总结 解释 介绍 点评 回应 强调".split())
# 这是张三常说的话, 这是张三的心声 behind what is said.
OFTEN_SAID = re.compile(
    rf"这(?:句话)?[就也正便]?是(?P<who>[^，。{MASK}]{{2,40}}?)(?:(?:[总经]?常|总|最爱|最常|一直|反复|生前)*(?:说|念叨|挂在嘴边)的|的(?:口头禅|座右铭|心声|心里话)|对[^，。{MASK}]{{1,20}}的(?:第一印象|印象|评价|看法|感受|期待|理解|寄语|总结))"
)
TOLD = re.compile(rf"[^。，；：{MASK}]{{2,60}}?(?P<word>说|表示|指出|称|介绍|强调|认为|提出|坦言)(?=。)")  # a sentence that only says who spoke
# Under a broadcast picture: office, a blank, a name; the next paragraph is what he says.
STRAP = re.compile(r"(?:长|任|记|席|理|员|师|家|授|民|表|官|人|者|手|管|监|士|练|生|使|帅) (?P<name>[\u4e00-\u9fff·]{2,12})$")
# Right before quotation marks these bring in what is said, be it two words.
EXCLAIMING = frozenset("感叹 感慨 直呼 坦言 评价 批评 反问 调侃 自嘲 赞叹 称赞 喊话".split())
# Somebody's own words go on where a sentence wants, judges or says 我们; one that only tells is the paper's.
STANCE = re.compile("我们?|咱|中方|双方|[美俄日欧以伊]方|要|应|将|可以|能够?|会|希望|必须|需|愿|同时|不|[一二三四五六]是|其次|因此|所以|这|更|尤其|特别|才|就|还|也|如果|但|而且")
