package dev.sluice.server.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a store has of one project, read from nothing: for those who check, repair or save it.
 *
 * @param state the project, without what can't be read; null if nothing of it can be
 * @param audit its whole audit log up to the state's head, as far as it can be read
 * @param faults what can't be read, by place
 */
public record Survey(@Nullable ProjectState state, List<AuditRecord> audit, SortedMap<String, String> faults) {

    /**
     * Reads a project.
     *
     * @param known what is put in the place of records that can't be read, or null
     * @return empty if the store has no such project
     */
    public static Future<Optional<Survey>> of(
            Store store, String project, DocumentCheck check, @Nullable ProjectState known) {
        return store.read(project, Holding.NOTHING)
                .compose(reading -> reading.map(some -> audit(store, project, 1, new ArrayList<>())
                                .map(audit -> Optional.of(of(project, some, audit, check, known))))
                        .orElse(Future.succeededFuture(Optional.empty())))
                .recover(e -> e instanceof DamagedException
                        ? Future.succeededFuture(Optional.of(new Survey(
                                null, List.of(), new TreeMap<>(Map.of(project, String.valueOf(e.getMessage()))))))
                        : Future.failedFuture(e));
    }

    private static Survey of(
            String project,
            Reading reading,
            List<AuditRecord> audit,
            DocumentCheck check,
            @Nullable ProjectState known) {
        var past = new Merge.Past(new History(), -1, List.of());
        Merge merge = Merge.of(project, null, known, past, reading, check);
        SortedMap<String, String> faults = new TreeMap<>();
        merge.faults()
                .forEach((part, places) -> places.forEach((place, why) -> faults.put(
                        project + (part.isEmpty() ? "" : "/" + part) + (place.isEmpty() ? "" : "/" + place), why)));
        long head = reading.auditHead().seq();
        return new Survey(
                merge.after(),
                audit.stream().filter(entry -> entry.seq() <= head).toList(),
                faults);
    }

    private static Future<List<AuditRecord>> audit(Store store, String project, long from, List<AuditRecord> read) {
        return store.audit(project, from, Reading.MOST_AUDIT).compose(page -> {
            read.addAll(page);
            return page.isEmpty()
                    ? Future.succeededFuture(read)
                    : audit(store, project, page.get(page.size() - 1).seq() + 1, read);
        });
    }
}
