package dev.sluice.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sluice.server.stream.OpenFiles;
import java.lang.management.ManagementFactory;

/** What this process has open, as the system tells. Where it does not tell, there is no limit. */
final class ProcessFiles implements OpenFiles {

    private final OpenFiles system =
            ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? new Unix(unix)
                    : OpenFiles.UNKNOWN;

    @Override
    public long open() {
        return system.open();
    }

    @Override
    public long most() {
        return system.most();
    }

    private record Unix(UnixOperatingSystemMXBean bean, long most) implements OpenFiles {

        Unix(UnixOperatingSystemMXBean bean) {
            this(bean, bean.getMaxFileDescriptorCount());
        }

        @Override
        public long open() {
            return bean.getOpenFileDescriptorCount();
        }
    }
}
