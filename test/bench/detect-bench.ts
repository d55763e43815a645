import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { detect, familiesIn } from '../../main/analyze.ts'
import { liveQuestion } from '../../main/detect/live-sql.ts'
import { loadRules } from '../../main/detect/load-rules.ts'
import { rulePack } from '../../main/rule-files.ts'
import { random } from '../../main/sample/random.ts'
import { CaseFile } from '../../main/store/case-file.ts'
import { eventNumber } from '../../main/store/detection/incidents.ts'
import { line } from './line.ts'

/**
 * Rules over the whole case: those that come with Coldtrail, then 700 of a kind that people bring, beside one query a
 * rule. `least`: events that the case is filled up to before, with copies of its own.
 */
export async function detectBench(path: string, least = 0): Promise<void> {
  const file = await opened(path)
  const folder = join(file.tmp, 'rules')
  try {
    await fillUp(file, least)
    await forgetFound(file)
    forgetPeak()
    const { events } = await file.info()
    const never = new AbortController().signal
    line('rules over', `${events.toLocaleString('en')} events`)
    if (existsSync(rulePack)) {
      const pack = await loadRules([rulePack])
      const own = await measured(() => detect(file, pack, () => {}, never))
      line(
        'rules that come with Coldtrail',
        `${own.seconds.toFixed(2)} s`,
        `${pack.rules.length} rules, ${rate(events, own.seconds)}, ${own.cpu.toFixed(2)} s of processor`,
      )
    }
    await writeRules(file, folder)
    const many = await loadRules([folder])
    const together = await measured(() => detect(file, many, () => {}, never))
    line(
      'a folder of rules, together',
      `${together.seconds.toFixed(2)} s`,
      `${many.rules.length} rules, ${rate(events, together.seconds)}, ${together.cpu.toFixed(2)} s of processor`,
    )
    line('  peak memory so far', `${(peak() / 1e6).toFixed(0)} MB`)
    const again = await measured(() => detect(file, many, () => {}, never))
    line('  again, with nothing new', `${again.seconds.toFixed(2)} s`)
    const families = await familiesIn(file)
    await file.db.run('CREATE TABLE scratch.alone (rule INTEGER, n BIGINT)')
    // Of ten million events every tenth rule is enough to wait for: the middle one of each ten, by how much they find.
    const share = events > 2_000_000 ? 10 : 1
    const finds = new Map(together.result.findings.map(({ rule, events: found }) => [rule, found]))
    const ranked = many.rules.toSorted((a, b) => (finds.get(b.info.id ?? '') ?? 0) - (finds.get(a.info.id ?? '') ?? 0))
    const asked = ranked.filter((_, place) => place % share === Math.floor(share / 2))
    const alone = await measured(async () => {
      for (const rule of asked) {
        const { sql, params } = liveQuestion(rule, many.rules, families, eventNumber('event'))
        await file.db.run(
          `INSERT INTO scratch.alone SELECT ${rule.info.key.replace(/\D/g, '')}, n FROM (${sql})`,
          params,
        )
      }
    })
    const [kept] = await file.db.all<{ n: number }>('SELECT count(*) AS n FROM scratch.alone')
    const found = kept?.n ?? 0
    const same = asked.reduce((sum, { info }) => sum + (finds.get(info.id ?? '') ?? 0), 0)
    if (found !== same) throw new Error(`one by one the rules find ${found} events, together ${same}`)
    const [seconds, cpu] = [alone.seconds * share, alone.cpu * share]
    line(
      '  one query a rule',
      `${seconds.toFixed(2)} s`,
      `${(seconds / together.seconds).toFixed(1)} x as long, ${cpu.toFixed(2)} s of processor, ${(cpu / together.cpu).toFixed(1)} x; ${share === 1 ? 'both find' : `ten times what every tenth rule took, which find the same`} ${found.toLocaleString('en')} events`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await file.close()
  }
}

/**
 * Copies of the events, each a twelfth of their span later, going round, so that days stay as full as they were relative
 * to each other; each with an id and objects of its own.
 */
async function fillUp(file: CaseFile, least: number): Promise<void> {
  const [there] = await file.db.all<{ events: number; objects: number }>(
    'SELECT count(*) AS events, max(object_id) AS objects FROM event',
  )
  const { events = 0, objects = 0 } = there ?? {}
  const copies = events > 0 ? Math.ceil(least / events) : 0
  for (let copy = 1; copy < copies; copy++) {
    await file.db.write((tx) =>
      tx.run(`
        INSERT INTO event
        SELECT event.* REPLACE (
          (object_id + ${copy * objects})::UINTEGER AS object_id,
          id || '-${copy}' AS id,
          make_timestamp(first + (epoch_us(time) - first + ${copy} * (span // 12)) % span) AS time)
        FROM event, (SELECT epoch_us(min(time)) AS first, epoch_us(max(time)) - epoch_us(min(time)) + 1 AS span FROM event)
        WHERE object_id <= ${objects}`),
    )
  }
}

/** As if no rule had run. */
async function forgetFound(file: CaseFile): Promise<void> {
  await file.db.write(async (tx) => {
    for (const table of ['rule', 'rule_hit', 'detection', 'detection_event']) await tx.run(`DELETE FROM ${table}`)
  })
}

/** From here on the peak counts anew, where the system lets it. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {}
}

/** Highest resident memory, bytes. */
function peak(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

/** The engine that had the case open may still be leaving. */
async function opened(path: string, tries = 100): Promise<CaseFile> {
  try {
    return await CaseFile.open(path, { readOnly: false, version: '0.0.0', lock: { token: 'bench', socket: '' } })
  } catch (error) {
    if (tries === 0) throw error
    await new Promise((resolve) => setTimeout(resolve, 100))
    return opened(path, tries - 1)
  }
}

function rate(events: number, seconds: number): string {
  return `${Math.round(events / seconds).toLocaleString('en')} rows/s`
}

async function measured<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly seconds: number; readonly cpu: number }> {
  const cpu = process.cpuUsage()
  const started = performance.now()
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { result, seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 }
}

/** 700 rules in the proportions of public ones: most look at a call and whether it failed, one in twenty at content. */
async function writeRules(file: CaseFile, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const calls = await file.db.all<{ service: string; action: string }>(
    'SELECT DISTINCT service, action FROM event ORDER BY ALL',
  )
  const source = random(700)
  const content = [
    'requestParameters|contains: "prod"',
    'userAgent|contains: "aws-cli"',
    'sourceIPAddress|cidr: 203.0.113.0/24',
    'userIdentity.arn|endswith: "/deploy"',
    'requestParameters.bucketName|startswith: "logs-"',
    "userIdentity.sessionContext.sessionIssuer.userName|re: '^[Aa]dmin'",
  ]
  for (let rule = 0; rule < 700; rule++) {
    const known = source.chance(0.05)
    const call = known ? source.pick(calls) : { service: `service${rule % 90}`, action: `Action${rule}` }
    const extra = rule % 20 === 0 ? `\n    ${content[(rule / 20) % content.length]}` : ''
    const failed = rule % 2 === 0 ? 'sel and not (code or text)' : 'sel and (code or text)'
    writeFileSync(
      join(folder, `${rule}.yml`),
      `title: Rule ${rule}
id: bench-${rule}
level: low
logsource: {product: aws, service: cloudtrail}
detection:
  sel:
    eventSource: ${call.service}.amazonaws.com
    eventName: ${call.action}${extra}
  code: {errorCode|exists: true}
  text: {errorMessage|exists: true}
  condition: ${failed}
`,
    )
  }
}
