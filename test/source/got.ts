import type { Bucket } from '../../main/source/s3/bucket.ts'
import type { Body } from '../../main/source/source.ts'

/** An object as its bucket describes it, and its bytes, a character each. */
export async function got(
  bucket: Bucket,
  object: { readonly key: string; readonly version: string | null },
  from: number,
  etag: string | null,
  signal: AbortSignal,
): Promise<Body & { readonly text: string }> {
  const bodies: Body[] = []
  const parts: Uint8Array[] = []
  const receive = (body: Body) => {
    bodies.push(body)
    return (part: Uint8Array) => void parts.push(part)
  }
  await bucket.get(object, from, etag, receive, signal)
  const [body, again] = bodies
  if (!body || again) throw new Error(`the answer began ${bodies.length} times`)
  return { ...body, text: Buffer.concat(parts).toString('latin1') }
}
