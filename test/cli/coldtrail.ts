import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A folder of one test file's own; the case list and the sample case are kept in it too. */
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-cli-'))
export const at = (...names: string[]): string => join(folder, ...names)

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const running = new Set<ChildProcess>()

/** What a failed test left behind, and the folder. */
export function cleanUp(): void {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}

/** Starts the built command line in the test's folder, as a shell would. */
export function start(
  args: readonly string[],
  script = 'out/main/cli.js',
): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(process.execPath, [resolve(script), ...args], {
    cwd: folder,
    env: { ...process.env, COLDTRAIL_HOME: at('home'), COLDTRAIL_LOG: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const texts = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    texts.out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    texts.err += text
  })
  const ended = new Promise<Ran>((done) => {
    child.on('close', (code) => {
      running.delete(child)
      done({ code, ...texts })
    })
  })
  return { child, ended }
}

export const coldtrail = (...args: readonly string[]): Promise<Ran> => start(args).ended

/** Runs to its end without trouble and answers the JSON document on stdout. */
export async function json(...args: readonly string[]): Promise<unknown> {
  const { code, out, err } = await coldtrail(...args)
  if (code !== 0) throw new Error(`coldtrail ${args.join(' ')} ended with ${code}: ${err}`)
  return JSON.parse(out)
}

/** A CloudTrail record, numbered by its event id and its second. */
export function record(number: number, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.08',
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventTime: new Date(Date.UTC(2024, 0, 15, 10) + number * 1000).toISOString().replace('.000', ''),
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.15',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      userName: 'alice',
    },
    requestParameters: { path: '/x/', many: [1, 2] },
    responseElements: null,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    ...change,
  }
}

/** Writes records as CloudTrail delivers them. */
export function trail(path: string, records: readonly unknown[]): void {
  const text = JSON.stringify({ Records: records })
  writeFileSync(path, path.endsWith('.gz') ? gzipSync(text) : text)
}

export const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
