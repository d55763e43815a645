import { GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam'
import { type Step, saved } from './step.ts'

/** Users, roles, groups and policies with all their documents; every page of it in one file. */
export const authorizationDetails: Step = {
  sid: 'ReadIdentities',
  what: 'users, roles, groups and policies',
  actions: ['iam:GetAccountAuthorizationDetails'],
  async *run({ clients, stamp, signal }) {
    const whole = {
      UserDetailList: [] as unknown[],
      GroupDetailList: [] as unknown[],
      RoleDetailList: [] as unknown[],
      Policies: [] as unknown[],
    }
    let Marker: string | undefined
    do {
      const page = await clients
        .of(IAMClient)
        .send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000, Marker }), { abortSignal: signal })
      for (const [list, items] of Object.entries(whole)) items.push(...(page[list as keyof typeof whole] ?? []))
      Marker = page.IsTruncated ? page.Marker : undefined
    } while (Marker)
    yield saved(`authorization-details-${stamp}.json`, { ...whole, IsTruncated: false })
  },
}
