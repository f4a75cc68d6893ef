package dev.sluice.spring;

import dev.sluice.engine.Context;
import dev.sluice.sdk.ClientIp;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagView;
import dev.sluice.sdk.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The servlet request of the calling thread. What is found out of it is kept with it, until its principal is another: what was asked
 * before somebody was signed in is not true of them. Thread-safe.
 */
final class ServletRequests implements CurrentFlags.Request {

    private static final String CONTEXT = ServletRequests.class.getName() + ".context";
    private static final String VIEW = ServletRequests.class.getName() + ".view";

    /**
     * Who is asking.
     *
     * @param name of the principal, null for none
     */
    private record Asking(@Nullable String name, Context context) {}

    private record Seen(Context context, FlagView view) {}

    private final TrustedProxies trustedProxies;
    private final List<ContextCustomizer> customizers;

    ServletRequests(TrustedProxies trustedProxies, List<ContextCustomizer> customizers) {
        this.trustedProxies = trustedProxies;
        this.customizers = customizers;
    }

    @Override
    public Context context() {
        HttpServletRequest request = current();
        if (request == null) {
            return Context.anonymous();
        }
        Principal principal = request.getUserPrincipal();
        String name = principal == null ? null : principal.getName();
        if (request.getAttribute(CONTEXT) instanceof Asking known && Objects.equals(known.name(), name)) {
            return known.context();
        }
        Context context = contextOf(request, name);
        request.setAttribute(CONTEXT, new Asking(name, context));
        return context;
    }

    @Override
    public FlagView view(FlagClient client) {
        HttpServletRequest request = current();
        if (request == null) {
            return client.view(Context.anonymous());
        }
        Context context = context();
        if (request.getAttribute(VIEW) instanceof Seen known && known.context() == context) {
            return known.view();
        }
        FlagView view = client.view(context);
        request.setAttribute(VIEW, new Seen(context, view));
        return view;
    }

    private Context contextOf(HttpServletRequest request, @Nullable String name) {
        String forwardedFor = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
        Context.Builder context = Context.builder()
                .ip(ClientIp.of(forwardedFor.isEmpty() ? null : forwardedFor, request.getRemoteAddr(), trustedProxies));
        if (name != null) {
            context.targetingKey(name);
        }
        customizers.forEach(each -> each.customize(context, request));
        return context.build();
    }

    private static @Nullable HttpServletRequest current() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        return attributes instanceof ServletRequestAttributes servlet ? servlet.getRequest() : null;
    }
}
