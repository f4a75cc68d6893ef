package dev.sluice.rig.ofrep;

import dev.sluice.rig.RestClient;
import dev.sluice.rig.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A server whose flags show everything that an OFREP client may meet. All of them are visible to clients. */
final class OfrepServer implements AutoCloseable {
    static final String ADMIN = "ofrep-admin-token-0123456789abcdef";
    static final String SDK_KEY = "ofrep-sdk-key-0123456789abcdef0123456789";
    static final String CLIENT_KEY = "ofrep-client-key-0123456789abcdef0123456789";

    private final ServerProcess server;
    private final RestClient rest;

    private OfrepServer(ServerProcess server) {
        this.server = server;
        this.rest = new RestClient(server.uri(), ADMIN);
    }

    static OfrepServer start(Path folder) throws IOException, InterruptedException {
        ServerProcess process = ServerProcess.start(folder, ADMIN, SDK_KEY, Map.of("SLUICE_CLIENT_KEY", CLIENT_KEY));
        var server = new OfrepServer(process);
        server.flag("yes", "boolean", "{'on':true,'off':false}", "on");
        server.flag("no", "boolean", "{'on':true,'off':false}", "off");
        server.flag("text", "string", "{'a':'x','b':''}", "a");
        server.flag("empty-text", "string", "{'a':'x','b':''}", "b");
        server.flag("integer", "integer", "{'a':10,'b':0}", "a");
        server.flag("zero-integer", "integer", "{'a':10,'b':0}", "b");
        server.flag("double", "double", "{'a':10,'b':0}", "a");
        server.flag("zero-double", "double", "{'a':10,'b':0}", "b");
        server.flag("fraction", "double", "{'a':0.25,'b':0}", "a");
        server.flag("tree", "json", "{'a':{'deep':{'n':[1,1.5]}},'b':{}}", "a");
        server.flag("empty-tree", "json", "{'a':{'deep':{'n':[1,1.5]}},'b':{}}", "b");
        server.flag("disabled", "string", "{'a':'x','b':'y'}", "a");
        server.targeting("disabled", "{'enabled':false,'offVariation':'b','fallthrough':'a'}");
        server.flag("disabled-bare", "string", "{'a':'x','b':'y'}", "a");
        server.targeting("disabled-bare", "{'enabled':false,'fallthrough':'a'}");
        server.flag("targeted", "string", "{'a':'x','b':'y'}", "b");
        server.targeting(
                "targeted",
                "{'enabled':true,'offVariation':'b','targets':[{'variation':'a','keys':['u1']}],'rules':["
                        + "{'id':'gold','when':[{'attribute':'plan','op':'in','values':['gold']}],'serve':'a'}],'fallthrough':'b'}");
        server.flag("split", "string", "{'a':'x','b':'y'}", "b");
        server.targeting(
                "split",
                "{'enabled':true,'offVariation':'b','fallthrough':{'split':{'percent':{'a':100},'rest':'b'}}}");
        server.flag("toggled", "boolean", "{'on':true,'off':false}", "on");
        return server;
    }

    URI uri() {
        return server.uri();
    }

    void flag(String key, String type, String variations, String fallthrough) throws IOException, InterruptedException {
        String off = type.equals("boolean") ? "off" : "b";
        rest.make(
                "projects/demo/flags",
                quoted("{'key':'" + key + "','type':'" + type + "','clientVisible':true,'variations':" + variations
                        + ",'offVariation':'" + off + "','fallthrough':'" + fallthrough + "'}"));
        act("POST", "projects/demo/flags/" + key + "/environments/production/on", "{}")
                .expectSuccess();
    }

    /** Replaces who gets what. */
    void targeting(String flag, String targeting) throws IOException, InterruptedException {
        act("PUT", "projects/demo/flags/" + flag + "/environments/production", targeting, "If-Match", "*")
                .expectSuccess();
    }

    private RestClient.Answer act(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return rest.act(method, path, quoted(body), headers);
    }

    /** With double quotes for single ones. */
    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    @Override
    public void close() {
        server.close();
    }
}
