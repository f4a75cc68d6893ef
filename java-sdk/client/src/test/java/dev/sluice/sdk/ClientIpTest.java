package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientIpTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"));

    @Test
    void withoutProxiesThePeerIsTheClientWhateverItSays() {
        assertThat(ClientIp.of("1.2.3.4", "203.0.113.9", TrustedProxies.none())).isEqualTo("203.0.113.9");
        assertThat(ClientIp.of(null, "10.0.0.1", PROXIES)).isEqualTo("10.0.0.1");
    }

    @Test
    void theRightmostAddressThatIsNoTrustedProxyIsTheClient() {
        assertThat(ClientIp.of("198.51.100.1", "10.0.0.1", PROXIES)).isEqualTo("198.51.100.1");
        assertThat(ClientIp.of("198.51.100.1, 192.0.2.7, 10.9.9.9", "10.0.0.1", PROXIES))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void whatTheClientPutBeforeItsOwnAddressIsNotBelieved() {
        assertThat(ClientIp.of("8.8.8.8, 10.0.0.5, 198.51.100.1", "10.0.0.1", PROXIES))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void aListOfProxiesOnlyEndsAtItsLeftmost() {
        assertThat(ClientIp.of("10.0.0.3, 10.0.0.2", "10.0.0.1", PROXIES)).isEqualTo("10.0.0.3");
    }

    @Test
    void whatIsNoAddressEndsTheSearchAtTheHopBeforeIt() {
        assertThat(ClientIp.of("198.51.100.1, unknown", "10.0.0.1", PROXIES)).isEqualTo("10.0.0.1");
        assertThat(ClientIp.of("evil.example, 10.0.0.2", "10.0.0.1", PROXIES)).isEqualTo("10.0.0.2");
        assertThat(ClientIp.of("", "10.0.0.1", PROXIES)).isEqualTo("10.0.0.1");
        assertThat(ClientIp.of("999.1.1.1", "10.0.0.1", PROXIES)).isEqualTo("10.0.0.1");
    }

    @Test
    void portsAndBracketsAreTakenOff() {
        assertThat(ClientIp.of("198.51.100.1:4711", "10.0.0.1:80", PROXIES)).isEqualTo("198.51.100.1");
        assertThat(ClientIp.of("[2001:db8::5]:4711", "[fd00::1]:80", PROXIES)).isEqualTo("2001:db8:0:0:0:0:0:5");
        assertThat(ClientIp.of("2001:db8::5", "fd00::1", PROXIES)).isEqualTo("2001:db8:0:0:0:0:0:5");
    }

    @Test
    void prefixesNeedNotEndAtAByte() {
        List<String> range = List.of("172.16.0.0/12");

        assertThat(ClientIp.of("198.51.100.1", "172.31.255.255", range)).isEqualTo("198.51.100.1");
        assertThat(ClientIp.of("198.51.100.1", "172.32.0.0", range)).isEqualTo("172.32.0.0");
    }

    @Test
    void aProxyThatIsNoAddressIsRefusedByName() {
        for (String wrong :
                List.of("load-balancer", "10.0.0.0/33", "10.0.0.0/", "", "10.0.0", "fd00::/129", "10.0.0.0/-1")) {
            assertThatThrownBy(() -> TrustedProxies.of(List.of(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + wrong + "'")
                    .hasMessageContaining("10.0.0.0/8");
        }
    }
}
