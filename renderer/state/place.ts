import { useSyncExternalStore } from 'react'

/** Shows a view of the open case by its id: how one view opens a door into another. */
export function go(view: string): void {
  location.hash = `/${view}`
}

/**
 * Where the address says one is, as the router asks for it. Behind the #, because it works alike for a page from the
 * loopback server and for one from a file of the application.
 */
export function usePlace(): [string, (to: string, options?: { readonly replace?: boolean }) => void] {
  return [useSyncExternalStore(follow, place), move]
}

function place(): string {
  const hash = location.hash.replace(/^#/, '')
  return hash.startsWith('/') ? hash : `/${hash}`
}

function move(to: string, options?: { readonly replace?: boolean }): void {
  if (options?.replace === true) location.replace(`#${to}`)
  else location.hash = to
}

function follow(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}
