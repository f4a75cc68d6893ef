/**
 * A second engine, written from the contract alone (docs/evaluation.md): it reads the records as JSON each time it decides, is as
 * slow and as plain as can be, and shares no code with the engine. Where the two differ, one of them or the contract is wrong.
 */
package dev.sluice.naive;
