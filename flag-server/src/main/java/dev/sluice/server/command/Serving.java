package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.engine.model.Range;
import dev.sluice.server.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rule or the fallthrough gives, as people write it: one variation, or percentages. */
public sealed interface Serving {
    /** Everyone gets this variation. */
    record Fixed(String variation) implements Serving {
        @Override
        public JsonNode json() {
            return TextNode.valueOf(variation);
        }
    }

    /**
     * Shares of a bucket line.
     *
     * @param by the attribute whose value decides, or {@code random}
     * @param percent thousandths of a percent by variation, in the order written
     * @param rest who is in no share gets this; null = the flag's {@code offVariation}
     * @param salt what separates this line from others; not for people to write
     * @param ranges which buckets each variation has, in order of allocation; not for people to write
     */
    record Split(
            String by,
            Map<String, Integer> percent,
            @Nullable String rest,
            String salt,
            List<Range> ranges) implements Serving {
        /** Copies the collections. */
        public Split {
            percent = Collections.unmodifiableMap(new LinkedHashMap<>(percent));
            ranges = List.copyOf(ranges);
        }

        /** The share that all named variations have together, in thousandths. */
        int given() {
            return percent.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** The variation of those who are in no share, if there is one. */
        @Nullable
        String restOr(@Nullable String offVariation) {
            return rest != null ? rest : offVariation;
        }

        @Override
        public JsonNode json() {
            ObjectNode json = Json.object();
            ObjectNode split = json.putObject("split");
            split.put("by", by);
            ObjectNode shares = split.putObject("percent");
            percent.forEach((variation, share) -> shares.set(variation, Percent.json(share)));
            if (rest != null) {
                split.put("rest", rest);
            }
            split.put("salt", salt);
            ArrayNode list = split.putArray("ranges");
            for (Range range : ranges) {
                list.addObject()
                        .put("variation", range.variation())
                        .put("from", range.from())
                        .put("to", range.to());
            }
            return json;
        }
    }

    /** The form that people write; splits show their salt and ranges too. */
    JsonNode json();
}
