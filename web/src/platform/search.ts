import { filters, flag } from '../app/search.ts'

/** The filter of the jobs page, as it stands in the URL. */
export const jobsSearch = filters({ parked: flag() })
