import { type RefObject, useEffect, useRef } from 'react';

/**
 * Shows a dialog over everything else while it is rendered, and gives the focus back afterwards. The browser begins with
 * the first control; what the selector finds is where one wants to begin.
 */
export function useModal(begin: string): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>(begin)?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, [begin]);
  return ref;
}
