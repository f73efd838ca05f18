"""Texts that would do something if anything obeyed them, and data that holds them in every field."""

import re

import attrs

from aboveline.wording.message import Message, _made

#: What would run, draw, fetch or lead away in a page. `window.hacked` tells of what ran.
MARKUP = (
    "<script>alert(1);window.hacked=1</script>",
    "<img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)' autofocus onfocus=alert(1) x=\"",
    "--> ]]> </style></title></textarea></noscript></svg></p>",
    "<svg onload=alert(1)><use href='data:image/svg+xml;base64,PHN2Zy8+#x'/><animate onbegin=alert(1)></svg>",
    "<style>@import 'https://example.org/x.css';*{background:url(https://example.org/x)}</style>",
    "<link rel=stylesheet href=https://example.org/x><meta http-equiv=refresh content='0;url=https://example.org'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><base href=https://example.org/>",
    "<form action=https://example.org><input autofocus onfocus=alert(1)><button>x</button></form>",
    "<a href=javascript:alert(1)>x</a><a href=data:text/html,x>x</a><a href=//example.org>x</a>",
    "<details open ontoggle=alert(1)><summary>x</summary></details><dialog open>x</dialog>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "&#60;b&#62;x&lt;b&gt; &#x6a;avascript:alert(1) &quot;&NewLine;&Tab;&nbsp;",
    "red;}*{display:none}/*x*/ expression(alert(1)) url(https://example.org/x)",
    "javascript:alert(1)",
)
#: What templates, formats and programs that read tables would take for their own.
OTHER_LANGUAGES = (
    "{{7*7}} {% raw %} {#",
    "{n} {N} {percent} {file} {0} {} {__class__} %s %d %(x)s ${x} $1 \\1 \\x00 \\u202e",
    '=HYPERLINK("http://example.org","x")',
    "@SUM(A1)",
    "+1+1",
    "-1-1",
    "=cmd|' /C calc'!A0",
)
#: What steers a screen, turns the text around it, or cannot be seen.
STEERING = (
    "\x1b[31mred\x1b]0;title\x07",
    "\x00\x08\x0b\x0c\x7f\x85\x9b",
    "\u202egnp.exe\u202d \u2066x\u2067y\u2068z \u200e\u200f\u061c",
    "zero\u200bwidth\u200d\ufeff\u2060\xad",
    "\ud800",
    "\U000e0001\U000e0041\ufff9\ufffb\u2028\u2029",
)
#: Markdown that would be more than text in a text.
MARKDOWN = (
    "[a](javascript:alert(1)) [b](JaVaScRiPt&#58;alert(1)) [c](java\tscript:alert(1)) [d]( vbscript:x)",
    "[a](data:text/html;base64,xxxx) [b](data:image/png;base64,xxxx) [c](file:///etc/passwd)",
    "[a](//example.org/x) [b](\\\\example.org\\x) [c](/x) [d](other.html) [e](blob:x)",
    "<javascript:alert(1)> <data:text/html,x> <//example.org>",
    "[a]: javascript:alert(1)\n\n[a] [x][a] ![x][a]",
    "![alt](https://example.org/x.png) ![a](data:image/svg+xml;base64,PHN2Zy8+) ![a][b]\n\n[b]: https://example.org/x",
    '[a](#x "\\" onmouseover=alert(1) x=\\"") [b](#x" onclick=alert(1) ")',
    "<div onclick=x>\n\ntext\n\n</div>\n\n<!-- x -->\n\n<?x?>\n\n<![CDATA[x]]>",
    "```html onload=alert(1)\n<script>alert(1)</script>\n```\n\n    <script>alert(1)</script>\n\n`<script>`",
    "| a |\n|:-:|\n| <script>alert(1)</script> |",
    "---\nkind: cover\ntitle: x\n---",
    "# x {#main onclick=alert(1)}\n\n*x*{.y} :::x",
)
#: A word that no line can hold.
LONG = "Llanfairpwllgwyngyll" * 15

TEXTS = (*MARKUP, *OTHER_LANGUAGES, *STEERING)
ALL = " ".join((*TEXTS, *MARKDOWN))

#: What must be in no page: characters that are obeyed instead of shown.
STEERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

#: What is a word of ours, not a text of theirs.
OURS = {"state", "kind", "side", "stage", "standing", "key", "question", "anchor", "language"}


def hostile(value, text=ALL):
    """The same data with something hostile in every text of it, and in every blank of a text that is ours."""
    if isinstance(value, Message):
        blanks = {name: hostile(blank, text) for name, blank in value.blanks.items()}
        return _made(value.one, value.many, value.number, value.context, blanks)
    if isinstance(value, str):
        return value + text
    if isinstance(value, tuple):
        return tuple(hostile(one, text) for one in value)
    if isinstance(value, dict):
        return {key: hostile(one, text) for key, one in value.items()}
    if attrs.has(type(value)):
        changed = {
            a.alias: hostile(getattr(value, a.name), text)
            for a in attrs.fields(type(value))
            if a.name not in OURS
        }
        return attrs.evolve(value, **changed)
    return value
