import { createPrivateKey, createPublicKey, sign as signEd25519, verify as verifyEd25519 } from 'node:crypto'
import { Problem } from '../../shared/problem.ts'
import type { SignatureChecked } from '../../shared/record.ts'
import { idText, type SigningKey } from './minisign-key.ts'

/**
 * Signs a file as minisign does (https://jedisct1.github.io/minisign/): Ed25519 over the file's BLAKE2b-512, and once more
 * over that signature and the trusted comment. Answers the text of the detached signature.
 */
export function signatureOf(key: SigningKey, digest: Uint8Array, comment: string): string {
  const secret = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), key.seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const signature = signEd25519(null, digest, secret)
  const trusted = comment.replace(/[\r\n]+/g, ' ')
  const global = signEd25519(null, Buffer.concat([signature, Buffer.from(trusted)]), secret)
  const body = Buffer.concat([Buffer.from('ED'), key.id, signature])
  return [
    'untrusted comment: signature of a Coldtrail record, to be checked with minisign or coldtrail verify',
    body.toString('base64'),
    `trusted comment: ${trusted}`,
    global.toString('base64'),
    '',
  ].join('\n')
}

/**
 * Checks a detached signature. `digest`: BLAKE2b-512 of the file. `publicKey`: the text of a key's file, or the key
 * itself; null: only told whose it claims to be. Error `bad-input`: one of the two is not what it should be.
 */
export function checkSignature(text: string, digest: Uint8Array, publicKey: string | null): SignatureChecked {
  const [, body, comment, last] = text.split(/\r?\n/)
  const bytes = Buffer.from(body ?? '', 'base64')
  const trusted = /^trusted comment: (.*)$/.exec(comment ?? '')?.[1]
  const global = Buffer.from(last ?? '', 'base64')
  const kind = bytes.subarray(0, 2).toString('latin1')
  if (bytes.length !== 74 || global.length !== 64 || trusted === undefined || (kind !== 'ED' && kind !== 'Ed'))
    throw new Problem('bad-input', 'this is no signature that minisign or Coldtrail wrote')
  const keyId = idText(bytes.subarray(2, 10))
  const none = { keyId, comment: null }
  if (kind === 'Ed')
    return { ...none, holds: null, reason: 'it is of the old kind that signs the whole file: check it with minisign' }
  if (publicKey === null)
    return {
      ...none,
      holds: null,
      reason: 'without the public key nobody can tell whose it is: give the key of whoever signed',
    }
  const known = readPublicKey(publicKey)
  if (!known.id.equals(bytes.subarray(2, 10)))
    return { ...none, holds: false, reason: `it was made with the key ${keyId}, the key given is ${idText(known.id)}` }
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), known.key]),
    format: 'der',
    type: 'spki',
  })
  const signature = bytes.subarray(10)
  if (!verifyEd25519(null, digest, key, signature))
    return { ...none, holds: false, reason: 'the file is not the one that was signed' }
  if (!verifyEd25519(null, Buffer.concat([signature, Buffer.from(trusted)]), key, global))
    return { ...none, holds: false, reason: 'its comment is not the one that was signed' }
  return { keyId, holds: true, comment: trusted, reason: null }
}

function readPublicKey(text: string): { readonly id: Buffer; readonly key: Buffer } {
  const line = text.split(/\r?\n/).find((one) => one !== '' && !one.startsWith('untrusted comment:'))
  const bytes = Buffer.from(line ?? '', 'base64')
  if (bytes.length !== 42 || bytes.subarray(0, 2).toString('latin1') !== 'Ed')
    throw new Problem(
      'bad-input',
      'this is no public key of minisign: it is one line of 56 characters that begins with RW',
    )
  return { id: bytes.subarray(2, 10), key: bytes.subarray(10) }
}
