/**
 * Flags for the tests of an application: {@link dev.sluice.testing.FakeFlags} is set, changed and failed by the test, and met by
 * the application through the {@link dev.sluice.sdk.FlagClient} that it uses in production. For tests only.
 */
@NullMarked
package dev.sluice.testing;

import org.jspecify.annotations.NullMarked;
