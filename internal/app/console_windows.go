package app

import (
	"unicode/utf16"
	"unsafe"

	"golang.org/x/sys/windows"
)

// utf8Page is CP_UTF8.
const utf8Page = 65001

// consoleText writes s in the code page by which cmd's FOR /F reads what a
// program prints: the console's own for output. It reports false when that
// page lacks a character; the system's best guess (a for ä) would name another
// profile.
func consoleText(s string) (string, bool) {
	page, err := windows.GetConsoleOutputCP()
	if err != nil || page == utf8Page || isASCII(s) {
		return s, err == nil || isASCII(s)
	}
	convert := windows.NewLazySystemDLL("kernel32.dll").NewProc("WideCharToMultiByte")
	const noBestFit = 0x400 // WC_NO_BEST_FIT_CHARS
	wide, text, missing := utf16.Encode([]rune(s)), make([]byte, 4*len(s)), int32(0)
	n, _, _ := convert.Call(uintptr(page), noBestFit,
		uintptr(unsafe.Pointer(&wide[0])), uintptr(len(wide)),
		uintptr(unsafe.Pointer(&text[0])), uintptr(len(text)),
		0, uintptr(unsafe.Pointer(&missing)))
	return string(text[:n]), n > 0 && missing == 0
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
