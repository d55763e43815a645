/** From the bottom of a bar to its top: what was refused stands where it shows. */
export const outcomeOrder = ['success', 'none', 'failed', 'denied'] as const

export const noOutcome = 'no outcome'
