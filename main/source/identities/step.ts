import type { Clients } from '../clients.ts'
import type { Note } from '../source.ts'

/** A part of what an account says of its identities and policies. */
export interface Step {
  /** Of a statement of the policy that allows it. */
  readonly sid: string
  /** What is asked for, in words. */
  readonly what: string
  /** The IAM actions of all its calls: none changes anything. */
  readonly actions: readonly string[]
  run(asking: Asking): AsyncGenerator<Saved | Note>
}

export interface Asking {
  readonly clients: Clients
  /** Twelve digits. */
  readonly account: string
  readonly partition: string
  /** Where things are that are not the same in all regions. */
  readonly regions: readonly string[]
  /** 20260311T021700Z */
  readonly stamp: string
  readonly signal: AbortSignal
  /** What a refusal or failure amounts to. */
  said(error: unknown, operation: string, target: string): Note
}

/** An answer as a file. */
export interface Saved {
  readonly kind: 'saved'
  readonly file: string
  readonly region: string | null
  /** Bytes as AWS made them, or an answer as fields. */
  readonly answer: Uint8Array | object
}

/**
 * What an SDK read of answers, as the commands of the AWS CLI print it: IAM and S3 answer in XML. Times become ISO 8601,
 * documents stay encoded as they came.
 */
export function saved(file: string, answer: object, region: string | null = null): Saved {
  return { kind: 'saved', file, region, answer }
}

/** What `ask` saved; else why not: one refusal leaves the rest to be asked. `none`: errors that say that there is nothing, and what is saved then. */
export async function attempt(
  { signal, said }: Asking,
  operation: string,
  target: string,
  ask: () => Promise<Saved>,
  none?: { readonly names: readonly string[]; readonly saved: Saved },
): Promise<Saved | Note> {
  try {
    return await ask()
  } catch (error) {
    signal.throwIfAborted()
    return none !== undefined && isCalled(error, ...none.names) ? none.saved : said(error, operation, target)
  }
}

/** Region after region; what one of them refuses is said, and the others are asked. */
export async function* inRegions(
  { regions, signal, said }: Asking,
  operation: string,
  what: string,
  ask: (region: string) => AsyncGenerator<Saved | Note>,
): AsyncGenerator<Saved | Note> {
  for (const region of regions) {
    try {
      yield* ask(region)
    } catch (error) {
      signal.throwIfAborted()
      yield said(error, operation, `${what} in ${region}`)
    }
  }
}

/** The ARN as a name of a file; what stands behind a slash lies in folders. */
export function fileOf(arn: string): string {
  return `${arn.replaceAll(':', '_')}.json`
}

/** Everything that a listing has, page by page. */
export async function all<T>(
  page: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly T[] | undefined; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const found: T[] = []
  let token: string | undefined
  do {
    const { items = [], next } = await page(token)
    found.push(...items)
    token = next
  } while (token)
  return found
}

export function isCalled(error: unknown, ...names: readonly string[]): boolean {
  return names.includes((error as { readonly name?: string }).name ?? '')
}
