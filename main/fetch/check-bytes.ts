import { createHash, type Hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type Crc, crcs } from './crc.ts'

/** What an endpoint says about the bytes of a whole object. */
export interface Claims {
  readonly bytes: number | null
  readonly etag: string | null
  readonly etagIsMd5: boolean
  readonly checksums: Checksums
}

/** Base64, as S3 writes them. */
export type Checksums = Readonly<Partial<Record<'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256', string>>>

/** Takes the bytes of an object as they come and tells in the end whether they are those that the endpoint has. */
export class ByteCheck {
  readonly #claims: Claims
  readonly #sha256 = createHash('sha256')
  readonly #md5: Hash | null
  readonly #sha1: Hash | null
  readonly #crcs: readonly (readonly ['crc32c' | 'crc64nvme', Crc])[]
  #crc32 = 0

  constructor(claims: Claims) {
    const { etagIsMd5, checksums } = claims
    this.#claims = claims
    this.#md5 = etagIsMd5 ? createHash('md5') : null
    this.#sha1 = checksums.sha1 === undefined ? null : createHash('sha1')
    this.#crcs = computed.filter((name) => checksums[name] !== undefined).map((name) => [name, crcs[name]()])
  }

  add(part: Uint8Array): void {
    this.#sha256.update(part)
    this.#md5?.update(part)
    this.#sha1?.update(part)
    for (const [, sum] of this.#crcs) sum.add(part)
    if (this.#claims.checksums.crc32 !== undefined) this.#crc32 = crc32(part, this.#crc32)
  }

  /** SHA-256 in lower-case hex, and which claim does not hold, or null. */
  end(): { readonly sha256: string; readonly wrong: string | null } {
    const { etag, checksums } = this.#claims
    const sha256 = this.#sha256.digest()
    const wrong =
      (this.#md5 !== null && this.#md5.digest('hex') !== etag && 'MD5 (ETag)') ||
      (checksums.sha256 !== undefined && checksums.sha256 !== sha256.toString('base64') && 'SHA-256') ||
      (this.#sha1 !== null && checksums.sha1 !== this.#sha1.digest('base64') && 'SHA-1') ||
      (checksums.crc32 !== undefined && checksums.crc32 !== bigEndian(this.#crc32) && 'CRC-32') ||
      this.#crcs.map(([name, sum]) => checksums[name] !== sum.end().toString('base64') && names[name]).find(Boolean) ||
      null
    return { sha256: sha256.toString('hex'), wrong }
  }
}

const computed = ['crc32c', 'crc64nvme'] as const
const names = { crc32c: 'CRC-32C', crc64nvme: 'CRC-64' } as const

function bigEndian(sum: number): string {
  const written = Buffer.alloc(4)
  written.writeUInt32BE(sum)
  return written.toString('base64')
}
