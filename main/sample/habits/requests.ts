import { home } from '../cast.ts'

/** What a benign call asks for, where it asks for something. */
export function requestOf(call: string, name: string): unknown {
  if (call.startsWith('lambda:Get')) return { functionName: name }
  if (call.startsWith('iam:GetRole') || call.startsWith('iam:ListRole')) return { roleName: name }
  if (call.startsWith('s3:')) return { bucketName: `${name}-assets`, Host: `${name}-assets.s3.${home}.amazonaws.com` }
  if (call.startsWith('cloudformation:')) return { stackName: name }
  return null
}

export function isWeekend(at: number): boolean {
  return [0, 6].includes(new Date(at).getUTCDay())
}
