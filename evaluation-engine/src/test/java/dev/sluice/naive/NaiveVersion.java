package dev.sluice.naive;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Semantic versions by a regular expression and big integers. */
final class NaiveVersion {
    private static final String NUMBER = "(?:0|[1-9][0-9]*)";
    private static final String PRE = "(?:" + NUMBER + "|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM = Pattern.compile("(" + NUMBER + ")\\.(" + NUMBER + ")\\.(" + NUMBER + ")(?:-("
            + PRE + "(?:\\." + PRE + ")*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    private NaiveVersion() {}

    static boolean isOne(String text) {
        return text.length() <= 256 && FORM.matcher(text).matches();
    }

    static int compare(String a, String b) {
        Matcher one = FORM.matcher(a);
        Matcher two = FORM.matcher(b);
        if (!one.matches() || !two.matches()) {
            throw new IllegalArgumentException(a + " " + b);
        }
        for (int part = 1; part <= 3; part++) {
            int order = new BigInteger(one.group(part)).compareTo(new BigInteger(two.group(part)));
            if (order != 0) {
                return order;
            }
        }
        if (one.group(4) == null || two.group(4) == null) {
            return (one.group(4) == null ? 1 : 0) - (two.group(4) == null ? 1 : 0);
        }
        String[] x = one.group(4).split("\\.");
        String[] y = two.group(4).split("\\.");
        for (int i = 0; i < x.length && i < y.length; i++) {
            boolean xNumber = x[i].matches("[0-9]+");
            boolean yNumber = y[i].matches("[0-9]+");
            int order = xNumber && yNumber
                    ? new BigInteger(x[i]).compareTo(new BigInteger(y[i]))
                    : xNumber ? -1 : yNumber ? 1 : x[i].compareTo(y[i]);
            if (order != 0) {
                return order;
            }
        }
        return x.length - y.length;
    }
}
