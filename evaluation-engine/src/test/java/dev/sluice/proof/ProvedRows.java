package dev.sluice.proof;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds the rows that a test method claims: its own and those of its class and of the classes around that. */
final class ProvedRows {

    private ProvedRows() {}

    static SortedSet<String> of(Class<?> testClass, Method method) {
        SortedSet<String> rows = new TreeSet<>();
        AnnotationSupport.findAnnotation(method, Proves.class).ifPresent(p -> rows.addAll(Arrays.asList(p.value())));
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            Optional<Proves> onType = AnnotationSupport.findAnnotation(type, Proves.class);
            onType.ifPresent(p -> rows.addAll(Arrays.asList(p.value())));
        }
        return rows;
    }
}
