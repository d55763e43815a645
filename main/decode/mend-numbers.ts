/** Written by EventBridge: only there such numbers were seen, and only there they are put right. */
const mark = Buffer.from('"detail-type"')
const beginsNumber = /[-\d]/

/**
 * The record with numbers that JSON forbids, and that Macie wrote nevertheless (`"lat":0038.9`), as strings; null when
 * it holds none or is no EventBridge event. As strings they say what was logged; as numbers they would say something else.
 */
export function mendNumbers(record: Buffer): Buffer | null {
  if (!record.includes(mark)) return null
  const pieces: Buffer[] = []
  let copied = 0
  for (let i = 0; i < record.length; i++) {
    const c = record[i] as number
    if (c === 0x22) i = endOfString(record, i)
    else if (beginsNumber.test(String.fromCharCode(c))) {
      const to = endOfNumber(record, i)
      if (/^-?0\d+(?:\.\d+)?$/.test(record.toString('latin1', i, to))) {
        pieces.push(record.subarray(copied, i), Buffer.from(`"${record.toString('latin1', i, to)}"`))
        copied = to
      }
      i = to - 1
    }
  }
  return copied === 0 ? null : Buffer.concat([...pieces, record.subarray(copied)])
}

/** Place of the closing quote. */
function endOfString(b: Buffer, from: number): number {
  let i = from + 1
  while (i < b.length && b[i] !== 0x22) i += b[i] === 0x5c ? 2 : 1
  return i
}

function endOfNumber(b: Buffer, from: number): number {
  let i = from
  while (i < b.length && /[-+.\dA-Za-z]/.test(String.fromCharCode(b[i] as number))) i++
  return i
}
