/** What the tests of the client share: time, servers real and scripted, a proxy that does harm, and a world to follow. */
package dev.sluice.sdk.support;
