package dev.sluice.spring;

import dev.sluice.sdk.FlagClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds methods with a {@link FlagGate} when proxies are made, and stands before them when they are called. What a gate says is looked
 * at once for each method. Thread-safe.
 */
final class GateAdvisor extends StaticMethodMatcherPointcutAdvisor implements MethodInterceptor {

    private static final long serialVersionUID = 1;

    /**
     * What a gate says.
     *
     * @param fallback null for none
     */
    private record Gate(String flag, @Nullable Method fallback, String method) {}

    private final transient ObjectProvider<FlagClient>
            client; // asked when called: proxies are made before there are clients
    private final transient ObjectProvider<CurrentFlags> current;
    private final transient Map<Method, Gate> gates = new ConcurrentHashMap<>();

    /** Looked up at the first call and kept: while an application shuts down, beans are looked up no more, and gates still decide. */
    private transient volatile @Nullable Deciding deciding;

    private record Deciding(FlagClient client, CurrentFlags current) {}

    GateAdvisor(ObjectProvider<FlagClient> client, ObjectProvider<CurrentFlags> current) {
        this.client = client;
        this.current = current;
        setAdvice(this);
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        FlagGate said = AnnotatedElementUtils.findMergedAnnotation(specific, FlagGate.class);
        if (said == null) {
            return false;
        }
        gates.computeIfAbsent(specific, first -> gate(said, first));
        return true;
    }

    /** Of the class that declares the method, since beans of all its subclasses share the gate; a call finds what they override. */
    private static Gate gate(FlagGate said, Method method) {
        Class<?> type = method.getDeclaringClass();
        String name = type.getSimpleName() + "." + method.getName();
        if (said.value().isBlank()) {
            throw new IllegalStateException("@FlagGate on " + name + " has a blank key; it must be the key of a flag");
        }
        return new Gate(said.value(), said.fallback().isEmpty() ? null : fallback(said, method, type, name), name);
    }

    private static Method fallback(FlagGate said, Method method, Class<?> type, String name) {
        Method fallback = ClassUtils.getMethodIfAvailable(type, said.fallback(), method.getParameterTypes());
        if (fallback == null) {
            fallback = declared(type, said.fallback(), method.getParameterTypes());
        }
        if (fallback == null
                || !ClassUtils.isAssignable(method.getReturnType(), fallback.getReturnType())
                || fallback.equals(method)) {
            throw new IllegalStateException("@FlagGate on " + name + " names the fallback '" + said.fallback()
                    + "'; expected another method of " + type.getSimpleName()
                    + " with the same parameters that gives a "
                    + method.getReturnType().getSimpleName());
        }
        fallback.setAccessible(true);
        return fallback;
    }

    private static @Nullable Method declared(Class<?> type, String name, Class<?>[] parameters) {
        try {
            return type.getDeclaredMethod(name, parameters);
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Exception {
        Object target = Objects.requireNonNull(call.getThis(), "target");
        Method specific = AopUtils.getMostSpecificMethod(call.getMethod(), target.getClass());
        Gate gate = Objects.requireNonNull(gates.get(specific), "gate");
        Deciding deciding = deciding();
        CurrentFlags flags = deciding.current();
        Method fallback = gate.fallback();
        if (fallback != null) {
            return deciding.client()
                    .guarded(gate.flag(), flags.context())
                    .<Optional<Object>, Exception>run(
                            () -> Optional.ofNullable(proceed(call)),
                            () -> Optional.ofNullable(call(fallback, target, call.getArguments())))
                    .orElse(null);
        }
        if (!flags.view().isOn(gate.flag())) {
            throw new FlagGateClosedException(gate.flag(), gate.method());
        }
        return proceed(call);
    }

    private Deciding deciding() {
        Deciding known = deciding;
        if (known == null) {
            known = new Deciding(client.getObject(), current.getObject());
            deciding = known;
        }
        return known;
    }

    private static @Nullable Object proceed(MethodInvocation call) throws Exception {
        try {
            return call.proceed();
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable neither) {
            throw new UndeclaredThrowableException(neither);
        }
    }

    private static @Nullable Object call(Method fallback, Object target, Object[] arguments) throws Exception {
        try {
            return fallback.invoke(target, arguments);
        } catch (InvocationTargetException wrapped) {
            if (wrapped.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            if (wrapped.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw wrapped;
        }
    }
}
