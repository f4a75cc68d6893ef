const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SHORT = 8;

/** As short as one can tell instances apart: an id is a UUID, of which nobody reads all. */
export function shortId(instance: string): string {
  return UUID.test(instance) ? instance.slice(0, SHORT) : instance;
}

/** "shop/1.4 5f0c2d9e": which program, and which of its instances. */
export function instanceName(instance: string, application?: string): string {
  return application ? `${application} ${shortId(instance)}` : shortId(instance);
}
