package dev.sluice.naive;

import java.util.ArrayList;
import java.util.List;

/** Addresses and networks as strings of 128 zeros and ones. */
final class NaiveAddress {
    private static final String MAPPED = "0".repeat(80) + "1".repeat(16);

    private NaiveAddress() {}

    /** The bits of an address, or null. */
    static String bits(String text) {
        return text.contains(":") ? v6(text) : v4(text) == null ? null : MAPPED + v4(text);
    }

    /** The leading bits that the addresses of a network share, or null. */
    static String network(String text) {
        if (!text.contains("/")) {
            return bits(text);
        }
        String[] halves = text.split("/", 2);
        String bits = bits(halves[0]);
        if (bits == null || !halves[1].matches("0|[1-9][0-9]{0,2}")) {
            return null;
        }
        boolean short4 = !halves[0].contains(":");
        int length = Integer.parseInt(halves[1]);
        return length > (short4 ? 32 : 128) ? null : bits.substring(0, short4 ? 96 + length : length);
    }

    private static String v4(String text) {
        if (!text.matches("((0|[1-9][0-9]{0,2})(\\.(?!$)|$)){4}")) {
            return null;
        }
        StringBuilder bits = new StringBuilder();
        for (String part : text.split("\\.")) {
            if (Integer.parseInt(part) > 255) {
                return null;
            }
            bits.append(binary(Integer.parseInt(part), 8));
        }
        return bits.toString();
    }

    private static String v6(String text) {
        List<String> parts = new ArrayList<>(List.of(text.split(":", -1)));
        String last = parts.get(parts.size() - 1);
        if (last.contains(".")) {
            String v4 = v4(last);
            if (v4 == null) {
                return null;
            }
            parts.set(parts.size() - 1, Integer.toHexString(Integer.parseInt(v4.substring(0, 16), 2)));
            parts.add(Integer.toHexString(Integer.parseInt(v4.substring(16), 2)));
        }
        String whole = String.join(":", parts);
        int gap = whole.indexOf("::");
        if (gap >= 0) {
            int groups = (int) java.util.Arrays.stream(whole.split(":"))
                    .filter(g -> !g.isEmpty())
                    .count();
            if (groups > 7) {
                return null;
            }
            String before = whole.substring(0, gap);
            String after = whole.substring(gap + 2);
            String zeros = "0:".repeat(8 - groups);
            whole = before
                    + (before.isEmpty() ? "" : ":")
                    + (after.isEmpty() ? zeros.replaceAll(":$", "") : zeros + after);
        }
        if (!whole.matches("([0-9a-fA-F]{1,4}(:(?!$)|$)){8}")) {
            return null;
        }
        StringBuilder bits = new StringBuilder();
        for (String group : whole.split(":")) {
            bits.append(binary(Integer.parseInt(group, 16), 16));
        }
        return bits.toString();
    }

    private static String binary(int number, int length) {
        String digits = Integer.toBinaryString(number);
        return "0".repeat(length - digits.length()) + digits;
    }
}
