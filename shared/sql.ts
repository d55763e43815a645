/** Marks SQL for editors; the text itself. Only our own constants are spliced in, values are bound. */
export const sql = String.raw
