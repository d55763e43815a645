import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'

const whole = z.int().min(-100_000).max(100_000)
const WindowState = z.strictObject({
  width: whole,
  height: whole,
  x: whole.nullable(),
  y: whole.nullable(),
  maximized: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
})

/** What the window remembers from one start to the next. Sizes and places in device-independent pixels. */
export type WindowState = Readonly<z.infer<typeof WindowState>>
export type Theme = WindowState['theme']

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const smallest = { width: 1100, height: 700 } as const
const first: WindowState = { width: 1440, height: 900, x: null, y: null, maximized: false, theme: 'system' }

/** The remembered state, fit for the displays that are there now; the first one when the file is missing or odd. */
export function readWindowState(file: string, displays: readonly Area[]): WindowState {
  const state = parsed(file)
  const width = Math.max(state.width, smallest.width)
  const height = Math.max(state.height, smallest.height)
  const { x, y } = state
  const visible = x !== null && y !== null && displays.some((area) => overlaps(area, { x, y, width, height }))
  return { ...state, width, height, x: visible ? x : null, y: visible ? y : null }
}

/** Written beside and renamed, so that a crash leaves the old file or the new one. */
export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}.tmp`
  writeFileSync(beside, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  renameSync(beside, file)
}

function parsed(file: string): WindowState {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return first
  }
}

/** At least 100 × 50 pixels of the window's title are where a mouse can reach them. */
function overlaps(area: Area, window: Area): boolean {
  const wide = Math.min(area.x + area.width, window.x + window.width) - Math.max(area.x, window.x)
  return wide >= 100 && window.y >= area.y - 10 && window.y <= area.y + area.height - 50
}
