import { resolve } from 'node:path'

/** What the command that started the window asks to open. */
export type AskedToOpen =
  | { readonly kind: 'sample' }
  | { readonly kind: 'case'; readonly path: string }
  | { readonly kind: 'nothing' }

/**
 * Reads the arguments of `coldtrail [--sample | CASE]`. Electron puts the program and, unless packaged, the app's
 * folder first; Chromium mixes its own switches in when it hands a second start to the first one.
 */
export function askedToOpen(argv: readonly string[], isPackaged: boolean, folder: string): AskedToOpen {
  const words = argv.slice(1)
  const own = words.filter((word) => !word.startsWith('-')).slice(isPackaged ? 0 : 1)
  if (words.includes('--sample')) return { kind: 'sample' }
  const path = own[0]
  return path === undefined ? { kind: 'nothing' } : { kind: 'case', path: resolve(folder, path) }
}
