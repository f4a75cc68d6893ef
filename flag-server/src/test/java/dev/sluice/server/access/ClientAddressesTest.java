package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ClientAddressesTest {

    private final ClientAddresses behind = ClientAddresses.behind("10.0.0.0/8, ::1");

    @Test
    void withoutATrustedProxyThePeerIsTheClientWhateverItSays() {
        assertThat(ClientAddresses.behind("").of("203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
        assertThat(behind.of("203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
    }

    @Test
    void theClientIsTheRightmostHopThatIsNoTrustedProxy() {
        assertThat(behind.of("10.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2")).isEqualTo("203.0.113.7");
        assertThat(behind.of("::1", "203.0.113.7:4711")).isEqualTo("203.0.113.7");
        assertThat(behind.of("::ffff:10.0.0.1", "[2001:db8::7]:4711")).isEqualTo("2001:db8::7");
    }

    @Test
    void whatATrustedProxyDidNotUnderstandNobodyBelieves() {
        assertThat(behind.of("10.0.0.1", "203.0.113.7, unknown")).isEqualTo("10.0.0.1");
        assertThat(behind.of("10.0.0.1", "203.0.113.7, , 10.0.0.2")).isEqualTo("10.0.0.2");
        assertThat(behind.of("10.0.0.1", "")).isEqualTo("10.0.0.1");
        assertThat(behind.of(null, "203.0.113.7")).isEmpty();
    }

    @Test
    void whatIsNoNetworkIsRefusedByName() {
        assertThatThrownBy(() -> ClientAddresses.behind("10.0.0.0/8,example.com"))
                .hasMessage("SLUICE_TRUSTED_PROXIES: \"example.com\" is not allowed; expected addresses and networks"
                        + " such as 10.0.0.0/8, with commas in between");
    }
}
