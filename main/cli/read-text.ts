import { readFileSync } from 'node:fs'
import { Ended, exitCodes } from './exit-codes.ts'

/** The text of a file that was named, or of stdin for `-`. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Ended(exitCodes.usage, `'${file}' cannot be read: ${why}`, { cause })
  }
}
