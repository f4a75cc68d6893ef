package dev.sluice.server.measures;

import static dev.sluice.server.measures.ReportValues.LONGEST_TEXT;
import static dev.sluice.server.measures.ReportValues.decimal;
import static dev.sluice.server.measures.ReportValues.text;
import static dev.sluice.server.measures.ReportValues.textOrNull;
import static dev.sluice.server.measures.ReportValues.whole;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.server.measures.Report.Arm;
import dev.sluice.server.measures.Report.Bin;
import dev.sluice.server.measures.Report.Decided;
import dev.sluice.server.measures.Report.Evaluation;
import dev.sluice.server.measures.Report.Metric;
import dev.sluice.server.measures.Report.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads reports token by token, without a tree: this is what a node does most. Fields that it does not know are skipped. Thread-safe. */
public final class ReportReader {

    /** Bytes of the largest report, unpacked. */
    public static final int LARGEST = 1024 * 1024;

    private static final int MOST_ROWS = 10_000;
    private static final int MOST_DECLARED = 10_000;
    private static final int MOST_KINDS = 100;
    private static final int MOST_BINS = 2_048;
    private static final long MOST_COUNT = 1_000_000_000_000L;
    private static final long LONGEST_WINDOW = 24 * 3_600_000L;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(10_000)
                    .maxNumberLength(100)
                    .build())
            .build();

    private ReportReader() {}

    /**
     * Reads a body.
     *
     * @param gzip whether it is packed; what unpacks to more than {@link #LARGEST} is given up there
     * @throws ReportRefusedException naming the field
     */
    public static Report read(byte[] body, boolean gzip) {
        byte[] plain = gzip ? unpacked(body) : body;
        if (plain.length > LARGEST) {
            throw tooLarge();
        }
        try (JsonParser parser = JSON.createParser(plain)) {
            Report report = report(parser);
            if (parser.nextToken() != null) {
                throw ReportRefusedException.invalid("the body", "something after its end", "one JSON object");
            }
            return report;
        } catch (JsonProcessingException malformed) {
            throw new ReportRefusedException(
                    ReportRefusedException.Kind.INVALID, "the body is not JSON; expected one JSON object");
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory could not be read", impossible);
        }
    }

    private static byte[] unpacked(byte[] body) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(body.length * 4);
        byte[] buffer = new byte[8 * 1024];
        try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(body), buffer.length)) {
            for (int read = packed.read(buffer); read >= 0; read = packed.read(buffer)) {
                plain.write(buffer, 0, read);
                if (plain.size() > LARGEST) {
                    throw tooLarge();
                }
            }
        } catch (IOException notGzip) {
            throw new ReportRefusedException(
                    ReportRefusedException.Kind.INVALID, "the body is not gzip; expected what Content-Encoding says");
        }
        return plain.toByteArray();
    }

    private static ReportRefusedException tooLarge() {
        return new ReportRefusedException(
                ReportRefusedException.Kind.TOO_LARGE, "the report is over " + LARGEST + " bytes; expected less");
    }

    private static Report report(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw ReportRefusedException.invalid("the body", "what is not an object", "one JSON object");
        }
        String session = "";
        String instance = "";
        long seq = 0;
        long windowMillis = 0;
        long dropped = 0;
        List<Evaluation> evaluations = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        List<Metric> metrics = new ArrayList<>();
        List<String> declared = new ArrayList<>();
        var field = new ReportPath();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            field.enter(parser.currentName());
            parser.nextToken();
            switch (field.name()) {
                case "session" -> session = text(parser, field);
                case "instance" -> instance = text(parser, field);
                case "seq" -> seq = whole(parser, field, 1, Long.MAX_VALUE >> 12);
                case "windowMillis" -> windowMillis = whole(parser, field, 0, LONGEST_WINDOW);
                case "droppedWindows" -> dropped = whole(parser, field, 0, MOST_COUNT);
                case "evaluations" -> rows(parser, field, () -> evaluations.add(evaluation(parser, field)));
                case "outcomes" -> rows(parser, field, () -> outcomes.add(outcome(parser, field)));
                case "metrics" -> rows(parser, field, () -> metrics.add(metric(parser, field)));
                case "declared" -> array(parser, field, MOST_DECLARED, () -> declared.add(text(parser, field)));
                default -> parser.skipChildren();
            }
        }
        field.enter("");
        if (session.isEmpty()) {
            throw missing("session");
        }
        if (instance.isEmpty()) {
            throw missing("instance");
        }
        if (seq == 0) {
            throw missing("seq");
        }
        return new Report(session, instance, seq, windowMillis, dropped, evaluations, outcomes, metrics, declared);
    }

    private static Evaluation evaluation(JsonParser parser, ReportPath field) throws IOException {
        var row = new Row();
        String reason = "";
        String errorCode = null;
        String variation = null;
        long count = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            field.enter(parser.currentName());
            parser.nextToken();
            switch (field.name()) {
                case "variation" -> variation = textOrNull(parser, field);
                case "reason" -> reason = text(parser, field);
                case "errorCode" -> errorCode = textOrNull(parser, field);
                case "count" -> count = whole(parser, field, 0, MOST_COUNT);
                default -> row.read(parser, field);
            }
        }
        if (reason.isEmpty()) {
            throw missing(field.row() + ".reason");
        }
        return new Evaluation(
                row.flag(field), new Decided(row.version, row.place, variation, reason, errorCode), count);
    }

    private static Outcome outcome(JsonParser parser, ReportPath field) throws IOException {
        var row = new Row();
        long successes = 0;
        Map<String, Long> errors = new HashMap<>();
        var latency = new Latency();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            field.enter(parser.currentName());
            parser.nextToken();
            switch (field.name()) {
                case "successes" -> successes = whole(parser, field, 0, MOST_COUNT);
                case "errors" -> errors(parser, field, errors);
                case "latency" -> latency.read(parser, field);
                default -> row.read(parser, field);
            }
        }
        return new Outcome(row.flag(field), row.arm(), successes, errors, latency.zero, latency.bins);
    }

    private static Metric metric(JsonParser parser, ReportPath field) throws IOException {
        var row = new Row();
        String metric = "";
        long count = 0;
        double sum = 0;
        double sumOfSquares = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            field.enter(parser.currentName());
            parser.nextToken();
            switch (field.name()) {
                case "metric" -> metric = text(parser, field);
                case "count" -> count = whole(parser, field, 0, MOST_COUNT);
                case "sum" -> sum = decimal(parser, field);
                case "sumOfSquares" -> sumOfSquares = decimal(parser, field);
                default -> row.read(parser, field);
            }
        }
        if (metric.isEmpty()) {
            throw missing(field.row() + ".metric");
        }
        return new Metric(row.flag(field), row.arm(), metric, count, sum, sumOfSquares);
    }

    private static void errors(JsonParser parser, ReportPath field, Map<String, Long> errors) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw ReportRefusedException.invalid(field.toString(), "what is not an object", "counts by kind");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String kind = parser.currentName();
            parser.nextToken();
            if (kind.length() > LONGEST_TEXT || errors.size() >= MOST_KINDS) {
                throw ReportRefusedException.invalid(
                        field.toString(), "more", MOST_KINDS + " kinds of " + LONGEST_TEXT + " characters");
            }
            errors.merge(kind, whole(parser, field, 0, MOST_COUNT), Long::sum);
        }
    }

    /** The fields that all rows of outcomes and metrics share. */
    private static final class Row {

        private String flag = "";
        private long version;
        private @Nullable String place;
        private @Nullable String assigned;
        private @Nullable String served;
        private int replicate;
        private @Nullable String region;

        void read(JsonParser parser, ReportPath field) throws IOException {
            switch (field.name()) {
                case "flag" -> flag = text(parser, field);
                case "version" -> version = whole(parser, field, 0, Long.MAX_VALUE >> 1);
                case "place" -> place = textOrNull(parser, field);
                case "assigned" -> assigned = textOrNull(parser, field);
                case "served" -> served = textOrNull(parser, field);
                case "replicate" -> replicate = (int) whole(parser, field, 0, 15);
                case "region" -> region = textOrNull(parser, field);
                default -> parser.skipChildren();
            }
        }

        String flag(ReportPath field) {
            if (flag.isEmpty()) {
                throw missing(field.row() + ".flag");
            }
            return flag;
        }

        Arm arm() {
            return new Arm(version, place, assigned, served, replicate, region);
        }
    }

    private static final class Latency {

        private long zero;
        private final List<Bin> bins = new ArrayList<>();

        void read(JsonParser parser, ReportPath field) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw ReportRefusedException.invalid(field.toString(), "what is not an object", "a sketch");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                field.enter("latency." + parser.currentName());
                parser.nextToken();
                switch (field.name()) {
                    case "latency.relativeAccuracy" -> {
                        double accuracy = decimal(parser, field);
                        if (accuracy != Latencies.RELATIVE_ACCURACY) {
                            throw ReportRefusedException.invalid(
                                    field.toString(),
                                    Double.toString(accuracy),
                                    Double.toString(Latencies.RELATIVE_ACCURACY));
                        }
                    }
                    case "latency.zero" -> zero = whole(parser, field, 0, MOST_COUNT);
                    case "latency.bins" -> array(parser, field, MOST_BINS, () -> bins.add(bin(parser, field)));
                    default -> parser.skipChildren();
                }
            }
        }

        private static Bin bin(JsonParser parser, ReportPath field) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw ReportRefusedException.invalid(field.toString(), "what is not a pair", "[index, count]");
            }
            parser.nextToken();
            int index = (int) whole(parser, field, Latencies.LOWEST_INDEX, Latencies.HIGHEST_INDEX);
            parser.nextToken();
            long count = whole(parser, field, 0, MOST_COUNT);
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                throw ReportRefusedException.invalid(field.toString(), "more than a pair", "[index, count]");
            }
            return new Bin(index, count);
        }
    }

    private interface Reading {
        void one() throws IOException;
    }

    private static void rows(JsonParser parser, ReportPath field, Reading row) throws IOException {
        String list = field.name();
        array(parser, field, MOST_ROWS, () -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw ReportRefusedException.invalid(field.toString(), "what is not an object", "an object");
            }
            field.row(list);
            row.one();
        });
    }

    private static void array(JsonParser parser, ReportPath field, int most, Reading element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw ReportRefusedException.invalid(field.toString(), "what is not a list", "a list");
        }
        int size = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++size > most) {
                throw ReportRefusedException.invalid(
                        field.toString(), "a longer list", "at most " + most + " elements");
            }
            element.one();
        }
    }

    private static ReportRefusedException missing(String field) {
        return new ReportRefusedException(
                ReportRefusedException.Kind.INVALID, field + ": missing; expected it in every report");
    }
}
