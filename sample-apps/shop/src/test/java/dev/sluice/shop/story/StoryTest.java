package dev.sluice.shop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shop.run.Surroundings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole demo as processes of its own: the flag server's jar, Redis, two shops, front and shoppers, on free ports. */
@Tag("slow")
@Tag("story")
class StoryTest {

    @Test
    void theStoryKeepsEveryPromise() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Surroundings here = Surroundings.of(Map.of(), Path.of(System.getProperty("sluice.root")), classPath);

        assertThat(Story.playSelfContained(here, System.out)).isZero();
    }
}
