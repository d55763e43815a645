import { createPrivateKey, createPublicKey, randomBytes, scrypt } from 'node:crypto'
import { Problem } from '../../shared/problem.ts'
import { Blake2b } from './blake2b.ts'

/** A person's key, for as long as it takes to sign. */
export interface SigningKey {
  readonly id: Uint8Array
  /** 32 bytes, secret. */
  readonly seed: Uint8Array
}

/** Whether a key's file asks for a passphrase. Error `bad-input`: it is no secret key of minisign. */
export function needsPassphrase(text: string): boolean {
  return bytesOf(text).subarray(2, 4).toString('latin1') === 'Sc'
}

/** Reads a secret key as minisign keeps it. Errors: `bad-input` (no key), `refused` (another passphrase). */
export async function readSigningKey(text: string, passphrase: string): Promise<SigningKey> {
  const bytes = bytesOf(text)
  const kept = bytes.subarray(54)
  const plain = needsPassphrase(text)
    ? xor(
        kept,
        await stretched(passphrase, bytes.subarray(6, 38), bytes.readBigUInt64LE(38), bytes.readBigUInt64LE(46)),
      )
    : kept
  const [id, secret, sum] = [plain.subarray(0, 8), plain.subarray(8, 72), plain.subarray(72)]
  // A key without a passphrase has no checksum; its second half tells whether it is whole.
  const isWhole = needsPassphrase(text)
    ? sum.equals(checksum(id, secret))
    : publicHalf(secret.subarray(0, 32)).equals(secret.subarray(32))
  if (!isWhole) throw new Problem('refused', 'this passphrase does not open the key, or the key is damaged')
  return { id, seed: secret.subarray(0, 32) }
}

/** Makes a key that minisign reads too: the texts of its two files. */
export async function newSigningKey(passphrase: string): Promise<{ readonly secret: string; readonly open: string }> {
  const seed = randomBytes(32)
  const id = randomBytes(8)
  const open = publicHalf(seed)
  const secret = Buffer.concat([seed, open])
  const salt = randomBytes(32)
  const limits = Buffer.alloc(16)
  limits.writeBigUInt64LE(work.ops, 0)
  limits.writeBigUInt64LE(work.memory, 8)
  const plain = Buffer.concat([id, secret, checksum(id, secret)])
  const kept = xor(plain, await stretched(passphrase, salt, work.ops, work.memory))
  const file = Buffer.concat([Buffer.from('EdScB2'), salt, limits, kept])
  return {
    secret: `untrusted comment: secret key ${idText(id)} under a passphrase\n${file.toString('base64')}\n`,
    open: `untrusted comment: minisign public key ${idText(id)}\n${Buffer.concat([Buffer.from('Ed'), id, open]).toString('base64')}\n`,
  }
}

/** A key's id as minisign prints it. */
export function idText(id: Uint8Array): string {
  return Buffer.from(id).reverse().toString('hex').toUpperCase()
}

/** scrypt with N = 2^18, r = 8, p = 1: 256 MB and about a second. */
const work = { ops: 8_388_608n, memory: 268_435_456n } as const
/** More than minisign itself asks for is an attack on our memory. */
const mostMemory = 1n << 31n

function publicHalf(seed: Uint8Array): Buffer {
  const secret = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  })
  return createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32)
}

function bytesOf(text: string): Buffer {
  const line = text.split(/\r?\n/).find((one) => one !== '' && !one.startsWith('untrusted comment:'))
  const bytes = Buffer.from(line ?? '', 'base64')
  const kinds = ['EdScB2', 'Ed\0\0B2']
  if (bytes.length !== 158 || !kinds.includes(bytes.subarray(0, 6).toString('latin1')))
    throw new Problem('bad-input', 'this is no secret key of minisign: make one with coldtrail key new or minisign -G')
  return bytes
}

function checksum(id: Uint8Array, secret: Uint8Array): Uint8Array {
  return new Blake2b(32).update(Buffer.concat([Buffer.from('Ed'), id, secret])).digest()
}

/** The 104 bytes that hide a key, with the costs that libsodium derives from its two limits. */
async function stretched(passphrase: string, salt: Buffer, ops: bigint, memory: bigint): Promise<Buffer> {
  if (memory > mostMemory || memory < 1n)
    throw new Problem('bad-input', 'this key asks for more memory than minisign does')
  const opsLimit = ops < 32_768n ? 32_768n : ops
  const isByOps = opsLimit < memory / 32n
  const most = isByOps ? opsLimit / 32n : memory / 1024n
  let log = 1
  while (log < 63 && 1n << BigInt(log) <= most / 2n) log++
  const rp = opsLimit / 4n / (1n << BigInt(log))
  const p = isByOps ? 1 : Number((rp > 0x3fffffffn ? 0x3fffffffn : rp) / 8n)
  const maxmem = Number(memory) * 2 + (64 << 20)
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 104, { N: 2 ** log, r: 8, p: Math.max(1, p), maxmem }, (error, bytes) =>
      error ? reject(error) : resolve(bytes),
    )
  })
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))
}
