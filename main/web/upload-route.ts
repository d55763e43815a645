import { join } from 'node:path'
import { allow, type Call, Refusal, type Route, sendJson } from './route.ts'
import { stagedName } from './staged-name.ts'
import type { Staging } from './staging.ts'

/**
 * `PUT /upload/<batch>/<relative name, percent-encoded>` with the bytes of a dropped file answers `{path, file}`: the staging
 * folder of its batch, to be imported with `named` when all files of the batch are there, and the file in it.
 */
export function uploadRoute(staging: Staging): Route {
  return async (exchange) => {
    const { request, path } = exchange
    allow(exchange, 'PUT')
    const [, batch, name] = /^\/upload\/([\w-]{1,64})\/(.+)$/s.exec(path) ?? []
    if (batch === undefined || name === undefined) {
      throw new Refusal(400, 'bad-input', 'an upload goes to /upload/<batch>/<relative name>')
    }
    const announced = request.headers['content-length']
    const staged = stagedName(name)
    const folder = await staging.receive(batch, staged, announced === undefined ? null : Number(announced), request)
    sendJson(exchange, { path: folder, file: join(folder, ...staged) })
  }
}

/** What is sent for one of these is sent anew when it is asked for again. */
const readOnce: ReadonlySet<string> = new Set(['startOpenBundle', 'startVerifyReport', 'startVerifyRecord'])

/**
 * Passes calls on; an import of staged files takes its batches over, and may not leave the originals where they are. What was
 * sent for work that did not start is removed.
 */
export function takingStagedFiles(call: Call, staging: Staging): Call {
  return async (method, input, signal) => {
    if (readOnce.has(method)) {
      const reply = await call(method, input, signal)
      if (!reply.ok) await Promise.all(staging.batchesOf(pathsOf(input)).map((batch) => staging.remove(batch)))
      return reply
    }
    const batches = method === 'startImport' ? staging.batchesOf(pathsOf(input)) : []
    if (batches.length === 0) return call(method, input, signal)
    if ((input as { inPlace?: unknown }).inPlace === true) {
      return {
        ok: false,
        code: 'refused',
        message: 'uploaded files are always copied into the case: import them without "in place"',
      }
    }
    for (const batch of batches) staging.seal(batch, true)
    const reply = await call(method, input, signal)
    if (!reply.ok) for (const batch of batches) staging.seal(batch, false)
    return reply
  }
}

/** The texts under `paths` and `path` of a call's input that nobody has checked yet. */
export function pathsOf(input: unknown): readonly string[] {
  if (typeof input !== 'object' || input === null) return []
  const paths = 'paths' in input && Array.isArray(input.paths) ? input.paths : []
  return [...paths, 'path' in input ? input.path : null].filter((path) => typeof path === 'string')
}
