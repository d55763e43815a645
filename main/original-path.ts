import { fileURLToPath } from 'node:url'

/** The path of an object that came from a file of this machine, or null: what was uploaded or collected has no such place. */
export function originalPath(uri: string): string | null {
  try {
    return uri.startsWith('file:///') ? fileURLToPath(uri) : null
  } catch {
    return null
  }
}
