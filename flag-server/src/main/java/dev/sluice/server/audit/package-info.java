/** Reading the audit log: who did what, when and why. For the HTTP layer. */
@NullMarked
package dev.sluice.server.audit;

import org.jspecify.annotations.NullMarked;
