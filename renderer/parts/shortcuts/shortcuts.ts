import { useEffect, useRef, useSyncExternalStore } from 'react'
import { alternatives, written } from './keys.ts'

export interface Shortcut {
  /** See `alternatives`: `g t`, `mod+k`, `j | down`. */
  readonly keys: string
  /** What it does, for the sheet: starts with a verb. */
  readonly does: string
  run(): void
  /** False while it makes no sense now; it stays in the sheet. */
  readonly when?: boolean
}

/**
 * Keys that work while the component is shown. Later ones win over earlier ones, so an inner part can take a key from
 * the shell. Typing in a field is left alone unless the shortcut holds Ctrl or Command, and a dialog is left alone.
 */
export function useShortcuts(scope: string, list: readonly Shortcut[]): void {
  const latest = useRef(list)
  latest.current = list
  const written = list.map((one) => `${one.keys} ${one.does}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the sheet shows changes only with the text of the list
  useEffect(() => register({ scope, list: () => latest.current }), [scope, written])
}

/** Everything that can be pressed now, by scope in the order of registration. */
export function useRegisteredShortcuts(): ReadonlyMap<string, readonly Shortcut[]> {
  const entries = useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => registered,
  )
  const scopes = new Map<string, Shortcut[]>()
  for (const { scope, list } of entries) {
    const known = scopes.get(scope) ?? []
    const fresh = list().filter((one) => !known.some((other) => other.keys === one.keys))
    scopes.set(scope, [...known, ...fresh])
  }
  return scopes
}

interface Entry {
  readonly scope: string
  list(): readonly Shortcut[]
}

const listeners = new Set<() => void>()
let registered: readonly Entry[] = []
let typed: readonly string[] = []
let typedAt = 0

function register(entry: Entry): () => void {
  if (registered.length === 0) document.addEventListener('keydown', press)
  change([...registered, entry])
  return () => {
    change(registered.filter((other) => other !== entry))
    if (registered.length === 0) document.removeEventListener('keydown', press)
  }
}

function change(next: readonly Entry[]): void {
  registered = next
  for (const listener of listeners) listener()
}

function press(event: KeyboardEvent): void {
  const step = written(event)
  if (step === null || event.defaultPrevented || event.isComposing || modalIsOpen()) return
  if (isTyping(event.target) && !step.startsWith('mod+') && !/^f\d+$/.test(step)) return
  if (isPressable(event.target) && (step === 'enter' || step === 'space')) return

  const sequence = event.timeStamp - typedAt < 1200 ? [...typed, step] : [step]
  for (const attempt of sequence.length > 1 ? [sequence, [step]] : [sequence]) {
    const found = find((steps) => steps.join(' ') === attempt.join(' '))
    if (found !== undefined) {
      typed = []
      event.preventDefault()
      found.run()
      return
    }
    if (
      find((steps) => steps.length > attempt.length && attempt.every((part, at) => steps[at] === part)) !== undefined
    ) {
      typed = attempt
      typedAt = event.timeStamp
      return
    }
  }
  typed = []
}

function find(fits: (steps: readonly string[]) => boolean): Shortcut | undefined {
  for (const { list } of registered.toReversed()) {
    const found = list().find((one) => one.when !== false && alternatives(one.keys).some(fits))
    if (found !== undefined) return found
  }
  return undefined
}

function modalIsOpen(): boolean {
  return document.body.classList.contains('bp6-overlay-open')
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox],[type=radio]), textarea, select'))
  )
}

function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('button, a[href], summary, [role=button], [role=tab], [role=menuitem], input') !== null
  )
}
