package dev.sluice.engine;

/**
 * How long an RE2 expression is when its counted repetitions are written out, as {@code (ab){3}} is {@code ababab}. RE2/J writes
 * them out when it compiles, nested ones too, and knows no limit: a line of thirty characters can ask for more memory than there
 * is. So the length is found out before, by reading the expression once; it is never less than what RE2/J makes of it, give or
 * take a constant factor. Whether the expression is one at all is not asked here.
 *
 * <p>So each part must end here where it ends for RE2/J: what one of the two takes for the inside of a class and the other for
 * groups and counts could hide any length. And a count repeats what RE2/J put down last, which is not always what stands before
 * it: flags alone and an empty quotation put nothing down.
 *
 * <p>Where case is ignored, RE2/J goes round all letters that are one but for case until it is back at the first; for a range it
 * does so for each letter in it. The tables that it has and those of the JDK are of different times, and from nine letters no way
 * leads back: it would go round for ever. Whether case is ignored just where one of them stands is not asked.
 */
final class ExpressionSize {
    private static final int MOST_GROUPS = 1_000;
    private static final String SETS = "dDsSwWpP";
    private static final int NO_CHARACTER = -1;
    private static final int FIRST_WITHOUT_RETURN = 0x1C80;
    private static final int LAST_WITHOUT_RETURN = 0x1C88;
    private static final int LETTERS_PER_STEP = 64;

    private final String text;
    private final long limit;
    private final long[] outer = new long[MOST_GROUPS];
    private int depth;
    private int at;
    private long total;
    private long last;
    private long inRanges;
    private boolean ignoresCase;
    private boolean hasNoReturn;

    private ExpressionSize(String text, boolean ignoreCase, long limit) {
        this.text = text;
        this.ignoresCase = ignoreCase;
        this.limit = limit;
    }

    /**
     * The length of an expression; limit + 1 for whatever is longer, nested deeper than any expression may be, or could keep RE2/J
     * for ever.
     */
    static long of(String expression, boolean ignoreCase, long limit) {
        ExpressionSize size = new ExpressionSize(expression, ignoreCase, limit);
        return size.fits() ? Math.min(limit + 1, size.length()) : limit + 1;
    }

    private long length() {
        if (!ignoresCase) {
            return total;
        }
        return hasNoReturn ? limit + 1 : total + inRanges / LETTERS_PER_STEP;
    }

    private void spans(int lowest, int highest) {
        hasNoReturn |= lowest <= LAST_WITHOUT_RETURN && highest >= FIRST_WITHOUT_RETURN;
        inRanges += Math.max(0, highest - lowest);
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
            default -> {
                spans(c, c);
                atom();
            }
        }
        return true;
    }

    private void atom() {
        last = 1;
        total++;
    }

    private void escape() {
        if (!text.startsWith("Q", at)) {
            int character = passEscape();
            spans(character, character);
            atom();
            return;
        }
        at++;
        int end = text.indexOf("\\E", at);
        int stop = end < 0 ? text.length() : end;
        text.substring(at, stop).chars().forEach(c -> spans(c, c));
        total += stop - at;
        last = stop > at ? 1 : last;
        at = end < 0 ? stop : end + 2;
    }

    /** Moves behind an escape whose backslash has been read; the character that it stands for, or -1 if that is none beyond U+00FF. */
    private int passEscape() {
        if (at == text.length()) {
            return NO_CHARACTER;
        }
        char c = text.charAt(at++);
        boolean isCategory = c == 'p' || c == 'P';
        if ((isCategory || c == 'x') && text.startsWith("{", at)) {
            int from = at + 1;
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
            return isCategory || end < 0 ? NO_CHARACTER : hexadecimal(from, end);
        }
        if (isCategory && at < text.length()) {
            at += Character.charCount(text.codePointAt(at));
        } else if (c == 'x') {
            at = Math.min(at + 2, text.length());
        } else if (isOctal(c)) {
            int end = Math.min(at + 2, text.length());
            while (at < end && isOctal(text.charAt(at))) {
                at++;
            }
        }
        return NO_CHARACTER;
    }

    /** A number beyond all characters stands for one that RE2 refuses. */
    private int hexadecimal(int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            number =
                    digit < 0 || number > Character.MAX_CODE_POINT ? Character.MAX_CODE_POINT + 1 : number * 16 + digit;
        }
        return number;
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    /** A class is one step however much is in it. A bracket right at its beginning does not end it, nor does one that ends a range. */
    private void characterClass() {
        at += text.startsWith("^", at) ? 1 : 0;
        for (boolean first = true; at < text.length() && (first || text.charAt(at) != ']'); first = false) {
            int endOfName = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
            if (endOfName >= 0) {
                at = endOfName + 2;
            } else {
                boolean mayBeginRange = !isSet();
                int lowest = passMember();
                int highest = lowest;
                if (mayBeginRange && text.startsWith("-", at) && !text.startsWith("-]", at)) {
                    at++;
                    highest = passMember();
                }
                spans(lowest, highest);
            }
        }
        at++;
        atom();
    }

    private boolean isSet() {
        return text.charAt(at) == '\\' && at + 1 < text.length() && SETS.indexOf(text.charAt(at + 1)) >= 0;
    }

    /** Moves behind one member of a class: a character, which may be two units long, or an escape. */
    private int passMember() {
        if (at >= text.length()) {
            return NO_CHARACTER;
        }
        int member = text.codePointAt(at);
        at += Character.charCount(member);
        return member == '\\' ? passEscape() : member;
    }

    private boolean open() {
        if (text.startsWith("?", at)) {
            boolean isNamed = text.startsWith("?P<", at) || text.startsWith("?<", at);
            while (at < text.length() && ":>)".indexOf(text.charAt(at)) < 0) {
                ignoresCase |= !isNamed && text.charAt(at) == 'i';
                at++;
            }
            boolean flagsAlone = text.startsWith(")", at);
            at = Math.min(at + 1, text.length());
            if (flagsAlone) {
                return true;
            }
        }
        if (depth == MOST_GROUPS) {
            return false;
        }
        outer[depth++] = total;
        total = 0;
        last = 0;
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

    /** A count; -1 if it is none, as with a zero in front. One that RE2 would refuse anyhow is as large as can be. */
    private long number(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        if (digits.isEmpty() || (digits.length() > 1 && digits.charAt(0) == '0')) {
            return -1;
        }
        return digits.length() > 4 ? limit + 1 : Long.parseLong(digits);
    }
}
