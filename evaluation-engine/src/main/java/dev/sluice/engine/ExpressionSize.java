package dev.sluice.engine;

/**
 * How long an RE2 expression is when its counted repetitions are written out, as {@code (ab){3}} is {@code ababab}. RE2/J writes
 * them out when it compiles, nested ones too, and knows no limit: a line of thirty characters can ask for more memory than there
 * is. So the length is found out before, by reading the expression once; it is never less than what RE2/J makes of it, give or
 * take a constant factor. Whether the expression is one at all is not asked here.
 */
final class ExpressionSize {
    private static final int MOST_GROUPS = 1_000;

    private final String text;
    private final long limit;
    private final long[] outer = new long[MOST_GROUPS];
    private int depth;
    private int at;
    private long total;
    private long last;

    private ExpressionSize(String text, long limit) {
        this.text = text;
        this.limit = limit;
    }

    /** Whether an expression, written out, is no longer than the limit. */
    static boolean isAtMost(String expression, long limit) {
        return new ExpressionSize(expression, limit).fits();
    }

    private boolean fits() {
        while (at < text.length()) {
            if (!read(text.charAt(at++)) || total > limit) {
                return false;
            }
        }
        return true;
    }

    /** Reads what begins with a character; false when it is nested deeper than any expression may be. */
    private boolean read(char c) {
        switch (c) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> {
                return open();
            }
            case ')' -> close();
            case '{' -> repetition();
            case '*', '+', '?' -> {
                total++;
                last++;
            }
            default -> atom();
        }
        return true;
    }

    private void atom() {
        last = 1;
        total++;
    }

    private void escape() {
        char c = at < text.length() ? text.charAt(at++) : '\\';
        if (c == 'Q') {
            int end = text.indexOf("\\E", at);
            int stop = end < 0 ? text.length() : end;
            total += stop - at;
            last = 1;
            at = end < 0 ? stop : end + 2;
            return;
        }
        if ((c == 'p' || c == 'P' || c == 'x') && at < text.length() && text.charAt(at) == '{') {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        }
        atom();
    }

    /** A class is one step however much is in it. A bracket right at its beginning does not end it. */
    private void characterClass() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        for (boolean first = true; at < text.length() && (first || text.charAt(at) != ']'); first = false) {
            if (text.startsWith("[:", at) && text.indexOf(":]", at + 2) >= 0) {
                at = text.indexOf(":]", at + 2) + 2;
            } else {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
        }
        at++;
        atom();
    }

    private boolean open() {
        if (depth == MOST_GROUPS) {
            return false;
        }
        outer[depth++] = total;
        total = 0;
        last = 0;
        if (at < text.length() && text.charAt(at) == '?') {
            while (at < text.length() && ":>)".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            at += at < text.length() && text.charAt(at) != ')' ? 1 : 0;
        }
        return true;
    }

    private void close() {
        if (depth > 0) {
            last = total + 2;
            total = outer[--depth] + last;
        }
    }

    /** What is in braces but no count is text. */
    private void repetition() {
        int end = text.indexOf('}', at);
        String count = end < 0 ? "" : text.substring(at, end);
        int comma = count.indexOf(',');
        long least = number(comma < 0 ? count : count.substring(0, comma));
        long most = comma < 0 || comma == count.length() - 1 ? least : number(count.substring(comma + 1));
        if (least < 0 || most < 0) {
            atom();
            return;
        }
        at = end + 1;
        long times = Math.max(1, Math.max(least, most));
        total += last * (times - 1);
        last *= times;
    }

    /** A count; -1 if it is none. One that RE2 would refuse anyhow is as large as can be. */
    private long number(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        return digits.isEmpty() ? -1 : digits.length() > 4 ? limit + 1 : Long.parseLong(digits);
    }
}
