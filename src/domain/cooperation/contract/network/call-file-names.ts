/** bytes of one file of a paper */
export const mostPaperBytes = 25_000_000
/** files of one paper */
export const mostPaperFiles = 10
/** What files of papers may be, by what their bytes are and not by their names. */
export const paperTypes = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'text/plain',
] as const
