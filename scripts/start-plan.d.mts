type Environment = Readonly<Record<string, string | undefined>>

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      { readonly version?: string; readonly optional?: boolean; readonly peer?: boolean; readonly link?: boolean }
    >
  >
}

export interface Asked {
  readonly door: string
  readonly open: boolean
  readonly path: string | null
}

export type Plan =
  | { readonly door: 'desktop'; readonly command: string; readonly args: readonly string[] }
  | {
      readonly door: 'browser'
      readonly args: readonly string[]
      readonly why: string | null
      readonly hint: string | null
      readonly open: boolean
    }
  | { readonly door: 'none'; readonly why: string; readonly hint: string | null }

export const usage: string
export function readArguments(
  words: readonly string[],
  folder: string,
): (Asked & { readonly help: boolean }) | { readonly problem: string }
export function nodeProblem(version: string): string | null
export function installNeeded(found: {
  readonly hasPackages: boolean
  readonly wanted: Lock | null
  readonly installed: Lock | null
  readonly lockIsNewer: boolean
}): 'none' | 'fresh' | 'update'
export function buildNeeded(
  parts: Record<'node' | 'renderer', { readonly built: number | null; readonly source: number | null }>,
): string[]
export function displayProblem(machine: { readonly env: Environment; readonly platform: string }): string | null
export function planStart(surroundings: {
  readonly asked: Asked
  readonly electron: { readonly path: string | null; readonly why?: string }
  readonly env: Environment
  readonly platform: string
  readonly uid: number | null
}): Plan
export function openerFor(url: string, platform: string): [string, string[]]
