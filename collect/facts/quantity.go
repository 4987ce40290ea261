package facts

// This file refuses quantities that would never be finished computing: "1e-2147483647" in a dump keeps
// k8s.io/apimachinery busy for hours. No API server has ever stored one.

// endlessQuantity returns the first number in JSON text, quoted or not, whose exponent is far beyond any quantity;
// empty where there is none. Only a whole value counts: names and hashes may well hold "1e-123456".
func endlessQuantity(b []byte) string {
	for i := 1; i < len(b); i++ {
		if (b[i] != 'e' && b[i] != 'E') || !numeric(b[i-1]) {
			continue
		}
		end, most := i+1, 9
		if end < len(b) && (b[end] == '-' || b[end] == '+') {
			if b[end] == '-' {
				most = 5
			}
			end++
		}
		digits := end
		for end < len(b) && numeric(b[end]) {
			end++
		}
		start := i
		for start > 0 && (numeric(b[start-1]) || b[start-1] == '-' || b[start-1] == '+') {
			start--
		}
		if end-digits > most && delimits(b, start-1) && delimits(b, end) {
			return string(b[start:end])
		}
	}
	return ""
}

func numeric(c byte) bool { return '0' <= c && c <= '9' || c == '.' }

// delimits says that no value goes on at b[i].
func delimits(b []byte, i int) bool {
	if i < 0 || i >= len(b) {
		return true
	}
	switch b[i] {
	case '"', ':', ',', '[', ']', '{', '}', ' ', '\t', '\n', '\r':
		return true
	default:
		return false
	}
}
