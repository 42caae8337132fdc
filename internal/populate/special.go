package populate

import "strings"

// specials are the characters whose upper or title case is more than one
// character, with both. Source: Unicode, SpecialCasing.txt, without conditions.
const specials = `
ß SS Ss
ŉ ʼN ʼN
ǰ J̌ J̌
ΐ Ϊ́ Ϊ́
ΰ Ϋ́ Ϋ́
և ԵՒ Եւ
ẖ H̱ H̱
ẗ T̈ T̈
ẘ W̊ W̊
ẙ Y̊ Y̊
ẚ Aʾ Aʾ
ὐ Υ̓ Υ̓
ὒ Υ̓̀ Υ̓̀
ὔ Υ̓́ Υ̓́
ὖ Υ̓͂ Υ̓͂
ᾀ ἈΙ ᾈ
ᾁ ἉΙ ᾉ
ᾂ ἊΙ ᾊ
ᾃ ἋΙ ᾋ
ᾄ ἌΙ ᾌ
ᾅ ἍΙ ᾍ
ᾆ ἎΙ ᾎ
ᾇ ἏΙ ᾏ
ᾈ ἈΙ ᾈ
ᾉ ἉΙ ᾉ
ᾊ ἊΙ ᾊ
ᾋ ἋΙ ᾋ
ᾌ ἌΙ ᾌ
ᾍ ἍΙ ᾍ
ᾎ ἎΙ ᾎ
ᾏ ἏΙ ᾏ
ᾐ ἨΙ ᾘ
ᾑ ἩΙ ᾙ
ᾒ ἪΙ ᾚ
ᾓ ἫΙ ᾛ
ᾔ ἬΙ ᾜ
ᾕ ἭΙ ᾝ
ᾖ ἮΙ ᾞ
ᾗ ἯΙ ᾟ
ᾘ ἨΙ ᾘ
ᾙ ἩΙ ᾙ
ᾚ ἪΙ ᾚ
ᾛ ἫΙ ᾛ
ᾜ ἬΙ ᾜ
ᾝ ἭΙ ᾝ
ᾞ ἮΙ ᾞ
ᾟ ἯΙ ᾟ
ᾠ ὨΙ ᾨ
ᾡ ὩΙ ᾩ
ᾢ ὪΙ ᾪ
ᾣ ὫΙ ᾫ
ᾤ ὬΙ ᾬ
ᾥ ὭΙ ᾭ
ᾦ ὮΙ ᾮ
ᾧ ὯΙ ᾯ
ᾨ ὨΙ ᾨ
ᾩ ὩΙ ᾩ
ᾪ ὪΙ ᾪ
ᾫ ὫΙ ᾫ
ᾬ ὬΙ ᾬ
ᾭ ὭΙ ᾭ
ᾮ ὮΙ ᾮ
ᾯ ὯΙ ᾯ
ᾲ ᾺΙ Ὰͅ
ᾳ ΑΙ ᾼ
ᾴ ΆΙ Άͅ
ᾶ Α͂ Α͂
ᾷ Α͂Ι ᾼ͂
ᾼ ΑΙ ᾼ
ῂ ῊΙ Ὴͅ
ῃ ΗΙ ῌ
ῄ ΉΙ Ήͅ
ῆ Η͂ Η͂
ῇ Η͂Ι ῌ͂
ῌ ΗΙ ῌ
ῒ Ϊ̀ Ϊ̀
ΐ Ϊ́ Ϊ́
ῖ Ι͂ Ι͂
ῗ Ϊ͂ Ϊ͂
ῢ Ϋ̀ Ϋ̀
ΰ Ϋ́ Ϋ́
ῤ Ρ̓ Ρ̓
ῦ Υ͂ Υ͂
ῧ Ϋ͂ Ϋ͂
ῲ ῺΙ Ὼͅ
ῳ ΩΙ ῼ
ῴ ΏΙ Ώͅ
ῶ Ω͂ Ω͂
ῷ Ω͂Ι ῼ͂
ῼ ΩΙ ῼ
ﬀ FF Ff
ﬁ FI Fi
ﬂ FL Fl
ﬃ FFI Ffi
ﬄ FFL Ffl
ﬅ ST St
ﬆ ST St
ﬓ ՄՆ Մն
ﬔ ՄԵ Մե
ﬕ ՄԻ Մի
ﬖ ՎՆ Վն
ﬗ ՄԽ Մխ
`

// special returns the upper and the title case of r where they are special.
func special(r rune) (upper, title string, ok bool) {
	if r < 'ß' {
		return "", "", false
	}
	_, rest, ok := strings.Cut(specials, "\n"+string(r)+" ")
	if !ok {
		return "", "", false
	}
	line, _, _ := strings.Cut(rest, "\n")
	upper, title, _ = strings.Cut(line, " ")
	return upper, title, true
}
