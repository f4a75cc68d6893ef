package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.command.AccessCommands;
import dev.sluice.server.command.TokenWish;
import dev.sluice.server.json.Json;
import io.vertx.core.Future;

/** API tokens for automation: made here, shown once, known afterwards by their digest alone. */
final class TokensApi {
    private final Accounts accounts;
    private final AccessCommands commands;
    private final AccessConfig access;

    TokensApi(Accounts accounts, AccessCommands commands, AccessConfig access) {
        this.accounts = accounts;
        this.commands = commands;
        this.access = access;
    }

    /** {@code GET /tokens} */
    Future<Reply> list(Call call) {
        ArrayNode items = Json.array();
        accounts.tokens().stream()
                .filter(token -> call.caller().grants().administer(token.grants()))
                .forEach(token -> items.add(token.json()));
        return Future.succeededFuture(Reply.ok(ProjectsApi.page(items)));
    }

    /** {@code POST /tokens} */
    Future<Reply> create(Call call) {
        TokenWish wish = TokenWish.read(call.body());
        String token = access.newToken();
        return commands.createToken(access.tokenDigest(token), wish, call.intent("token.create"))
                .map(made -> Reply.of(201, made.json().put("token", token)));
    }

    /** {@code DELETE /tokens/{id}} */
    Future<Reply> revoke(Call call) {
        return commands.revokeToken(call.path("id"), call.intent("token.revoke"))
                .map(revoked -> Reply.nothing());
    }
}
