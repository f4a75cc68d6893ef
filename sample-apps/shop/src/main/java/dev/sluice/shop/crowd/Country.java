package dev.sluice.shop.crowd;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A country that shoppers come from, with blocks of public addresses that its large access providers hold. The blocks serve
 * both ways: a shopper draws an address from them, and the front finds by them whose bar an order belongs to. That makes the
 * front independent of the geography database which decides in the shops: if the two disagreed, the bars would show it.
 */
public enum Country {
    GERMANY("DE", "Germany", 24, "91.0.0.0/10", "217.224.0.0/11", "2003:c0::/26"),
    UNITED_STATES("US", "United States", 18, "73.0.0.0/8", "98.192.0.0/10", "2601::/20"),
    FRANCE("FR", "France", 14, "86.192.0.0/10", "2a01:e0a::/32"),
    UNITED_KINGDOM("GB", "United Kingdom", 13, "86.128.0.0/10", "2a00:23c0::/28"),
    SPAIN("ES", "Spain", 9, "83.32.0.0/11", "88.0.0.0/11", "2a02:9000::/23"),
    POLAND("PL", "Poland", 8, "83.0.0.0/11", "2a00:f41::/32"),
    JAPAN("JP", "Japan", 8, "126.0.0.0/8", "2400:2000::/20"),
    SWEDEN("SE", "Sweden", 6, "78.64.0.0/12");

    private static final int SUM_OF_WEIGHTS = sumOfWeights();

    private final String code;
    private final String title;
    private final int weight;

    @SuppressWarnings("ImmutableEnumChecker") // filled once, by the constructor
    private final List<AddressBlock> blocks = new ArrayList<>();

    Country(String code, String title, int weight, String... blocks) {
        this.code = code;
        this.title = title;
        this.weight = weight;
        for (String block : blocks) {
            this.blocks.add(AddressBlock.parse(block));
        }
    }

    /** ISO 3166-1 alpha-2. */
    public String code() {
        return code;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** The country an address belongs to, or null when no shopper comes from there. */
    public static @Nullable Country of(String address) {
        byte[] bytes = AddressBlock.bytes(address);
        for (Country country : values()) {
            for (AddressBlock block : country.blocks) {
                if (block.contains(bytes)) {
                    return country;
                }
            }
        }
        return null;
    }

    static Country draw(SplittableRandom random) {
        int left = random.nextInt(SUM_OF_WEIGHTS);
        for (Country country : values()) {
            left -= country.weight;
            if (left < 0) {
                return country;
            }
        }
        throw new IllegalStateException("the weights do not add up to " + SUM_OF_WEIGHTS);
    }

    String drawAddress(SplittableRandom random) {
        return blocks.get(random.nextInt(blocks.size())).draw(random);
    }

    private static int sumOfWeights() {
        int sum = 0;
        for (Country country : values()) {
            sum += country.weight;
        }
        return sum;
    }
}
