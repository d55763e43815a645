import type { Command } from 'commander'
import type { Api, Notice } from '../../shared/api.ts'
import type { PolicyVerdict } from '../../shared/iam.ts'
import type { SignatureChecked } from '../../shared/record.ts'
import type { Refused, Remark, RuleInfo, RulesTested } from '../../shared/rule.ts'
import type { Terminal } from './terminal.ts'

/** The lobby as a command sees it. */
export interface Door {
  readonly api: Api
  onNotice(listener: (notice: Notice) => void): () => void
  close(): Promise<void>
}

/** What a command is given. */
export interface Context {
  readonly terminal: Terminal
  /** Aborted by the first Ctrl-C: come to a consistent end. */
  readonly signal: AbortSignal
  open(): Door
  /** Opens browser mode; port 0 takes a free one. */
  serve(port: number): Promise<Door & { readonly url: string }>
  readonly rules: RuleFiles
  readonly signing: Signing
  /** Judges the policy in a file, of this kind; `context`: a file of what is known around it. */
  judge(path: string, kind: string, context: string | null): Promise<PolicyVerdict>
}

/** Signatures of a person under files. */
export interface Signing {
  /** Whether the secret key in this file is under a passphrase. */
  asksPassphrase(keyPath: string): Promise<boolean>
  /** Checks the signature beside a file, with a public key or the path of its file; null: there is none. */
  check(path: string, key: string | null): Promise<SignatureChecked | null>
  newKey(path: string, passphrase: string): Promise<{ readonly open: string; readonly openPath: string }>
}

/** What can be asked about rule files without a case. */
export interface RuleFiles {
  /** The folder of the rules that come with Coldtrail. */
  readonly pack: string
  test(paths: readonly string[]): Promise<RulesTested>
  lint(paths: readonly string[]): Promise<RulesRead & { readonly remarks: readonly Remark[] }>
  list(paths: readonly string[]): Promise<RulesRead>
}

export interface RulesRead {
  readonly rules: readonly RuleInfo[]
  readonly refused: readonly Refused[]
}

/** Puts a command under its name; what runs it answers an exit code. */
export type Register = (program: Command, context: Context, end: (exitCode: number) => void) => void
