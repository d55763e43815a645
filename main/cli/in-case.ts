import { readdir, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Context, Door } from './context.ts'
import { Ended, exitCodes } from './exit-codes.ts'

/** Opens the case, works in it, and leaves it whatever happens; `create` makes it first when nothing is there. */
export async function inCase<T>(
  context: Context,
  { dir, create = false }: { readonly dir: string; readonly create?: boolean },
  work: (door: Door) => Promise<T>,
): Promise<T> {
  const door = context.open()
  try {
    await enter(door, resolve(dir), create)
    context.signal.throwIfAborted()
    return await work(door)
  } finally {
    await door.close()
  }
}

/** Opens a case, or creates it under the name of its folder; what goes wrong there is its own exit code. */
export async function enter(door: Door, path: string, create: boolean, readOnly = false): Promise<void> {
  try {
    if (create && (await isEmpty(path))) await door.api.createCase({ path, name: nameOf(path) })
    else await door.api.openCase({ path, readOnly })
  } catch (error) {
    throw new Ended(exitCodes.case, error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** The name of a new case: its folder's, without the extension. */
export function nameOf(path: string): string {
  return (
    basename(path)
      .replace(/(?<=.)\.coldtrail$/, '')
      .slice(0, 200) || 'case'
  )
}

async function isEmpty(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory() && (await readdir(path)).length === 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true
    throw error
  }
}
