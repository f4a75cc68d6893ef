package dev.sluice.spring;

import dev.sluice.engine.Context;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Adds to a context what an application knows of who sent a request: its beans of this type are called in their order, once for each
 * request that asks for flags. What is there already: the name of the request's principal as the targeting key, if it has one, and
 * the client's address by the trusted proxies.
 */
@FunctionalInterface
public interface ContextCustomizer {

    /** Sets attributes, or another targeting key. */
    void customize(Context.Builder context, HttpServletRequest request);
}
