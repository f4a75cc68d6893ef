package dev.sluice.server.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Other ways to write the addresses that need credentials, as attackers write them. */
final class OddPaths {

    private OddPaths() {}

    static List<String> of(List<String> addresses) {
        Set<String> odd = new LinkedHashSet<>();
        for (String address : new LinkedHashSet<>(addresses)) {
            if (!address.equals("/api/v1/session")) {
                odd.add(address);
            }
            odd.addAll(forms(address));
        }
        odd.addAll(List.of(
                "//",
                "/..",
                "/../api/v1/projects",
                "/assets/../api/v1/projects",
                "/index.html/../api/v1/projects",
                "/api",
                "/api/",
                "/api/v1",
                "/API/v1/projects",
                "/sdk",
                "/SDK/v1/snapshot",
                "/ofrep",
                "/%61pi/v1/projects",
                "/api%2fv1%2fprojects",
                "/api/v1/projects?/../..",
                "/api/v1/projects#x",
                "/.%2e/api/v1/projects",
                "/api/v1/projects/%00",
                "/api\\v1\\projects",
                "http://127.0.0.1/api/v1/projects",
                "*"));
        return new ArrayList<>(odd);
    }

    private static List<String> forms(String address) {
        String head = address.substring(0, address.lastIndexOf('/'));
        String last = address.substring(address.lastIndexOf('/') + 1);
        return List.of(
                "/" + address,
                address.replace("/v1/", "//v1/"),
                address.replace("/v1/", "/./v1/"),
                address.replace("/v1/", "/x/../v1/"),
                address.replace("/v1/", "/%2e/v1/"),
                address.replace("/v1/", "/%2e%2e/api/v1/"),
                address.replace("/v1/", "%2fv1%2f"),
                address.replace("/v1/", "/v1;x=1/"),
                address.replace("/v1/", "/v1%00/"),
                address + "/",
                address + "//",
                address + "/.",
                address + ";x",
                address + "%20",
                address + "%2f",
                address + ".json",
                address + "/..;/",
                head + "/%" + Integer.toHexString(last.charAt(0)) + last.substring(1),
                address.toUpperCase(Locale.ROOT));
    }
}
