import { InputGroup } from '@blueprintjs/core'
import { useCallback, useMemo, useState } from 'react'
import type { RuleList } from '../../../shared/detection.ts'
import { levels } from '../../../shared/rule.ts'
import { tacticTitle } from '../../../shared/tactics.ts'
import { api } from '../../api.ts'
import { count, sentence, visible } from '../../format.ts'
import { fitWidth, type GridOrder, sized } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { Empty } from '../../parts/states/states.tsx'
import { useDetections } from '../../state/detections.ts'
import { usePrefs } from '../../state/prefs.ts'

type Rule = RuleList['loaded'][number]

/** Rules that are evaluated; one opens in the rule lab with its text. */
export function RuleGrid({ rules }: { readonly rules: readonly Rule[] }) {
  const { widths, set } = usePrefs()
  const [find, setFind] = useState('')
  const [order, setOrder] = useState<GridOrder | null>(null)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const [problem, setProblem] = useState<string | null>(null)
  const shown = useMemo(
    () =>
      sorted(
        rules.filter((rule) => holds(rule, find)),
        order,
      ),
    [rules, find, order],
  )
  const [token, load] = useLoaded(shown)
  const open = (rule: Rule) => {
    setProblem(null)
    api.rule({ key: rule.key }).then(
      ({ text }) => useDetections.setState({ tab: 'lab', lab: text }),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    )
  }
  return (
    <>
      <div className="rule-find">
        <InputGroup
          leftIcon="search"
          aria-label="Find rules"
          placeholder="Title, tag, group, technique, Wazuh id or file"
          value={find}
          onValueChange={setFind}
          spellCheck={false}
        />
        <span className="quiet">{count(shown.length)} shown · Enter or a double click opens one in the rule lab</span>
      </div>
      {problem !== null && (
        <p className="finding-problem" role="alert">
          {sentence(problem)}
        </p>
      )}
      {shown.length === 0 ? (
        <Empty icon="shield" title={find === '' ? 'No such rule' : 'No rule holds these words'} />
      ) : (
        <div className="rule-rows">
          <Grid<Rule>
            label="Rules"
            columns={columns.map((column) => ({
              ...sized(column, widths[`rule.${column.id}`]),
              sortable: true,
            }))}
            count={shown.length}
            token={token}
            load={load}
            text={cell}
            cellClass={(rule, column) => (column === 'level' ? `level-${rule.level}` : undefined)}
            order={order}
            cursor={{ ...cursor, row: Math.min(cursor.row, shown.length - 1) }}
            onCursor={setCursor}
            onOpen={open}
            onHeader={{
              sort: (column) => setOrder(turned(order, column)),
              resize: (column, width) => set({ widths: { ...widths, [`rule.${column}`]: fitWidth(width) } }),
              move: () => {},
            }}
          />
        </div>
      )}
    </>
  )
}

let lists = 0

function useLoaded(shown: readonly Rule[]) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is another question for the grid
  const token = useMemo(() => String(++lists), [shown])
  const load = useCallback(async (offset: number, limit: number) => shown.slice(offset, offset + limit), [shown])
  return [token, load] as const
}

const columns = [
  { id: 'level', title: 'Severity', width: 96 },
  { id: 'title', title: 'Rule', width: 380, grows: true },
  { id: 'events', title: 'Events', width: 80, align: 'right', hint: 'What it found when it last ran' },
  { id: 'detections', title: 'Findings', width: 80, align: 'right' },
  { id: 'tactics', title: 'Tactics', width: 200, grows: true },
  { id: 'techniques', title: 'Techniques', width: 130 },
  { id: 'wazuh', title: 'Wazuh', width: 90 },
  { id: 'status', title: 'Status', width: 90 },
  { id: 'file', title: 'File', width: 400 },
] as const

function cell(rule: Rule, column: string): string {
  if (column === 'events' || column === 'detections') {
    const found = rule[column]
    return found === null ? 'not run' : found === 0 ? '' : count(found)
  }
  if (column === 'tactics') return rule.tactics.map(tacticTitle).join(', ')
  if (column === 'techniques') return rule.techniques.map(visible).join(', ')
  if (column === 'wazuh') return rule.wazuh.map(visible).join(', ')
  if (column === 'level') return rule.level
  return visible(String(rule[column as 'title' | 'status' | 'file'] ?? ''))
}

function holds({ title, tags, groups, techniques, wazuh, file, id }: Rule, words: string): boolean {
  const text = [title, ...tags, ...groups, ...techniques, ...wazuh, file, id ?? ''].join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function turned(order: GridOrder | null, column: string): GridOrder | null {
  if (order?.column !== column) return { column, descending: column === 'events' || column === 'level' }
  const first = column === 'events' || column === 'level'
  return order.descending === first ? { column, descending: !first } : null
}

function sorted(rules: readonly Rule[], order: GridOrder | null): readonly Rule[] {
  if (order === null) return rules
  const key = (rule: Rule): number | string => {
    if (order.column === 'level') return levels.indexOf(rule.level)
    if (order.column === 'events' || order.column === 'detections') return rule[order.column] ?? -1
    return cell(rule, order.column).toLowerCase()
  }
  const direction = order.descending ? -1 : 1
  return rules.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)]
    return direction * (left < right ? -1 : left > right ? 1 : 0)
  })
}
