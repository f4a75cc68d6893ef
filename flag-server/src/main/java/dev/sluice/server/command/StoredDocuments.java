package dev.sluice.server.command;

import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.store.DocumentCheck;
import java.util.Locale;
import java.util.Optional;

/** Reads stored documents on trial, so that one that can't be read is known before somebody needs it. */
public final class StoredDocuments implements DocumentCheck {

    @Override
    public Optional<String> fault(Kind kind, String key, byte[] bytes) {
        try {
            switch (kind) {
                case PROJECT -> ProjectDocument.read(bytes);
                case FLAG -> Stored.read(bytes, DefinitionJson::stored);
                case KEY -> {
                    if (!Accounts.reads(key, bytes)) {
                        KeyDocument.read(bytes);
                    }
                }
                case TARGETING -> Stored.read(bytes, TargetingJson::stored);
                case SEGMENT -> Stored.read(bytes, SegmentDocument::stored);
            }
            return Optional.empty();
        } catch (RuntimeException unreadable) {
            return Optional.of("it is no " + kind.name().toLowerCase(Locale.ROOT) + " document of this version");
        }
    }
}
