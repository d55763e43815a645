/** Bytes that arrive in pieces, taken from the front. */
export interface Cursor {
  /** A piece of any size, or null at the end. */
  next(): Promise<Buffer | null>
  putBack(piece: Buffer): void
  /** Up to so many bytes, left in place; fewer only at the end. */
  peek(bytes: number): Promise<Buffer>
  /** Past bytes that were peeked at. */
  skip(bytes: number): void
}

export function cursorOver(pieces: AsyncIterable<Buffer>): Cursor {
  const source = pieces[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const pull = async () => {
    const next = await source.next()
    return next.done === true ? null : next.value
  }
  return {
    async next() {
      if (rest.length === 0) return pull()
      const piece = rest
      rest = Buffer.alloc(0)
      return piece
    },
    putBack(piece) {
      rest = rest.length === 0 ? piece : Buffer.concat([piece, rest])
    },
    async peek(bytes) {
      const parts = [rest]
      let length = rest.length
      while (length < bytes) {
        const piece = await pull()
        if (piece === null) break
        parts.push(piece)
        length += piece.length
      }
      if (parts.length > 1) rest = Buffer.concat(parts)
      return rest.subarray(0, bytes)
    },
    skip(bytes) {
      rest = rest.subarray(bytes)
    },
  }
}
