/** The part of a keyboard event that decides. */
export interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * A shortcut as it is written: steps of a sequence apart by a space (`g t`), modifiers joined with + (`mod+shift+e`;
 * mod is Ctrl, or Command on a Mac), alternatives apart by ` | ` (`j | down`). Letters are lower case: `shift+f`.
 */
export function alternatives(keys: string): readonly (readonly string[])[] {
  return keys.split(' | ').map((one) => one.split(' '))
}

/** What was pressed, written the same way; null for a modifier by itself. */
export function written(event: Pressed): string | null {
  const key = names[event.key] ?? event.key.toLowerCase()
  if (modifiers.has(event.key)) return null
  const letter = /^\p{L}$/u.test(event.key)
  // What a symbol needs to be typed depends on the keyboard: ? is ? with or without Shift.
  const shift = event.shiftKey && (letter || event.key.length > 1 || event.key === ' ')
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${shift ? 'shift+' : ''}${key}`
}

/** A shortcut as people read it, step by step: `[['Ctrl', 'Shift', 'E']]`, `[['G'], ['T']]`. */
export function labels(keys: string, mac: boolean): readonly (readonly string[])[] {
  const [first = []] = alternatives(keys)
  return first.map((step) => {
    const parts = step === '+' ? ['+'] : step.split('+')
    return parts.map((part) =>
      part === 'mod' ? (mac ? '⌘' : 'Ctrl') : part === 'alt' && mac ? '⌥' : (shown[part] ?? capital(part)),
    )
  })
}

const modifiers = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock'])
const names: Readonly<Record<string, string>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Escape: 'esc',
  ' ': 'space',
}
const shown: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: 'Enter',
  esc: 'Esc',
  pageup: 'PgUp',
  pagedown: 'PgDn',
}

function capital(part: string): string {
  return part.length === 1 ? part.toUpperCase() : part.slice(0, 1).toUpperCase() + part.slice(1)
}
