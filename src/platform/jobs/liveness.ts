import type pg from 'pg'

/**
 * Tells the jobs of the dead from those of the living. graphile-worker frees a job whose process vanished only after four hours; here every
 * runner holds an advisory lock for as long as its session lives, its pool of workers is listed under that lock's key, and any
 * process gives back the jobs of pools whose key is free.
 */
export type Liveness = {
  /** Lists a pool of workers as this runner's. */
  claim(workers: string): void
  /** Resolves when the session is lost: then others take our jobs for those of the dead. */
  readonly lost: Promise<void>
  /** Gives back what our pools still hold, and ends the session. */
  release(): Promise<void>
}

const interval = 5_000
/** seconds after which a job whose holder never came to be listed counts as lost */
const unlisted = 60

export async function holdLiveness(pool: pg.Pool, key: number, onError: (error: unknown) => void): Promise<Liveness> {
  const client = await pool.connect()
  let ended = false
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve())
    client.on('end', () => resolve())
  })
  await client.query('select pg_advisory_lock($1)', [key])
  await freeTheDead(pool, key)
  const timer = setInterval(() => void freeTheDead(pool, key).catch(onError), interval)
  const claimed: Promise<unknown>[] = []
  return {
    lost,
    claim(workers) {
      const listing = pool.query('insert into platform.job_worker (worker, process) values ($1, $2) on conflict (worker) do nothing', [
        workers,
        key,
      ])
      claimed.push(listing.catch(onError))
    },
    async release() {
      if (ended) return
      ended = true
      clearInterval(timer)
      await Promise.all(claimed)
      await free(pool, key).catch(onError)
      client.release(true)
    },
  }
}

async function freeTheDead(pool: pg.Pool, own: number): Promise<void> {
  const { rows } = await pool.query<{ process: number }>('select distinct process from platform.job_worker where process <> $1', [own])
  for (const { process } of rows) {
    const { rows: free_ } = await pool.query<{ dead: boolean }>('select pg_try_advisory_xact_lock($1) as dead', [process])
    if (free_[0]?.dead === true) await free(pool, process)
  }
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct j.locked_by)) from graphile_worker._private_jobs j
     where j.locked_at < now() - make_interval(secs => $1) and not exists (select from platform.job_worker w where w.worker = j.locked_by)
     having count(*) > 0`,
    [unlisted],
  )
}

async function free(pool: pg.Pool, process: number): Promise<void> {
  await pool.query('select graphile_worker.force_unlock_workers(array(select worker from platform.job_worker where process = $1))', [
    process,
  ])
  await pool.query('delete from platform.job_worker where process = $1', [process])
}
