import { Problem } from '../../../shared/problem.ts'
import { allowedFunctions, allowedTableFunctions } from './allowed-functions.ts'

/** What the names in a statement may mean. */
export interface Names {
  /** Tables and views that may be read. */
  readonly relations: ReadonlySet<string>
  /** Names, lower case, that mean something else in the database. */
  readonly reserved: ReadonlySet<string>
}

/**
 * Walks the tree of a SELECT as json_serialize_sql writes it and throws `refused` at the first thing that is not known
 * to be harmless. What the tree is made of is on a list too, so that syntax of a new version is refused, not missed.
 */
export function refuseUnlessReading(tree: unknown, { relations, reserved }: Names): void {
  const readable = new Set([...relations].map((name) => name.toLowerCase()))
  for (const name of commonTables(tree)) {
    if (reserved.has(name))
      throw refused(`WITH ${name}`, 'a table of the database itself is called so; choose another name')
    if (!/^[\p{L}\p{N}_ $-]+$/u.test(name))
      throw refused(`WITH "${name}"`, 'it could be taken for a file; use letters and digits')
    readable.add(name)
  }
  walk(tree, (node) => {
    if (typeof node.class === 'string') checkExpression(node)
    else if (typeof node.type === 'string') checkPart(node, readable)
  })
}

type Node = Readonly<Record<string, unknown>>

function walk(value: unknown, visit: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit)
    return
  }
  visit(value as Node)
  for (const item of Object.values(value)) walk(item, visit)
}

function commonTables(tree: unknown): readonly string[] {
  const names: string[] = []
  walk(tree, ({ cte_map }) => {
    for (const { key } of (cte_map as { map: readonly { key: string }[] } | undefined)?.map ?? []) {
      names.push(key.toLowerCase())
    }
  })
  return names
}

const expressions: ReadonlySet<string> = new Set([
  'BETWEEN',
  'CASE',
  'CAST',
  'COLLATE',
  'COLUMN_REF',
  'COMPARISON',
  'CONJUNCTION',
  'CONSTANT',
  'FUNCTION',
  'LAMBDA',
  'OPERATOR',
  'POSITIONAL_REFERENCE',
  'STAR',
  'SUBQUERY',
  'TYPE',
  'WINDOW',
])

function checkExpression(node: Node): void {
  const kind = String(node.class)
  if (kind === 'PARAMETER')
    throw new Problem(
      'bad-input',
      'the SQL has a parameter ($… or ?), and there is nothing to bind to it; write the value itself',
    )
  if (!expressions.has(kind)) throw refused(`${kind} expressions`, 'they are not known to only read')
  if (kind !== 'FUNCTION' && kind !== 'WINDOW') return
  const name = String(node.function_name).toLowerCase()
  if (node.catalog !== '' && node.catalog !== undefined && node.catalog !== 'system') {
    throw refused(
      `the function ${node.catalog}.${node.schema}.${name}`,
      'only functions that DuckDB brings along are allowed',
    )
  }
  // Those in FROM are met here too; which of them may stand there is checked with the table.
  if (!allowedFunctions.has(name) && !allowedTableFunctions.has(name))
    throw refused(`the function ${name}`, whyNot(name))
}

/** Parts of a query, the things in FROM, what orders and limits, and types of a cast. */
const parts: ReadonlySet<string> = new Set([
  'CTE_NODE',
  'DISTINCT_MODIFIER',
  'EMPTY',
  'EXPRESSION_LIST',
  'JOIN',
  'LIMIT_MODIFIER',
  'LIMIT_PERCENT_MODIFIER',
  'ORDER_MODIFIER',
  'PIVOT',
  'RECURSIVE_CTE_NODE',
  'SELECT_NODE',
  'SET_OPERATION_NODE',
  'SUBQUERY',
])

function checkPart(node: Node, readable: ReadonlySet<string>): void {
  const type = String(node.type)
  if (type === 'BASE_TABLE') checkTable(node, readable)
  else if (type === 'TABLE_FUNCTION') checkTableFunction(node)
  else if (type === 'SHOW_REF') checkShow(node)
  else if (!parts.has(type) && !/^(?:ORDER_DEFAULT|ASCENDING|DESCENDING)$|_TYPE_INFO$/.test(type)) {
    throw refused(`${type} in a query`, 'it is not known to only read')
  }
}

function checkTable({ catalog_name, schema_name, table_name, at_clause }: Node, readable: ReadonlySet<string>): void {
  const qualified = [catalog_name, schema_name, table_name].filter((part) => part !== '').join('.')
  if (at_clause !== null && at_clause !== undefined) throw refused('AT', 'tables have no earlier versions')
  if (catalog_name !== '' || (schema_name !== '' && String(schema_name).toLowerCase() !== 'main')) {
    throw refused(
      `the table ${qualified}`,
      'only the tables of the case can be read; leave out what stands before its name',
    )
  }
  if (!readable.has(String(table_name).toLowerCase())) {
    throw refused(
      `the table ${qualified}`,
      'the case has no table of that name, and SQL here reads neither files nor what DuckDB knows about itself',
    )
  }
}

function checkTableFunction(node: Node): void {
  const name = String((node.function as Node | undefined)?.function_name).toLowerCase()
  if (!allowedTableFunctions.has(name)) throw refused(`the table function ${name}`, whyNot(name))
}

/** DESCRIBE and SUMMARIZE of a query hold it; SHOW holds only a name. */
function checkShow({ query }: Node): void {
  if (typeof query === 'object' && query !== null) return
  throw refused('SHOW', 'it tells about the database, not the case; DESCRIBE a table instead')
}

function whyNot(name: string): string {
  if (/^(?:read_|parquet_|sniff_|glob$|.*_scan)/.test(name)) return 'SQL here reads the case, not files'
  if (/^(?:duckdb_|pragma_|current_|pg_|has_|inet_|which_)/.test(name))
    return 'it tells about the database, not the case'
  if (/^query/.test(name)) return 'it runs SQL that nobody has checked; write the query out'
  return 'it is not known to only compute a value'
}

function refused(what: string, why: string): Problem {
  return new Problem('refused', `${what} cannot be used here: ${why}`)
}
