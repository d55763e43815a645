import { ReadableStream } from 'node:stream/web'
import type { Decrypter } from 'age-encryption'
import { Problem } from '../../shared/problem.ts'

type WebStream = Parameters<Decrypter['decrypt']>[0] & globalThis.ReadableStream<Uint8Array>

/** Bytes under a passphrase in the format of age (https://age-encryption.org/v1), as they come: memory stays bounded. */
export async function encrypted(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
): Promise<AsyncIterable<Uint8Array>> {
  const { Encrypter } = await import('age-encryption')
  const age = new Encrypter()
  age.setPassphrase(passphrase)
  const stream = await age.encrypt(webStream(source))
  return stream as unknown as AsyncIterable<Uint8Array>
}

/** What was encrypted so. Errors: `refused` (another passphrase), `bad-input` (no such file, or altered). */
export async function* decrypted(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Uint8Array> {
  const { Decrypter } = await import('age-encryption')
  const age = new Decrypter()
  age.addPassphrase(passphrase)
  let stream: AsyncIterable<Uint8Array>
  try {
    stream = (await age.decrypt(webStream(source))) as unknown as AsyncIterable<Uint8Array>
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw /no identity/.test(said)
      ? new Problem('refused', 'this passphrase does not open the bundle', { cause })
      : new Problem('bad-input', `this is no file that age encrypted under a passphrase (${said})`, { cause })
  }
  try {
    yield* stream
  } catch (cause) {
    throw new Problem('bad-input', 'the bundle was altered or cut after it was encrypted', { cause })
  }
}

function webStream(source: AsyncIterable<Uint8Array>): WebStream {
  const pieces = source[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await pieces.return?.()
    },
  }) as unknown as WebStream
}
