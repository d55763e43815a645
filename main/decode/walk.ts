import type { KeyTable } from './key-table.ts'
import { limits } from './limits.ts'
import { kindOf, listIn, lists, startsList } from './list-in.ts'
import { mendNumbers } from './mend-numbers.ts'
import { lineAfter, nextLine, nextObject, type Seen, skipExportTime } from './resync.ts'
import { bad, byteName, type Findings, more, newFindings, noValue, scanObject } from './scan.ts'
import { quickScan, unknown } from './shred/quick-scan.ts'
import type { QuickTable } from './shred/quick-table.ts'
import { blank, newSkip, skipValue } from './spans.ts'
import { openWindow, type Window } from './window.ts'

/** Who is told of the records of an object while it is walked over, in order. */
export interface Visitor {
  /** The field names to compare records with; it may change from one record to the next. */
  table: KeyTable
  /** The same for the quick scan, which is tried before the exact one where this is there. */
  quick?: QuickTable | null
  /** Set by the visitor: nothing more is wanted. */
  done: boolean
  /** Only one document is to be read; another one behind it is trouble. */
  single: boolean
  /** The records are in a list of this name, one of `lists`. */
  enter(list: string): void
  /**
   * Returns how many ordinals from `ordinal` on it takes: 1, or one for each record inside it. `broken`: the bytes as
   * they were found, where they had to be mended to be JSON.
   */
  record(
    b: Buffer,
    from: number,
    to: number,
    ordinal: number,
    found: Findings,
    isText: boolean,
    broken?: Buffer,
  ): number
  /** The next record or line stands behind this time in an export of CloudWatch Logs. */
  loggedAt(time: string): void
  /** A line b[from, to) of such an export that is no JSON; takes one ordinal. */
  line(b: Buffer, from: number, to: number, ordinal: number, isText: boolean): void
  bad(ordinal: number, reason: string): void
  /** Enough has piled up that it should be flushed before the walk goes on. */
  full(): boolean
  flush(): Promise<void>
}

/**
 * Finds the records of JSON bytes in whatever shape they come: `{"Records":[…]}` or another of the `lists`
 * anywhere among the fields, a list, one object, or objects one after another with or without anything between them.
 * Returns in words what kept it from reading to the end, or null.
 */
export async function walk(pieces: AsyncIterable<Buffer>, visitor: Visitor): Promise<string | null> {
  const walker: Walker = {
    w: openWindow(pieces),
    visitor,
    ordinal: 0,
    found: newFindings(),
    shape: null,
    line: { at: -1, seen: 0 },
    isExport: false,
    trouble: null,
  }
  await walkTop(walker)
  await visitor.flush()
  return walker.trouble
}

interface Walker {
  readonly w: Window
  readonly visitor: Visitor
  readonly found: Findings
  ordinal: number
  /** `lines`: records stand at the top, one after another. */
  shape: 'list' | 'lines' | null
  readonly line: Seen
  /** A time of an export of CloudWatch Logs was seen: what is no JSON is a line of a message. */
  isExport: boolean
  trouble: string | null
}

async function walkTop(walker: Walker): Promise<void> {
  const { w, visitor } = walker
  for (let first = true; ; first = false) {
    const c = await token(w)
    if (first && c === 0xef && (await isByteOrderMark(w))) {
      w.at += 3
      continue
    }
    if (c < 0 || visitor.done || walker.trouble !== null) return
    if (visitor.single && walker.shape === 'list') {
      walker.trouble =
        'something was appended behind the one document that belongs in an object of this name, and was not read'
      return
    }
    const loggedAt = c >= 0x30 && c <= 0x39 && walker.shape !== 'list' ? await skipExportTime(w) : null
    if (loggedAt !== null) {
      walker.shape ??= 'lines'
      walker.isExport = true
      visitor.loggedAt(loggedAt)
      if (w.bytes[w.at] !== 0x7b) await walkText(walker)
    } else if (walker.isExport && c !== 0x7b && c !== 0) await walkText(walker)
    else if (c === 0x5b) {
      walker.shape ??= 'list'
      w.at++
      await walkList(walker)
    } else if (c === 0x7b) {
      const list = walker.shape === 'lines' && !startsLikeAnEnvelope(w) ? null : await findList(walker)
      if (walker.trouble !== null) return
      if (list === null) {
        walker.shape ??= 'lines'
        await walkLine(walker)
      } else {
        walker.shape ??= 'list'
        visitor.enter(list)
        await walkList(walker)
        if (walker.trouble === null && !visitor.done) await walkFields(walker)
      }
    } else if (walker.shape === 'list') {
      walker.trouble = `after the end of the list stands ${byteName(c)}, which is not JSON`
    } else {
      visitor.bad(walker.ordinal++, `begins with ${byteName(c)}: not a JSON object`)
      await nextObject(w)
    }
  }
}

/**
 * Items of a list up to its closing bracket; the window stands behind the opening one. `depth`: lists around it, as `jq -s`
 * puts them around the lists of several files.
 */
async function walkList(walker: Walker, depth = 0): Promise<void> {
  const { w, visitor } = walker
  for (let first = true; ; first = false) {
    if (visitor.full()) await visitor.flush()
    let c = await token(w)
    if (c === 0x5d) {
      if (!first) visitor.bad(walker.ordinal, 'a comma stands before the end of the list, and no record')
      w.at++
      return
    }
    if (c === 0x7b) {
      const to = takeAll(walker, 0x2c)
      if (to < 0) await hardRecord(walker, to)
    } else if (c === 0x5b && depth < 2) {
      w.at++
      const { ordinal } = walker
      await walkList(walker, depth + 1)
      if (walker.ordinal === ordinal) visitor.bad(walker.ordinal++, `${kindOf(c)}, not an object`)
    } else if (c >= 0) await strangeItem(walker, c)
    if (visitor.done || walker.trouble !== null) return
    if (c >= 0) c = await token(w)
    if (c === 0x2c) w.at++
    else if (c === 0x5d) {
      w.at++
      return
    } else {
      walker.trouble =
        c < 0
          ? `ends inside the list, after ${walker.ordinal} records`
          : `after record ${walker.ordinal - 1} stands ${byteName(c)} instead of a comma: the rest could not be read`
      return
    }
  }
}

/**
 * The inner loop: takes the record at hand and those that follow it in the window, until something else is to be done.
 * `separator`: the byte between two records, 0 where there is none but white space. Answers like scanObject.
 */
function takeAll(walker: Walker, separator: number): number {
  const { w, visitor, found } = walker
  const b = w.bytes
  const end = b.length
  for (;;) {
    let to = visitor.quick ? quickScan(b, w.at, end, visitor.quick, found) : unknown
    if (to === unknown) to = scanObject(b, w.at, end, visitor.table, found, separator === 0)
    if (to < 0) return to
    walker.ordinal += visitor.record(b, w.at, to, walker.ordinal, found, w.isText)
    w.at = to
    if (visitor.done || visitor.full()) return to
    let next = blank(b, to, end)
    if (separator !== 0) {
      if (b[next] !== separator) return to
      next = blank(b, next + 1, end)
    }
    if (b[next] !== 0x7b || (separator === 0 && (b[next + 1] !== 0x22 || startsList(b[next + 2] as number)))) return to
    w.at = next
  }
}

/** A record that is not whole in the window, or no sound JSON. */
async function hardRecord(walker: Walker, result: number): Promise<void> {
  const { w, visitor, found } = walker
  let to = result
  while (to === more) {
    if (w.bytes.length - w.at > limits.record) {
      visitor.bad(walker.ordinal++, `larger than ${limits.record / 1024 / 1024} MiB`)
      if (!(await skipOver(w))) walker.trouble = `ends inside record ${walker.ordinal - 1}`
      return
    }
    if (!(await w.more())) {
      walker.trouble = `ends inside record ${walker.ordinal}`
      return
    }
    to = scanObject(w.bytes, w.at, w.bytes.length, visitor.table, found, false)
  }
  if (to === bad) {
    const { reason, at } = found
    if (takeMended(walker)) return
    visitor.bad(walker.ordinal++, `not JSON: ${reason} (byte ${at - w.at} of the record)`)
    if (!(await skipOver(w)))
      walker.trouble = `record ${walker.ordinal - 1} is not JSON and has no end: the rest could not be read`
    return
  }
  walker.ordinal += visitor.record(w.bytes, w.at, to, walker.ordinal, found, w.isText)
  w.at = to
}

/** Takes a record that is JSON but for its numbers; it has to lie in the window whole. */
function takeMended(walker: Walker): boolean {
  const { w, visitor, found } = walker
  if (!found.reason.endsWith(noValue)) return false
  const end = skipValue(w.bytes, w.at, w.bytes.length, newSkip())
  if (end < 0) return false
  const broken = w.bytes.subarray(w.at, end)
  const mended = mendNumbers(broken)
  if (mended === null || scanObject(mended, 0, mended.length, visitor.table, found, false) !== mended.length)
    return false
  walker.ordinal += visitor.record(mended, 0, mended.length, walker.ordinal, found, w.isText, broken)
  w.at = end
  return true
}

async function strangeItem(walker: Walker, c: number): Promise<void> {
  const { w, visitor } = walker
  if (c === 0x2c || c === 0x7d || c === 0x3a) {
    walker.trouble = `record ${walker.ordinal} begins with ${byteName(c)}: the rest could not be read`
    return
  }
  visitor.bad(walker.ordinal++, `${kindOf(c)}, not an object`)
  if (!(await skipOver(w))) walker.trouble = `ends inside record ${walker.ordinal - 1}`
}

/** One record at the top. Where it is broken, the next one is looked for behind a line break. */
async function walkLine(walker: Walker): Promise<void> {
  const { w, visitor, found } = walker
  if (visitor.full()) await visitor.flush()
  for (;;) {
    const to = takeAll(walker, 0)
    if (to >= 0) return
    const tooLarge = to === more && w.bytes.length - w.at > limits.record
    if (to === more && !tooLarge && (await w.more())) continue
    const { reason, at } = found
    if (to === bad && takeMended(walker)) return
    if (to === more && !tooLarge) visitor.bad(walker.ordinal++, 'ends before it is complete')
    else if (tooLarge) visitor.bad(walker.ordinal++, `larger than ${limits.record / 1024 / 1024} MiB`)
    else visitor.bad(walker.ordinal++, `not JSON: ${reason} (byte ${at - w.at} of the record)`)
    const line = lineAfter(w, walker.line)
    const end = skipValue(w.bytes, w.at, Math.min(line + 1, w.bytes.length), newSkip())
    if (end >= 0 && end <= line) w.at = end
    else await nextLine(w)
    return
  }
}

/** The rest of a line of an export that is no JSON. */
async function walkText(walker: Walker): Promise<void> {
  const { w, visitor } = walker
  if (visitor.full()) await visitor.flush()
  let end = w.bytes.indexOf(0x0a, w.at)
  while (end < 0 && w.bytes.length - w.at <= limits.record && (await w.more())) end = w.bytes.indexOf(0x0a, w.at)
  if (end < 0 && w.bytes.length - w.at > limits.record) {
    visitor.bad(walker.ordinal++, `larger than ${limits.record / 1024 / 1024} MiB`)
    await nextObject(w)
    return
  }
  if (end < 0) end = w.bytes.length
  const to = end > w.at && w.bytes[end - 1] === 0x0d ? end - 1 : end
  visitor.line(w.bytes, w.at, to, walker.ordinal++, w.isText)
  w.at = end
}

/** The fields of the object around a list, from behind that list to the closing bracket. */
async function walkFields(walker: Walker): Promise<void> {
  const { w, visitor } = walker
  for (;;) {
    let c = await token(w)
    if (c === 0x7d) {
      w.at++
      return
    }
    if (c === 0x2c) {
      w.at++
      continue
    }
    let nameEnd = skipValue(w.bytes, w.at, w.bytes.length, newSkip())
    while (nameEnd < 0 && w.bytes.length - w.at <= limits.record && (await w.more()))
      nameEnd = skipValue(w.bytes, w.at, w.bytes.length, newSkip())
    if (c !== 0x22 || nameEnd < 0) break
    const name = w.bytes.toString('utf8', w.at + 1, Math.min(nameEnd - 1, w.at + 20))
    w.at = nameEnd
    c = await token(w)
    if (c !== 0x3a) break
    w.at++
    c = await token(w)
    if (c === 0x5b && lists.includes(name)) {
      w.at++
      visitor.enter(name)
      await walkList(walker)
      if (visitor.done || walker.trouble !== null) return
    } else if (!(await skipOver(w))) break
  }
  walker.trouble = 'the object around the list of records is broken or ends too early'
}

/** Looks through the fields of an object for a list of records and moves behind its opening bracket; else moves nothing. */
async function findList(walker: Walker): Promise<string | null> {
  const { w } = walker
  for (;;) {
    const answer = listIn(w.bytes, w.at)
    if (answer !== null) {
      if (answer.trouble !== null) walker.trouble = answer.trouble
      else if (answer.list !== null) w.at = answer.at
      return answer.list
    }
    if (w.bytes.length - w.at > limits.record || !(await w.more())) return null
  }
}

function startsLikeAnEnvelope(w: Window): boolean {
  const head = w.bytes.toString('latin1', w.at, w.at + 40)
  return /^\{\s*"(?:Records|Events|Findings|findings|configurationItems|fileVersion)"/.test(head)
}

/** Moves behind the value at hand, of any size; false when the bytes end first. */
async function skipOver(w: Window): Promise<boolean> {
  const skip = newSkip()
  for (;;) {
    const end = skipValue(w.bytes, w.at, w.bytes.length, skip)
    if (end >= 0) {
      w.at = end
      return true
    }
    w.at = w.bytes.length
    if (!(await w.more())) return false
  }
}

/** The next byte that is not white space, or -1 at the end. */
async function token(w: Window): Promise<number> {
  for (;;) {
    w.at = blank(w.bytes, w.at, w.bytes.length)
    if (w.at < w.bytes.length) return w.bytes[w.at] as number
    if (!(await w.more())) return -1
  }
}

async function isByteOrderMark(w: Window): Promise<boolean> {
  while (w.bytes.length - w.at < 3) if (!(await w.more())) return false
  return w.bytes[w.at + 1] === 0xbb && w.bytes[w.at + 2] === 0xbf
}
