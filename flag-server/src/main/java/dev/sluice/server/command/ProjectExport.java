package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;

/**
 * A project as one document: what people wrote and where the bucket lines run, so that whoever reads it in again moves nobody.
 * Without versions, times and keys: the same project gives the same document. {@link ProjectImport} reads it.
 */
public final class ProjectExport {
    /** The form of the document. */
    static final int FORMAT = 1;

    private ProjectExport() {}

    /** The document of this project. */
    public static ObjectNode of(ProjectView view) {
        ObjectNode json = Json.object().put("sluice", FORMAT);
        json.put("project", view.state().key()).put("name", view.document().name());
        ObjectNode environments = json.putObject("environments");
        view.document().environments().forEach(environments::put);
        ObjectNode segments = json.putObject("segments");
        for (String environment : view.document().environments().keySet()) {
            ObjectNode own = segments.putObject(environment);
            for (String key : view.environment(environment).segments().keySet()) {
                own.set(key, segment(view.segment(environment, key).document()));
            }
        }
        ObjectNode flags = json.putObject("flags");
        for (String key : view.state().flags().keySet()) {
            ObjectNode flag = definition(view.flag(key).document());
            ObjectNode places = flag.putObject("environments");
            for (String environment : view.document().environments().keySet()) {
                places.set(
                        environment, view.targeting(environment, key).document().json());
            }
            flags.set(key, flag);
        }
        return json;
    }

    static ObjectNode definition(FlagDefinition definition) {
        ObjectNode json = definition.json();
        json.remove("key");
        return json;
    }

    static ObjectNode segment(SegmentDocument segment) {
        ObjectNode json = segment.json();
        json.remove("key");
        return json;
    }
}
