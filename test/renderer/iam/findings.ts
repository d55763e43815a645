import type { Hop, IamFinding, IamPath, Used } from '../../../shared/iam.ts'

/** Findings as the engine answers them, for the tests of this folder. */
export const used: Used = {
  first: '2026-03-02T10:00:00.000Z',
  last: '2026-03-02T11:00:00.000Z',
  count: 3,
  sessions: [],
  ips: [],
}

export function finding(of: Partial<IamFinding>): IamFinding {
  return {
    check: 'check',
    theme: 'rights',
    title: 'title',
    severity: 'high',
    account: '111122223333',
    principal: 'arn:aws:iam::111122223333:user/alice',
    resource: null,
    statement: null,
    why: 'because',
    abuse: 'somehow',
    fix: 'mend it',
    references: [],
    confidence: 'confirmed',
    used: null,
    isJoined: true,
    ...of,
  }
}

export function hop(from: string, to: string | null, of: Partial<Hop> = {}): Hop {
  const what = { method: 'iam-create-access-key', resource: '*', actions: ['iam:CreateAccessKey'] }
  return { ...what, from, to, confidence: 'confirmed', when: [], statements: [], used: null, ...of }
}

export function path(hops: readonly Hop[], toAdmin: boolean): IamPath {
  return { ...finding({ principal: hops[0]?.from ?? '', check: hops[0]?.method ?? '' }), hops, toAdmin, others: 0 }
}
