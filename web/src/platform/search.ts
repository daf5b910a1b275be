import { z } from 'zod'

/** The filter of the jobs page, as it stands in the URL. */
export const jobsSearch = z.object({ parked: z.boolean().optional().catch(undefined) })
