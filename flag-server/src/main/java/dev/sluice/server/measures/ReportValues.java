package dev.sluice.server.measures;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Single values of a report: what is of another kind, too long or out of its range is refused by the name of its field. */
final class ReportValues {

    static final int LONGEST_TEXT = 200;

    private ReportValues() {}

    static String text(JsonParser parser, ReportPath field) throws IOException {
        String text = textOrNull(parser, field);
        if (text == null || text.isEmpty()) {
            throw ReportRefusedException.invalid(field.toString(), "an empty text", "a text");
        }
        return text;
    }

    static @Nullable String textOrNull(JsonParser parser, ReportPath field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw ReportRefusedException.invalid(field.toString(), "what is not a text", "a text");
        }
        String text = parser.getText();
        if (text.length() > LONGEST_TEXT) {
            throw ReportRefusedException.invalid(
                    field.toString(), "a text of " + text.length(), "at most " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    static long whole(JsonParser parser, ReportPath field, long least, long most) throws IOException {
        String expected = "a whole number from " + least + " to " + most;
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw ReportRefusedException.invalid(field.toString(), "what is no such number", expected);
        }
        long value = parser.getLongValue();
        if (value < least || value > most) {
            throw ReportRefusedException.invalid(field.toString(), Long.toString(value), expected);
        }
        return value;
    }

    static double decimal(JsonParser parser, ReportPath field) throws IOException {
        boolean number = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                || parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT;
        double value = number ? parser.getDoubleValue() : Double.NaN;
        if (!Double.isFinite(value)) {
            throw ReportRefusedException.invalid(field.toString(), "what is no such number", "a finite number");
        }
        return value;
    }
}
