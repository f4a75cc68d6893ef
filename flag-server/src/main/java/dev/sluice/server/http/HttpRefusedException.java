package dev.sluice.server.http;

/** A request is refused for what it is as HTTP, before anybody looks at what it asks. Carries its answer. */
final class HttpRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    HttpRefusedException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
