package dev.sluice.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The strongly connected components of a graph of references (R. Tarjan's algorithm, without recursion, so that a long chain
 * can't exhaust the stack). They come in an order in which everything stands after what it refers to; a component of several
 * nodes is a cycle.
 */
final class Components {
    private final Map<String, Set<String>> edges;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private final Deque<Node> path = new ArrayDeque<>();
    private final List<List<String>> found = new ArrayList<>();

    private static final class Node {
        final String key;
        final Iterator<String> next;
        final int order;
        int lowest;
        boolean isOpen = true;

        Node(String key, Iterator<String> next, int order) {
            this.key = key;
            this.next = next;
            this.order = order;
            this.lowest = order;
        }
    }

    private Components(Map<String, Set<String>> edges) {
        this.edges = edges;
    }

    /** References to what is no node of the graph are passed over. */
    static List<List<String>> of(Map<String, Set<String>> edges) {
        Components components = new Components(edges);
        for (String key : edges.keySet()) {
            if (!components.nodes.containsKey(key)) {
                components.visit(key);
            }
        }
        return components.found;
    }

    private void visit(String start) {
        enter(start);
        while (!path.isEmpty()) {
            Node node = path.element();
            if (node.next.hasNext()) {
                follow(node, node.next.next());
            } else {
                leave(path.pop());
            }
        }
    }

    private void enter(String key) {
        Node node = new Node(key, edges.getOrDefault(key, Set.of()).iterator(), nodes.size());
        nodes.put(key, node);
        open.push(node);
        path.push(node);
    }

    private void follow(Node node, String to) {
        Node known = nodes.get(to);
        if (known != null) {
            node.lowest = known.isOpen ? Math.min(node.lowest, known.order) : node.lowest;
        } else if (edges.containsKey(to)) {
            enter(to);
        }
    }

    private void leave(Node node) {
        Node parent = path.peek();
        if (parent != null) {
            parent.lowest = Math.min(parent.lowest, node.lowest);
        }
        if (node.lowest == node.order) {
            List<String> component = new ArrayList<>();
            Node member;
            do {
                member = open.pop();
                member.isOpen = false;
                component.add(member.key);
            } while (member != node);
            found.add(component);
        }
    }
}
