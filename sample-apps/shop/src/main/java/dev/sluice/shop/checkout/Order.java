package dev.sluice.shop.checkout;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a shopper wants to buy. Immutable.
 *
 * @param shopper who orders; not empty
 * @param lines what is ordered; at least one line
 */
public record Order(String shopper, List<Line> lines) {

    /**
     * One article of an order.
     *
     * @param article the article's name, see {@link Catalogue}
     * @param quantity how many, 1 to 99
     */
    public record Line(String article, int quantity) {
        public Line {
            if (quantity < 1 || quantity > 99) {
                throw new IllegalArgumentException("quantity: " + quantity + " is not allowed; expected 1 to 99");
            }
        }
    }

    public Order {
        if (shopper.isBlank()) {
            throw new IllegalArgumentException("shopper: is empty; expected the shopper's ID");
        }
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("lines: are empty; expected at least one article");
        }
    }

    /**
     * Reads an order.
     *
     * @throws IllegalArgumentException when it is not one; the message says what was given and what is allowed
     */
    public static Order fromJson(String text) {
        try {
            JsonObject json = new JsonObject(text);
            List<Line> lines = new ArrayList<>();
            for (Object line : json.getJsonArray("lines", new JsonArray())) {
                JsonObject each = (JsonObject) line;
                lines.add(new Line(each.getString("article", ""), each.getInteger("quantity", 1)));
            }
            return new Order(json.getString("shopper", ""), lines);
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "the order is not readable; expected {\"shopper\", \"lines\": [{\"article\", \"quantity\"}]}", e);
        }
    }

    /** This order as {@link #fromJson} reads it. */
    public String toJson() {
        JsonArray all = new JsonArray();
        for (Line line : lines) {
            all.add(new JsonObject().put("article", line.article()).put("quantity", line.quantity()));
        }
        return new JsonObject().put("shopper", shopper).put("lines", all).encode();
    }
}
