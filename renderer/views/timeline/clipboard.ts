import { say } from './state.ts'

/** Puts text on the clipboard and says so. */
export function copy(text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => say(`copied ${what}`),
    (error: unknown) => say(`could not copy ${what}: ${error instanceof Error ? error.message : String(error)}`),
  )
}
