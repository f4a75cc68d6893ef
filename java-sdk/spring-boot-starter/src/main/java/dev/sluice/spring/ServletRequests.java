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
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The servlet request of the calling thread; what is found out of it is kept with it. Thread-safe. */
final class ServletRequests implements CurrentFlags.Request {

    private static final String CONTEXT = ServletRequests.class.getName() + ".context";
    private static final String VIEW = ServletRequests.class.getName() + ".view";

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
        if (request.getAttribute(CONTEXT) instanceof Context known) {
            return known;
        }
        Context context = contextOf(request);
        request.setAttribute(CONTEXT, context);
        return context;
    }

    @Override
    public FlagView view(FlagClient client) {
        HttpServletRequest request = current();
        if (request == null) {
            return client.view(Context.anonymous());
        }
        if (request.getAttribute(VIEW) instanceof FlagView known) {
            return known;
        }
        FlagView view = client.view(context());
        request.setAttribute(VIEW, view);
        return view;
    }

    private Context contextOf(HttpServletRequest request) {
        String forwardedFor = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
        Context.Builder context = Context.builder()
                .ip(ClientIp.of(forwardedFor.isEmpty() ? null : forwardedFor, request.getRemoteAddr(), trustedProxies));
        Principal principal = request.getUserPrincipal();
        if (principal != null) {
            context.targetingKey(principal.getName());
        }
        customizers.forEach(each -> each.customize(context, request));
        return context.build();
    }

    private static @Nullable HttpServletRequest current() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        return attributes instanceof ServletRequestAttributes servlet ? servlet.getRequest() : null;
    }
}
