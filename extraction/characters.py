"""Which printed character is read as which: one to one, in named groups. Data for `text.normalise`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"

# Characters without an image, and the marks that Word leaves in its plain text.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\x00-\x06\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
)

# Full-width signs that are ASCII in `Text.chars`; （）：；，？！ and the brackets stay full-width.
_WIDE_SIGNS = "％＋－．／＝＜＞＃＆＊＠＿｜～＄＾｀｛｝＼［］＂＇"

# One canonical form of what prints the same. Brackets never carry meaning here.
_SIGNS = {
    "(": "（", ")": "）", ";": "；", "!": "！",
    "﹙": "（", "﹚": "）", "﹐": "，", "﹑": "、", "﹔": "；", "﹕": "：", "﹖": "？", "﹗": "！", "﹒": ".",
    "︰": "：", "∶": "：", "﹪": "%", "٪": "%", "﹢": "+", "﹣": "-", "−": "-", "‐": "-", "‑": "-",
    "｡": "。", "､": "、", "｢": "“", "｣": "”", "〝": "“", "〞": "”", "‟": "“", "„": "“",
    "「": "“", "」": "”", "『": "‘", "』": "’",
    "│": "|", "┃": "|", "￨": "|", "﹁": "“", "﹂": "”", "︵": "（", "︶": "）",
    "﹝": "〔", "﹞": "〕", "〘": "〔", "〙": "〕", "︹": "〔", "︺": "〕", "︽": "《", "︾": "》", "⟪": "《",
    "⟫": "》", "≪": "《", "≫": "》", "⁄": "/", "∕": "/", "\x07": "\t",
}  # fmt: skip

# Radicals Supplement: NFKC leaves these alone, PDF fonts print them for the whole character.
_SUPPLEMENT = (
    "⺁厂⺄乙⺈刀⺉刂⺊卜⺒巳⺖忄⺘扌⺙攵⺝月⺞歹⺟母⺠民⺡氵⺣灬⺨犭⺩王⺫目⺬示⺭礻⺮竹⺱网⺲罒⺶羊⺷羊⺹耂"
    "⺼月⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝"
    "⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻲亀⻳龟"
)


def _compatible(first: int, last: int) -> dict[str, str]:
    """The characters of a block that Unicode gives as another single character."""
    block = map(chr, range(first, last + 1))
    pairs = ((char, unicodedata.normalize("NFKC", char)) for char in block)
    return {char: plain for char, plain in pairs if len(plain) == 1 and plain != char}


def _wide() -> dict[str, str]:
    letters = "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))))
    return {char: chr(ord(char) - 0xFEE0) for char in letters + _WIDE_SIGNS}


# Group by group, in this order; a character stands in one group.
GROUPS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "spaces": dict.fromkeys(SPACES, " "),
    "line_ends": dict.fromkeys(LINE_ENDS, "\n"),
    "width": _wide(),
    "radicals": _compatible(0x2F00, 0x2FD5)
    | dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
    | _compatible(0xF900, 0xFAFF),
    "punctuation": _SIGNS,
})  # fmt: skip
REPLACED: Mapping[str, str] = MappingProxyType({k: v for group in GROUPS.values() for k, v in group.items()})


@cache
def simplified() -> Mapping[str, str]:
    """Traditional to simplified characters, without those that may be right as they are (乾, 覆, 藉)."""
    from importlib.resources import files

    lines = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = ((char, plain.split()) for char, plain in (line.split("\t") for line in lines))
    table = {char: plain[0] for char, plain in pairs if char not in plain}
    return MappingProxyType(table | {"於": "于", "徵": "征"})


# A text with none of these is not traditional. None of them is printed in a simplified text for its own sake.
TRADITIONAL_MARKS = frozenset(
    "務開報關門機構問題個們來這時為與對會國學長區縣鎮鄉鬧業產發動員圖書館車東華萬億雙條項類組織結總統計經濟財"
    "稅電話網絡應請辦處決實現進過運達選還環護監權責規範資訊號碼單據複議訴訟許續繼級約紅綠線繳納終給繫練縮績維"
    "習聯聲職聽衛術裝製觀覺試詢該詳認語說課調論講證識譯讀變讓貝負貢貨貫費貼貿賀賓賬質購軍軟輕較輔輛輪輯輸轉農"
    "連遊違遠適遲遷郵醫針錄錢鋼錯鍵鎖鐵閱陳陸陽隊階際隨險隱雖難雲順須預領頭頻額顯飛馬驗體點黨齊獲獎勵協勞勢參"
    "嚴團園執場壓壞奪婦媽寧審寫寬將專尋導層屬島帳帶幫幹幾廣廳強彈從復態慮憲憑懷戲戶擇擔擬擴攝數斷曉暫曆標樣樓"
    "樞歡歲歷歸殘殺氣沒況減測準漢潔灣熱無爭爾狀獨畫當療盡盤眾礎確禮種積穩窮競筆節築簡簽籌糧紀純紙細紹絕綜緊綱"
    "編緩縱罰義聞肅脈腦腳臨舉舊藝藥虧衆爲啓説兩內優傳僅傑偵備債傾價儀儲兒凱創劃劑勝勸匯卻廠吳喚喪嗎噴圍圓聖堅"
    "塊塵墊墮壇墻夾奧婁孫宮寶屆岡峽嶺嶽巖師帥庫廟廢彌彎徑徹恆悅惡愛慣慶憂憤懇懲懶戀戰挾捨掃採揚換揮損搖搗搶摯"
    "撥撲撫擊擋擠擾攔攜敗敵斃晉晝暢曠極槍樂橋檔檢櫃欄欽歐殼毀氫淚淨淺漲漸潤澤濃濤瀏灘災烏煙煩燈燒燦營爐牆猶獄"
    "獻瑪疊癥皺盜睜矯礙礦禦穀穌窩窪竄竊籃粵糾紮絲緒緯繞纖羅聰脅興艦莊葉葷蒼蓋蔣蕩薦藍蘆蘇蘭蝕蟲補見視覽觸訂討"
    "訓記設診註詐評詞詩誇誌誠誤誰談諒諸諾謀謝譜豐豔貧貪貯貴買貸賄賊賜賞賢賣賦賴賽贈贊贏趕趙跡踐軌載輝轄轎辭迴"
    "週遙遜遞遺遼邊鄒鄧鄭鄰醬釋釣鈔鉅銀銅銘銷錦鍋鏈鏡鐘鑑鑒閃閉間閒閔閘閣閥闡隸雜雞離霧靈靜頁頂頓頗顏願顧風飯"
    "飲飼飽餅養餘駐駕騎騰驅驚髒鬆鬥鬱魚鮮鳥鳴鹽麗麥黃龍龜"
)
