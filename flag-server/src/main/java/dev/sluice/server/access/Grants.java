package dev.sluice.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rights of one caller: roles in places. Of several grants for one place the highest role counts; a grant for one
 * environment says nothing about what a project's environments share. Immutable.
 */
public final class Grants {
    /** No rights at all. */
    public static final Grants NONE = new Grants(List.of());

    /** Every right everywhere. */
    public static final Grants EVERYTHING = new Grants(List.of(new Grant(Grant.ALL, Grant.ALL, Role.ADMIN)));

    private static final int MOST = 100;
    private static final String PLACE_FORM = Fields.KEY_FORM + ", or \"*\" for all";
    private static final String ROLE_FORM = "one of viewer, editor, releaser, admin";

    private final List<Grant> list;

    private Grants(List<Grant> list) {
        this.list = List.copyOf(list);
    }

    /** These grants. */
    public static Grants of(List<Grant> list) {
        return list.isEmpty() ? NONE : new Grants(list);
    }

    /** Reads the field {@code grants}: a list of {@code {"project", "environment", "role"}}; notes what is wrong. */
    public static Grants read(Fields fields) {
        Set<Grant> grants = new LinkedHashSet<>();
        List<JsonNode> elements = fields.list("grants", MOST);
        for (int i = 0; i < elements.size(); i++) {
            Fields each = Fields.of(elements.get(i), fields.pointer("grants") + "/" + i, fields.out());
            if (each != null) {
                String project = place(each, "project");
                String environment = place(each, "environment");
                String word = each.text("role", MOST, "");
                Optional<Role> role = Role.named(word);
                if (role.isEmpty()) {
                    each.out().refuse(each.pointer("role"), Json.quote(word), ROLE_FORM);
                }
                each.refuseOthers();
                role.ifPresent(found -> grants.add(new Grant(project, environment, found)));
            }
        }
        return of(new ArrayList<>(grants));
    }

    /** Reads what {@link #json()} wrote; throws if it is not that. */
    static Grants stored(JsonNode stored) {
        Violations out = new Violations();
        Grants grants = read(Fields.ofBody(Json.object().set("grants", stored), out));
        out.throwIfAny();
        return grants;
    }

    private static String place(Fields fields, String name) {
        JsonNode value = fields.raw(name);
        if (value == null) {
            fields.out().missing(fields.pointer(name), PLACE_FORM);
        } else if (!value.isTextual() || !isPlace(value.textValue())) {
            fields.out().refuse(fields.pointer(name), Json.quote(value), PLACE_FORM);
        } else {
            return value.textValue();
        }
        return "";
    }

    private static boolean isPlace(String text) {
        return text.equals(Grant.ALL) || Fields.KEY.matcher(text).matches();
    }

    /** The grants, as they were given. */
    public List<Grant> list() {
        return list;
    }

    /** The highest role in one environment, or empty. */
    public Optional<Role> roleIn(String project, String environment) {
        return highest(list.stream().filter(grant -> grant.covers(project, environment)));
    }

    /** The highest role in a whole project: over all its environments and what they share. Empty if there is none. */
    public Optional<Role> roleIn(String project) {
        return roleIn(project, Grant.ALL);
    }

    /** The highest role in any part of a project, or empty. */
    public Optional<Role> roleSomewhereIn(String project) {
        return highest(list.stream().filter(grant -> grant.coversProject(project)));
    }

    /** The highest role over everything, or empty. */
    public Optional<Role> roleEverywhere() {
        return roleIn(Grant.ALL);
    }

    /** The highest role anywhere, or empty. */
    public Optional<Role> roleAnywhere() {
        return highest(list.stream());
    }

    /** Whether a project is one of those in which there is anything to see. */
    public boolean sees(String project) {
        return list.stream().anyMatch(grant -> grant.coversProject(project));
    }

    /** Whether an environment can be seen. */
    public boolean sees(String project, String environment) {
        return roleIn(project, environment).isPresent();
    }

    /** Whether this role is held in one environment. */
    public boolean allow(Role role, String project, String environment) {
        return roleIn(project, environment).filter(mine -> mine.includes(role)).isPresent();
    }

    /** Whether who has these is an administrator of each place of the others; of no places only who is one of everything. */
    public boolean administer(Grants others) {
        if (others.list.isEmpty()) {
            return allow(Role.ADMIN, Grant.ALL, Grant.ALL);
        }
        return others.list.stream().allMatch(grant -> allow(Role.ADMIN, grant.project(), grant.environment()));
    }

    private static Optional<Role> highest(Stream<Grant> grants) {
        return grants.map(Grant::role).max(Role::compareTo);
    }

    /** The grants as people see them and as they are stored. */
    public ArrayNode json() {
        ArrayNode array = Json.array();
        list.forEach(grant -> array.add(grant.json()));
        return array;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grants grants && list.equals(grants.list);
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }

    @Override
    public String toString() {
        return list.toString();
    }
}
