import { sql } from 'kysely'

/**
 * Stands behind the `select` of a read that is asked for with each report and finds its rows by their keys, so that one plan fits whatever is asked: it is
 * then prepared like a write (docs/decisions/0005). What else reads is planned for the values given. A list of keys is one parameter, `= any (…)`: another
 * number of them would be another statement.
 */
export const plannedOnce = sql.raw('/* planned once */')
