package dev.sluice.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AdmissionTest {

    private long nanos = 1;

    @Test
    void asManyAreLetInAtOnceAsInASecondAndThenAsTimeGoesBy() {
        Admission admission = admission(0, 100, OpenFiles.UNKNOWN);

        assertThat(entered(admission, 150)).isEqualTo(100);
        nanos += Duration.ofMillis(500).toNanos();
        assertThat(entered(admission, 150)).isEqualTo(50);
        nanos += Duration.ofMinutes(1).toNanos();
        assertThat(entered(admission, 150)).isEqualTo(100);
    }

    @Test
    void aHerdIsToldToComeBackWithinAsManySecondsAsItNeedsAndTwentyAtMost() {
        Admission admission = admission(0, 100, OpenFiles.UNKNOWN);
        entered(admission, 100);

        assertThat(retries(admission, 50)).allMatch(seconds -> seconds >= 1 && seconds <= 3);
        assertThat(retries(admission, 10_000)).contains(1, 10, 20).allMatch(seconds -> seconds >= 1 && seconds <= 20);
    }

    @Test
    @Proves("F29")
    void whoComesAboveTheLimitIsRefusedAndWhoIsInStays() {
        Admission admission = admission(200, 10_000, OpenFiles.UNKNOWN);

        assertThat(entered(admission, 300)).isEqualTo(200);
        assertThat(admission.sessions()).isEqualTo(200);
        assertThat(retries(admission, 1_000)).contains(1, 20);
        admission.left();
        assertThat(admission.enter()).isNull();
        assertThat(admission.enter().reason()).isEqualTo(Admission.Refusal.Reason.SESSIONS);
    }

    @Test
    void aFifthOfTheFilesStaysForOthers() {
        Admission admission = admission(0, 10_000, new Files(70, 300));

        assertThat(entered(admission, 400)).isEqualTo(170);
        assertThat(admission.enter().reason()).isEqualTo(Admission.Refusal.Reason.FILES);
    }

    @Test
    void anOperatorWhoNamesANumberMayUseMoreOfTheFilesButNotTheLastThousand() {
        Admission named = admission(18_000, 100_000, new Files(100, 20_000));
        assertThat(entered(named, 20_000)).isEqualTo(18_000);
        assertThat(named.enter().reason()).isEqualTo(Admission.Refusal.Reason.SESSIONS);

        Admission tooMany = admission(50_000, 100_000, new Files(100, 20_000));
        assertThat(entered(tooMany, 20_000)).isEqualTo(18_900);
        assertThat(tooMany.enter().reason()).isEqualTo(Admission.Refusal.Reason.FILES);
    }

    @Test
    void whatElseIsOpenIsCountedAnewFromTimeToTime() {
        var files = new Files(70, 300);
        Admission admission = admission(0, 10_000, files);
        entered(admission, 100);

        files.open = 100 + 90;
        admission.count();

        assertThat(entered(admission, 400)).isEqualTo(50);
    }

    private static int entered(Admission admission, int attempts) {
        int entered = 0;
        for (int i = 0; i < attempts; i++) {
            entered += admission.enter() == null ? 1 : 0;
        }
        return entered;
    }

    private static Set<Integer> retries(Admission admission, int attempts) {
        Set<Integer> seconds = new HashSet<>();
        for (int i = 0; i < attempts; i++) {
            seconds.add(admission.enter().retryAfterSeconds());
        }
        return seconds;
    }

    private Admission admission(int most, int perSecond, OpenFiles files) {
        return new Admission(StreamLimits.STANDARD.admitting(most, perSecond), files, () -> nanos);
    }

    private static final class Files implements OpenFiles {

        private final long most;
        private long open;

        Files(long open, long most) {
            this.open = open;
            this.most = most;
        }

        @Override
        public long open() {
            return open;
        }

        @Override
        public long most() {
            return most;
        }
    }
}
