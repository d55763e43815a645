import { expect, test } from 'vitest'
import { crcs } from '../../main/fetch/crc.ts'

const counting = Uint8Array.from({ length: 32 }, (_, at) => at)

// Appendix B.4 of RFC 3720, section 5.2.1.3.4 of the NVM Command Set Specification 1.0, and what both give for nine digits.
test.each<[keyof typeof crcs, string, Uint8Array, string]>([
  ['crc32c', 'nine digits', Buffer.from('123456789'), 'e3069283'],
  ['crc32c', '32 zeros', new Uint8Array(32), '8a9136aa'],
  ['crc32c', '32 ones', new Uint8Array(32).fill(255), '62a8ab43'],
  ['crc32c', '0 to 31', counting, '46dd794e'],
  ['crc32c', 'nothing', new Uint8Array(), '00000000'],
  ['crc64nvme', 'nine digits', Buffer.from('123456789'), 'ae8b14860a799888'],
  ['crc64nvme', '4096 zeros', new Uint8Array(4096), '6482d367eb22b64e'],
  ['crc64nvme', '4096 ones', new Uint8Array(4096).fill(255), 'c0ddba7302eca3ac'],
  ['crc64nvme', 'nothing', new Uint8Array(), '0000000000000000'],
])('%s of %s is as published, however the bytes come', (name, _, bytes, expected) => {
  for (const size of [1, 3, 8, 13, 5000]) {
    const sum = crcs[name]()
    for (let at = 0; at < bytes.length; at += size) sum.add(bytes.subarray(at, at + size))
    expect(sum.end().toString('hex')).toBe(expected)
  }
})
