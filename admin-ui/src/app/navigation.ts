/** A page that one can go to from everywhere. */
export interface Entry {
  to: string;
  name: string;
  /** What one finds there; for the search and for those who hover. */
  about: string;
  /** Lines of a drawing of 24 by 24. */
  icon: string;
}

/** In the order of a night: what goes on, what is in force, who has it, who did it. */
export const navigation: readonly Entry[] = [
  { to: '/', name: 'Now', about: 'What changed, what is lost, what is going on', icon: 'M3 12h4l3-8 4 16 3-8h4' },
  { to: '/flags', name: 'Flags', about: 'Who gets what, and the switches', icon: 'M5 21V4h11l-2 4 2 4H5' },
];
