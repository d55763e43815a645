import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { readActionFacts } from '../../main/iam/actions.ts'
import { runChecks } from '../../main/iam/checks/run.ts'
import { readMethods } from '../../main/iam/escalation/method.ts'
import { escalationReport } from '../../main/iam/escalation/report.ts'
import { buildInventory } from '../../main/iam/model/build.ts'
import { inTurns } from '../../main/iam/turns.ts'
import { usageOf } from '../../main/iam/usage.ts'
import { bigAccount } from '../big-account.ts'
import { line } from './line.ts'

/** Ways to every right in an account of 544 identities, and the checks; aim: 5 s of processor, and nobody waits meanwhile. */
export async function iamBench(): Promise<void> {
  const actions = readActionFacts(readFileSync('assets/iam-actions.json', 'utf8'))
  const methods = readMethods(readFileSync('assets/escalation-methods.json', 'utf8'))
  const text = JSON.stringify(bigAccount())
  const read = await measured(async () =>
    buildInventory([{ name: 'bench', format: 'iam-authorization-details', text }]),
  )
  const inventory = read.result
  line(
    'identities read',
    `${read.cpu.toFixed(2)} s`,
    `${inventory.principals.length} principals, ${(text.length / 1e6).toFixed(1)} MB`,
  )
  const world = { inventory, actions, at: '2026-11-01T00:00:00Z' }
  const ways = await measured(() => inTurns(escalationReport(world, methods, usageOf([]), null)))
  const ending = ways.result.findings.filter(({ toAdmin }) => toAdmin).length
  line(
    'ways to every right',
    `${ways.cpu.toFixed(2)} s`,
    `of processor; ${methods.length} methods on all targets, ${ways.result.findings.length} findings, ${ending} end with every right; aim 5 s; others waited for ${ways.pause.toFixed(0)} ms of it at most`,
  )
  const target = 'arn:aws:s3:::backup/db.dump'
  const to = await measured(() => inTurns(escalationReport(world, methods, usageOf([]), target)))
  line(
    'ways to one object',
    `${to.cpu.toFixed(2)} s`,
    `of processor; ${to.result.findings.length} principals; others waited for ${to.pause.toFixed(0)} ms of it at most`,
  )
  const view = { ...world, ours: [], partners: {}, usage: usageOf([]) }
  const checked = await measured(() => inTurns(runChecks(view)))
  line(
    'checks',
    `${checked.cpu.toFixed(2)} s`,
    `of processor; ${checked.result.checks} checks, ${checked.result.findings.length} findings; others waited for ${checked.pause.toFixed(0)} ms of it at most`,
  )
}

/** Seconds of processor (the time on the clock says how busy the machine was), and the most of it, in ms, between two turns of others. */
async function measured<T>(work: () => Promise<T>): Promise<{ result: T; cpu: number; pause: number }> {
  const used = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part, 0)
  const before = used()
  let [isOver, pause] = [false, 0]
  const others = async () => {
    for (let last = before; !isOver; last = used()) {
      await setImmediate()
      pause = Math.max(pause, used() - last)
    }
  }
  const [result] = await Promise.all([
    work().finally(() => {
      isOver = true
    }),
    others(),
  ])
  return { result, cpu: (used() - before) / 1e6, pause: pause / 1e3 }
}
