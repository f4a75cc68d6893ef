package dev.sluice.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears SIGTERM and SIGINT in place of the JVM, whose own way is to exit with 143 or 130 and to hear no second signal. The class that the JDK
 * has for this is called by reflection, for the compiler would warn of it; where it is missing, the JVM's own way stays.
 */
final class Signals {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /**
     * Tells each signal by its name, {@code TERM} or {@code INT}, on a thread of its own.
     *
     * @return false if signals can't be heard
     */
    static boolean hear(Consumer<String> listener) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            for (String name : List.of("TERM", "INT")) {
                Object hears = Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                            if (method.getName().equals("handle")) {
                                listener.accept(name);
                                return null;
                            }
                            return switch (method.getName()) {
                                case "hashCode" -> System.identityHashCode(self);
                                case "equals" -> self == arguments[0];
                                default -> "listener to " + name;
                            };
                        });
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), hears);
            }
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            Throwable why = e instanceof InvocationTargetException wrapped ? wrapped.getCause() : e;
            log.debug("signals are left to the JVM", why);
            return false;
        }
    }
}
