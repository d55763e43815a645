import { Problem } from '../../../shared/problem.ts'
import { door } from '../../api.ts'
import { bytes } from '../../format.ts'
import type { PickedFile } from './file-field.tsx'

/** The path of a picked file for the engine; one of this browser is sent first, if it is no larger than `most` bytes. */
export async function sendPicked(picked: PickedFile, most: number, signal: AbortSignal): Promise<string> {
  if (typeof picked === 'string') return picked.trim()
  if (picked.size > most)
    throw new Problem(
      'bad-input',
      `'${picked.name}' has ${bytes(picked.size)}, and ${bytes(most)} are taken from a browser: give its path on the machine that runs Coldtrail`,
    )
  if (door === null) throw new Problem('failed', 'this window has no server to send files to: choose the file')
  return door.send(picked, signal)
}
