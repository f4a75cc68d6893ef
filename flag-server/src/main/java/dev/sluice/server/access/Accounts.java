package dev.sluice.server.access;

import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Users and API tokens, read from this node's memory. They live in a project of Sluice's own, among its keys, so whatever holds of
 * a key of a project holds of them: committed, audited, logged, kept on disk and given back. Safe on any thread.
 */
public final class Accounts {
    /** The project in which they are kept. Nobody sees it as a project. */
    public static final String PROJECT = Workspace.OWN + "access";

    private static final String USER = "user.";
    private static final String TOKEN = "token.";

    private final Workspace workspace;

    /** The accounts that this workspace holds. */
    public Accounts(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The id under which a user is stored. */
    public static String idOfUser(String name) {
        return USER + name;
    }

    /** The id under which a token is stored. */
    public static String idOfToken(String digest) {
        return TOKEN + digest;
    }

    /** Whether something is stored under this id that is read as a user or token; throws if its bytes are neither. */
    public static boolean reads(String id, byte[] bytes) {
        if (id.startsWith(USER)) {
            User.read(bytes);
            return true;
        }
        if (id.startsWith(TOKEN)) {
            ApiToken.read(bytes);
            return true;
        }
        return false;
    }

    /** The users among these documents, by name. */
    public static List<User> users(Map<String, byte[]> documents) {
        return documents.entrySet().stream()
                .filter(each -> each.getKey().startsWith(USER))
                .map(each -> User.read(each.getValue()))
                .toList();
    }

    /** The tokens among these documents. */
    public static List<ApiToken> tokens(Map<String, byte[]> documents) {
        return documents.entrySet().stream()
                .filter(each -> each.getKey().startsWith(TOKEN))
                .map(each -> ApiToken.read(each.getValue()))
                .toList();
    }

    /** All users, by name. */
    public List<User> users() {
        return users(documents());
    }

    /** All tokens. */
    public List<ApiToken> tokens() {
        return tokens(documents());
    }

    /** The user of this name, if there is one. */
    public Optional<User> user(String name) {
        return Optional.ofNullable(documents().get(USER + name)).map(User::read);
    }

    /** The token with this digest, if there is one. */
    Optional<ApiToken> token(String digest) {
        return Optional.ofNullable(documents().get(TOKEN + digest)).map(ApiToken::read);
    }

    private Map<String, byte[]> documents() {
        ProjectState state = workspace.project(PROJECT);
        return state == null ? Map.of() : state.keys();
    }
}
