import { open } from 'node:fs/promises'

export interface FramedLine {
  /** Place of the object in its batch. */
  readonly o: number
  readonly n: number
  /** Without the line end. Valid until the next lines are asked for. */
  readonly bytes: Buffer
}

const chunkBytes = 4 << 20

/** The lines of a file as our byte workers framed them, some at a time; looks only at how each begins. */
export async function* framedLines(path: string): AsyncGenerator<readonly FramedLine[]> {
  const file = await open(path, 'r')
  try {
    let carry = Buffer.alloc(0)
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, null)
      const last = bytesRead === 0
      const text = last ? carry : Buffer.concat([carry, chunk.subarray(0, bytesRead)])
      const lines: FramedLine[] = []
      let start = 0
      for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, start)) {
        push(lines, text.subarray(start, end))
        start = end + 1
      }
      carry = text.subarray(start)
      if (last) push(lines, carry)
      if (lines.length > 0) yield lines
      if (last) return
    }
  } finally {
    await file.close()
  }
}

function push(lines: FramedLine[], bytes: Buffer): void {
  const begin = /^\{"o":(\d+),"n":(\d+)/.exec(bytes.toString('latin1', 0, 48))
  if (begin) lines.push({ o: Number(begin[1]), n: Number(begin[2]), bytes })
}
