import type pg from 'pg'

/**
 * Tells the jobs of the dead from those of the living. graphile-worker frees a job whose process vanished only after four hours; here every
 * process holds an advisory lock for as long as its session lives, its workers are listed under that lock's key, and any
 * process gives back the jobs of workers whose key is free.
 */
export type Liveness = {
  claim(workerId: string): void
  release(): Promise<void>
}

const interval = 5_000

export async function holdLiveness(pool: pg.Pool, key: number, onError: (error: unknown) => void): Promise<Liveness> {
  let session = await takeLock(pool, key)
  let released = false
  const workers = new Set<string>()
  const timer = setInterval(() => void tick().catch(onError), interval)

  async function tick(): Promise<void> {
    if (session.lost && !released) {
      session = await takeLock(pool, key)
      for (const worker of workers) await register(worker)
    }
    await freeTheDead(pool, key)
  }

  async function register(worker: string): Promise<void> {
    await pool.query('insert into platform.job_worker (worker, process) values ($1, $2) on conflict (worker) do nothing', [worker, key])
  }

  await freeTheDead(pool, key)
  return {
    claim(worker) {
      workers.add(worker)
      void register(worker).catch(onError)
    },
    async release() {
      released = true
      clearInterval(timer)
      await pool.query('delete from platform.job_worker where process = $1', [key]).catch(onError)
      session.end()
    },
  }
}

type Session = { lost: boolean; end(): void }

async function takeLock(pool: pg.Pool, key: number): Promise<Session> {
  const client = await pool.connect()
  const session: Session = { lost: false, end: () => client.release(true) }
  client.on('error', () => {
    session.lost = true
  })
  client.on('end', () => {
    session.lost = true
  })
  await client.query('select pg_advisory_lock($1)', [key])
  return session
}

async function freeTheDead(pool: pg.Pool, own: number): Promise<void> {
  const { rows } = await pool.query<{ process: number; workers: string[] }>(
    'select process, array_agg(worker) as workers from platform.job_worker where process <> $1 group by process',
    [own],
  )
  for (const { process, workers } of rows) {
    const { rows: free } = await pool.query<{ dead: boolean }>('select pg_try_advisory_xact_lock($1) as dead', [process])
    if (free[0]?.dead !== true) continue
    await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [workers])
    await pool.query('delete from platform.job_worker where process = $1', [process])
  }
}
