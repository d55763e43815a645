import type { IncomingMessage } from 'node:http'
import { Refusal } from './route.ts'

const mostBytes = 1024 * 1024

/** The JSON document of a request: declared as one, and no larger than 1 MB. */
export async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new Refusal(415, 'bad-input', `a call is application/json, not '${type?.slice(0, 100) ?? ''}'`)
  }
  const text = await bodyText(request)
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'bad-input', 'the body of the call is no JSON document')
  }
}

async function bodyText(request: IncomingMessage): Promise<string> {
  const tooLarge = new Refusal(413, 'bad-input', 'the body of the call is larger than 1 MB')
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > mostBytes) {
        request.removeAllListeners('data')
        reject(tooLarge)
      } else chunks.push(chunk)
    })
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.once('close', () => reject(new Refusal(400, 'bad-input', 'the body of the call ended early')))
  })
}
