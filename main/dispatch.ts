import * as z from 'zod'
import { type Handlers, type Method, methods, type Reply } from '../shared/api.ts'
import { type ErrorCode, Problem } from '../shared/problem.ts'

/** Answers one call of a door: known method of this side, checked input, and an error that keeps its code. */
export async function dispatch<S extends 'lobby' | 'case'>(
  scope: S,
  handlers: Handlers<S>,
  method: string,
  input: unknown,
  signal: AbortSignal,
): Promise<Reply<unknown>> {
  try {
    if (!isMethod(method) || methods[method].scope !== scope) {
      throw new Problem('bad-input', `there is no method '${method.slice(0, 80)}'`)
    }
    const checked = methods[method].input.safeParse(input)
    if (!checked.success) throw new Problem('bad-input', `${method}: ${z.prettifyError(checked.error)}`)
    const handler = handlers[method as keyof typeof handlers] as (
      input: unknown,
      signal: AbortSignal,
    ) => Promise<unknown>
    return { ok: true, value: await handler(checked.data, signal) }
  } catch (error) {
    return refusal(error)
  }
}

export function isMethod(name: string): name is Method {
  return Object.hasOwn(methods, name)
}

/** An error as it travels: its code where it has one, and its sentence. */
export function refusal(error: unknown): Reply<never> {
  return { ok: false, ...problemOf(error) }
}

export function problemOf(error: unknown): { readonly code: ErrorCode; readonly message: string } {
  if (process.env.COLDTRAIL_LOG === 'debug') console.error(error)
  if (error instanceof Problem) return { code: error.code, message: error.message }
  if (isNoRoom(error)) return { code: 'no-room', message: noRoom }
  return { code: 'failed', message: error instanceof Error ? error.message : String(error) }
}

const noRoom = 'the disk is full; make room there and do the same again, what was stored before is safe'

function isNoRoom(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false
  return error.code === 'ENOSPC' || error.code === 'EDQUOT'
}
