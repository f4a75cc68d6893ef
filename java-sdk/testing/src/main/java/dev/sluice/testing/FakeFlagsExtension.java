package dev.sluice.testing;

import dev.sluice.sdk.FlagClient;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test flags of its own, for JUnit Jupiter 5 and 6: methods of the test and of its set-up may take a {@link FakeFlags} and
 * a {@link FlagClient} as parameters. Flags named by {@link WithFlag} are set before. All is closed after the test.
 *
 * <pre>{@code
 * @ExtendWith(FakeFlagsExtension.class)
 * class CheckoutTest {
 *
 *     @Test
 *     @WithFlag("new-checkout")
 *     void theNewCheckoutTakesCards(FlagClient flags) { … }
 * }
 * }</pre>
 */
public final class FakeFlagsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(FakeFlagsExtension.class);

    @Override
    public void beforeEach(ExtensionContext test) {
        FakeFlags flags = FakeFlags.start();
        test.getStore(OURS).put(FakeFlags.class, flags);
        Deque<Class<?>> outermostFirst = new ArrayDeque<>();
        for (Class<?> at = test.getRequiredTestClass(); at != null; at = at.getEnclosingClass()) {
            outermostFirst.addFirst(at);
        }
        outermostFirst.forEach(type -> set(flags, type.getAnnotationsByType(WithFlag.class)));
        set(flags, test.getRequiredTestMethod().getAnnotationsByType(WithFlag.class));
    }

    private static void set(FakeFlags flags, WithFlag[] wanted) {
        for (WithFlag flag : wanted) {
            flags.set(flag.value(), flag.on());
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        flags(test).close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return (type == FakeFlags.class || type == FlagClient.class)
                && parameter.getDeclaringExecutable() instanceof Method
                && test.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        FakeFlags flags = flags(test);
        return parameter.getParameter().getType() == FakeFlags.class ? flags : flags.client();
    }

    private static FakeFlags flags(ExtensionContext test) {
        return Objects.requireNonNull(test.getStore(OURS).get(FakeFlags.class, FakeFlags.class));
    }
}
