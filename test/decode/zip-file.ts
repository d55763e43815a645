import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array | string
  readonly encrypted?: true
  readonly method?: number
  /** What the archive claims instead of the truth. */
  readonly size?: number
  readonly sum?: number
}

/** A zip archive (PKWARE APPNOTE 6.3.10) with names and claims that no tool would write. */
export function zipFile(...entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const bytes = Buffer.from(entry.bytes)
    const packed = deflateRawSync(bytes)
    const name = Buffer.from(entry.name)
    const header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0)
    header.writeUInt16LE(0x800 | (entry.encrypted ? 1 : 0), 2)
    header.writeUInt16LE(entry.method ?? 8, 4)
    header.writeUInt16LE(0x6a48, 6)
    header.writeUInt16LE(0x5a6f, 8)
    header.writeUInt32LE(entry.sum ?? crc32(bytes), 10)
    header.writeUInt32LE(packed.length, 14)
    header.writeUInt32LE(entry.size ?? bytes.length, 18)
    header.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, name, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), header, tail, name)
    parts.push(local)
    at += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06', 'latin1'), end])
}
