/** A page that one can go to from everywhere. */
export interface Entry {
  to: string;
  name: string;
  /** What one finds there; for the search and for those who hover. */
  about: string;
  /** Lines of a drawing of 24 by 24. */
  icon: string;
}

/** In the order of a night: what goes on, what is in force, who gets what, who has it, who did it. */
export const navigation: readonly Entry[] = [
  { to: '/', name: 'Now', about: 'What changed, what is lost, what is going on', icon: 'M3 12h4l3-8 4 16 3-8h4' },
  { to: '/flags', name: 'Flags', about: 'Who gets what, and the switches', icon: 'M5 21V4h11l-2 4 2 4H5' },
  {
    to: '/segments',
    name: 'Segments',
    about: 'Named groups of users',
    icon: 'M9 15a6 6 0 1 1 6-6M15 9a6 6 0 1 1-6 6',
  },
  {
    to: '/why',
    name: 'Why?',
    about: 'Who gets what, clause by clause',
    icon: 'M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.5',
  },
  {
    to: '/fleet',
    name: 'Fleet',
    about: 'Programs that follow, and how far they are',
    icon: 'M4 5h16v5H4zM4 14h16v5H4zM8 7.5v0M8 16.5v0',
  },
  { to: '/audit', name: 'Audit', about: 'Who did what, when and why', icon: 'M6 3h9l4 4v14H6zM9 11h7M9 15h7' },
  {
    to: '/connect',
    name: 'Connect',
    about: 'Lines and a key for a new program',
    icon: 'M9 4v5M15 4v5M6 9h12v3a6 6 0 0 1-12 0zM12 18v3',
  },
  {
    to: '/access',
    name: 'Access',
    about: 'Keys, people, tokens',
    icon: 'M8 15a4 4 0 1 1 3.5-6H21v4h-3v3h-3v-3h-3.5A4 4 0 0 1 8 15z',
  },
];
