import { describe, expect, test } from 'vitest';
import { may } from './may';

const ana = [
  { project: 'demo', environment: '*', role: 'editor' },
  { project: 'demo', environment: 'development', role: 'releaser' },
] as const;

describe('what one may do', () => {
  test('follows from the highest role that covers the place', () => {
    expect(may(ana, 'release', 'demo', 'development')).toEqual({ may: true });
    expect(may(ana, 'edit', 'demo', 'production')).toEqual({ may: true });
    expect(may(ana, 'edit', 'demo', '*')).toEqual({ may: true });
    expect(may([{ project: '*', environment: '*', role: 'admin' }], 'admin', '*', '*')).toEqual({ may: true });
  });

  test('is refused in words that name the role, the place, and what one has', () => {
    expect(may(ana, 'release', 'demo', 'production')).toEqual({
      may: false,
      why: 'Needs the role releaser in production; you are an editor there.',
    });
    expect(may(ana, 'admin', 'demo', '*')).toEqual({
      may: false,
      why: 'Needs the role admin in all of demo; you are an editor there.',
    });
    expect(may(ana, 'view', 'shop', 'production')).toEqual({
      may: false,
      why: 'Needs the role viewer in production; you have no role there.',
    });
  });

  test('in one environment says nothing about what a project shares', () => {
    const only = [{ project: 'demo', environment: 'development', role: 'admin' }] as const;

    expect(may(only, 'edit', 'demo', '*').may).toBe(false);
    expect(may(only, 'edit', 'demo', 'development').may).toBe(true);
  });
});
