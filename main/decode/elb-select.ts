import { sql } from '../../shared/sql.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

/** Where the load balancers write what; SQL over the columns of the record. */
export interface ElbParts {
  readonly names: readonly string[]
  readonly time: string
  /** Address and port, as one field. */
  readonly client: string
  /** What is known of the load balancer beside its name: an ARN in the record holds account and region. */
  readonly arns: readonly string[]
  readonly parts: Readonly<Record<string, string>>
}

/** Of `192.0.2.1:443`, `[2001:db8::1]:443` and `2001:db8::1:443` the address. */
export const addressBefore = (client: string) => sql`trim(regexp_extract(${client}, '^(.*):\d+$', 1), '[]')`

/** An HTTP status of a load balancer: it refused, or something went wrong, or not. */
export const outcomeOf = (status: string) =>
  sql`CASE WHEN ${status} IN ('401', '403') THEN 'denied' WHEN length(${status}) = 3 AND ${status} >= '400' THEN 'failed' WHEN length(${status}) = 3 THEN 'success' END`

/** The method of a request line, where it has one. */
export const methodOf = (request: string) => sql`nullif(regexp_extract(${request}, '^([A-Z]+) ', 1), '')`

/** The event columns that all load balancers fill the same way; no log of theirs has an id of its own. */
export function elbSelect({ names, time, client, arns, parts }: ElbParts): Readonly<Record<string, string>> {
  const when = timeOf(time)
  const inArn = (place: number) =>
    arns.map(
      (arn) => sql`nullif(string_split(CASE WHEN starts_with(${arn}, 'arn:') THEN ${arn} END, ':')[${place}], '')`,
    )
  return {
    time: when,
    id: 'h',
    account: sql`coalesce(${[...inArn(5), '"@account"'].join(', ')})`,
    region: sql`coalesce(${[...inArn(4), '"@region"'].join(', ')})`,
    service: sql`'elasticloadbalancing'`,
    category: sql`'network'`,
    source_ip: addressOf(client),
    extra: extraOf(
      names.filter(
        (name) => !Object.values({ ...parts, time }).some((value) => value === name || value === `"${name}"`),
      ),
    ),
    fidelity: sql`'full'`,
    flags: flagsOf(when, time),
    ...parts,
  }
}
