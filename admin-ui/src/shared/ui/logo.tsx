/** The sluice gate: raised a little, with water below. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#2447c2" />
      <path d="M8 7v18M24 7v18" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M11.5 9h9v7h-9z" fill="#fff" />
      <path
        d="M11 21.5q1.25-1.6 2.5 0t2.5 0 2.5 0 2.5 0"
        fill="none"
        stroke="#8fd0ff"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  );
}
