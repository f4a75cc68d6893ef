package dev.sluice.server.http;

/** A request is refused for what it is as HTTP, before anybody looks at what it asks. Carries its answer. */
final class HttpRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    HttpRefusedException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** There is no room for another stream of this kind on this node. */
    static HttpRefusedException tooManyStreams() {
        return new HttpRefusedException(
                Problem.of(503, "too-many-streams", "Too many streams", "this node holds as many streams as it may")
                        .withHeader("Retry-After", "20"));
    }

    Problem problem() {
        return problem;
    }
}
