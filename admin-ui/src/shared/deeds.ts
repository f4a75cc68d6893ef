/** What the audit log calls an action, in words that follow the name of who did it. */
const DEEDS: Readonly<Record<string, string>> = {
  'flag.on': 'enabled',
  'flag.off': 'disabled',
  'flag.percentage': 'set a percentage of',
  'flag.create': 'made',
  'flag.change': 'changed what is said of',
  'flag.delete': 'deleted',
  'flag.revert': 'took back a change of',
  'flag.import': 'imported',
  'targeting.change': 'changed who gets',
  'targeting.replace': 'changed who gets',
  'targeting.copy': 'copied who gets',
  'rule.put': 'changed a rule of',
  'rule.remove': 'removed a rule of',
  'segment.create': 'made the segment',
  'segment.put': 'changed the segment',
  'segment.change': 'changed the segment',
  'segment.members': 'changed members of the segment',
  'segment.delete': 'deleted the segment',
  'project.create': 'made the project',
  'environment.create': 'made the environment',
  'key.create': 'made a key',
  'key.rotate': 'rotated a key',
  'key.revoke': 'revoked a key',
  'session.begin': 'signed in',
  'session.end': 'signed out',
};

/** "enabled", "changed a rule of"; an action that this page does not know yet is shown as it is called. */
export function deedOf(action: string): string {
  return DEEDS[action] ?? action;
}
