import { useEffect, useSyncExternalStore } from 'react'
import { usePrefs } from '../state/prefs.ts'

/** Whether it is dark now: as chosen, or as the system is. */
export function useDark(): boolean {
  const theme = usePrefs((prefs) => prefs.theme)
  const systemIsDark = useSyncExternalStore(follow, () => system.matches)
  return theme === 'dark' || (theme === 'system' && systemIsDark)
}

/** Puts the theme on the body, where dialogs and popovers find it too. */
export function useTheme(): void {
  const dark = useDark()
  useEffect(() => {
    document.body.classList.toggle('bp6-dark', dark)
  }, [dark])
}

const system = matchMedia('(prefers-color-scheme: dark)')

function follow(changed: () => void): () => void {
  system.addEventListener('change', changed)
  return () => system.removeEventListener('change', changed)
}
