package dev.sluice.openfeature;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ProviderEvent;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.RevisionChange;
import dev.sluice.sdk.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Tells OpenFeature what becomes of a client. What {@code initialize} ends with, OpenFeature tells by itself; this tells whatever
 * differs from it, once each. Thread-safe.
 */
final class Lifecycle implements AutoCloseable {

    private static final long TOLD_AFTER_MILLIS = 100;

    private final FlagClient client;
    private final BiConsumer<ProviderEvent, ProviderEventDetails> emit;
    private final Subscription statuses;
    private final Subscription revisions;
    private ClientStatus told;
    private boolean closed;

    /**
     * Begins to tell.
     *
     * @param told the status that {@code initialize} stands for: READY when it ends well
     */
    Lifecycle(FlagClient client, ClientStatus told, BiConsumer<ProviderEvent, ProviderEventDetails> emit) {
        this.client = client;
        this.told = told;
        this.emit = emit;
        this.statuses = client.onStatus(change -> tell(change.after()));
        this.revisions = client.onRevision(this::tell);
        // A status that is not the one initialize stands for has to be told after OpenFeature has told that one.
        CompletableFuture.delayedExecutor(TOLD_AFTER_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> tell(client.status()));
    }

    private synchronized void tell(ClientStatus status) {
        if (status == told || closed) {
            return;
        }
        told = status;
        switch (status) {
            case READY -> emit(ProviderEvent.PROVIDER_READY, "The flags are the newest");
            case STALE ->
                emit(
                        ProviderEvent.PROVIDER_STALE,
                        "Contact with the flag server is lost: the flags known last decide, and the client goes on trying");
            case CLOSED -> emit(ProviderEvent.PROVIDER_STALE, "The client was closed: the flags known last decide");
            case ERROR ->
                error("The flag server refuses the SDK key: what is known decides, asked again every few minutes");
            case INITIALIZING -> error("No flags have come yet: the defaults of the code decide until they do");
        }
    }

    private synchronized void tell(RevisionChange change) {
        if (change.before() == null || closed) {
            return; // the first flags are what readiness is about
        }
        ImmutableMetadata.ImmutableMetadataBuilder metadata = ImmutableMetadata.builder()
                .addString("epoch", change.after().epoch().toString())
                .addLong("revision", change.after().revision());
        client.environment().ifPresent(place -> metadata.addString("flagSetId", place.toString()));
        emit.accept(
                ProviderEvent.PROVIDER_CONFIGURATION_CHANGED,
                ProviderEventDetails.builder()
                        .message("The flags are at revision " + change.after().revision())
                        .eventMetadata(metadata.build())
                        .build());
    }

    private void emit(ProviderEvent event, String message) {
        emit.accept(event, ProviderEventDetails.builder().message(message).build());
    }

    private void error(String message) {
        emit.accept(
                ProviderEvent.PROVIDER_ERROR,
                ProviderEventDetails.builder()
                        .message(message)
                        .errorCode(told == ClientStatus.ERROR ? ErrorCode.GENERAL : ErrorCode.PROVIDER_NOT_READY)
                        .build());
    }

    @Override
    public void close() {
        statuses.close();
        revisions.close();
        synchronized (this) {
            closed = true;
        }
    }
}
