import { createHash, type Hash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What an endpoint says about the bytes of a whole object. */
export interface Claims {
  readonly bytes: number | null
  readonly etag: string | null
  readonly etagIsMd5: boolean
  /** Base64. */
  readonly checksums: Readonly<Partial<Record<'crc32' | 'sha1' | 'sha256', string>>>
}

/** Takes the bytes of an object as they come and tells in the end whether they are those that the endpoint has. */
export class ByteCheck {
  readonly #sha256 = createHash('sha256')
  readonly #others: Readonly<Partial<Record<'md5' | 'sha1', Hash>>>
  #crc32 = 0

  constructor(claims: Claims) {
    this.#others = {
      ...(claims.etagIsMd5 ? { md5: createHash('md5') } : {}),
      ...(claims.checksums.sha1 === undefined ? {} : { sha1: createHash('sha1') }),
    }
  }

  add(part: Uint8Array): void {
    this.#sha256.update(part)
    this.#others.md5?.update(part)
    this.#others.sha1?.update(part)
    this.#crc32 = crc32(part, this.#crc32)
  }

  /** SHA-256 in lower-case hex, and which claim does not hold, or null. */
  end({ etag, etagIsMd5, checksums }: Claims): { readonly sha256: string; readonly wrong: string | null } {
    const sha256 = this.#sha256.digest()
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(this.#crc32)
    const wrong =
      (etagIsMd5 && this.#others.md5?.digest('hex') !== etag && 'MD5 (ETag)') ||
      (checksums.sha256 !== undefined && checksums.sha256 !== sha256.toString('base64') && 'SHA-256') ||
      (checksums.sha1 !== undefined && checksums.sha1 !== this.#others.sha1?.digest('base64') && 'SHA-1') ||
      (checksums.crc32 !== undefined && checksums.crc32 !== crc.toString('base64') && 'CRC-32') ||
      null
    return { sha256: sha256.toString('hex'), wrong }
  }
}
