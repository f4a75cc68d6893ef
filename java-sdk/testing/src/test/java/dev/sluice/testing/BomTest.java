package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The BOM has no parent, so nothing else sees to it that it keeps up. */
class BomTest {

    private static final Path ROOT = Path.of(System.getProperty("sluice.root"));
    private static final Pattern LISTED = Pattern.compile("<artifactId>(sluice-(?!bom)[a-z-]+)</artifactId>");

    @Test
    void theBomNamesTheEngineAndEveryArtifactOfTheSdk() throws Exception {
        TreeSet<String> artifacts = new TreeSet<>(List.of("sluice-engine"));
        try (Stream<Path> modules = Files.list(ROOT.resolve("java-sdk"))) {
            for (Path pom : modules.map(module -> module.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList()) {
                artifacts.add(text(pom, "/project/artifactId"));
            }
        }
        artifacts.remove("sluice-bom");

        TreeSet<String> listed = new TreeSet<>();
        Matcher each = LISTED.matcher(Files.readString(bom()));
        while (each.find()) {
            listed.add(each.group(1));
        }
        assertThat(listed).isEqualTo(artifacts);
    }

    @Test
    void theBomHasTheVersionOfAllTheRest() throws Exception {
        assertThat(text(bom(), "/project/version")).isEqualTo(text(ROOT.resolve("pom.xml"), "/project/version"));
    }

    private static Path bom() {
        return ROOT.resolve("java-sdk").resolve("bom").resolve("pom.xml");
    }

    private static String text(Path pom, String path) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        return XPathFactory.newInstance().newXPath().evaluate(path, document);
    }
}
