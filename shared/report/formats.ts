/** Files that a report can be written as. */
export const reportFormats = ['html'] as const
export type ReportFormat = (typeof reportFormats)[number]
