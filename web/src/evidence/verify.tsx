import { Alert, Button, Loader } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconClock, IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keep, kept } from '../app/kept.ts'
import { useTrouble } from '../app/trouble.ts'
import { Copyable, Mono } from '../ui/code.tsx'
import { formatNumber, formatSize } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'
import classes from './verify.module.css'
import { type Check, type Checked, checkedOf, type VerifyOutcome, verifyItem } from './verify-item.ts'

export const keyMemory = { get: () => kept('tocsin.log-keys'), set: (text: string) => keep('tocsin.log-keys', text) }

/** Runs the proof in this browser and shows what was checked, step by step. */
export function Verify({ item, bytes }: { readonly item: string; readonly bytes: boolean }) {
  const { t } = useTranslation('evidence')
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: () => verifyItem(item, bytes, keyMemory),
    // the re-reading is a line of custody of its own
    onSettled: () => queries.invalidateQueries({ predicate: (query) => query.queryKey[0] === '/api/evidence/:id' }),
  })
  const trouble = useTrouble(run.error)
  return (
    <div className={classes.verify}>
      <div className={`${classes.start} t-no-print`}>
        <Button
          leftSection={<IconShieldCheck size={16} />}
          variant={run.data === undefined ? 'filled' : 'default'}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {run.data === undefined ? t('verify.do') : t('verify.again')}
        </Button>
        <span>{t('verify.what')}</span>
      </div>
      <div role="status">
        {run.isPending && (
          <span className={classes.busy}>
            <Loader size="xs" /> {t('verify.running')}
          </span>
        )}
        {trouble !== undefined && (
          <Alert color="red" variant="light" icon={<IconCircleX size={18} />}>
            {trouble.text}
          </Alert>
        )}
        {run.data !== undefined && !run.isPending && <Outcome outcome={run.data} />}
      </div>
    </div>
  )
}

type OutcomeProps = {
  readonly outcome: VerifyOutcome
  /** what the proof is not about */
  readonly without?: Check
}

/** What was checked, step by step, or why it could not be. */
export function Outcome({ outcome, without }: OutcomeProps) {
  const { t } = useTranslation('evidence')
  if (outcome.kind === 'pending') {
    return (
      <Alert color="gray" variant="light" icon={<IconClock size={18} />} title={t('verify.pending')}>
        {t('verify.pending-why')}
      </Alert>
    )
  }
  if (outcome.kind === 'altered') {
    return (
      <Alert color="red" variant="light" icon={<IconShieldX size={18} />} title={t('verify.altered')}>
        {t('verify.altered-why')}
      </Alert>
    )
  }
  const { verification, memory: known } = outcome
  const { verdict } = verification
  const good = verdict === 'true'
  return (
    <div className={classes.outcome} data-verdict={verdict}>
      <h4>
        {verdict === 'untrue' ? <IconShieldX size={20} aria-hidden="true" /> : <IconShieldCheck size={20} aria-hidden="true" />}
        {t(`verify.verdict.${verdict}`)}
      </h4>
      <ol>
        {checkedOf(verification)
          .filter(({ check }) => check !== without)
          .map((one) => (
            <Step key={one.check} checked={one} outcome={outcome} />
          ))}
      </ol>
      {good && <p>{t(`verify.key.${known}`)}</p>}
      {outcome.keys.map((key) => (
        <div key={key} className={classes.key}>
          <span>{t('verify.key-used')}</span>{' '}
          <Copyable text={key} shown={key.split('+').slice(0, 2).join('+')} what={t('verify.key-used')} />
        </div>
      ))}
    </div>
  )
}

function Step({ checked, outcome }: { readonly checked: Checked; readonly outcome: Extract<VerifyOutcome, { kind: 'checked' }> }) {
  const { t } = useTranslation('evidence')
  const { locale } = usePreferences()
  const { verification, reread } = outcome
  const unknown = checked.check === 'signature' && checked.holds && verification.signer.kind === 'unknown'
  const told = {
    count: verification.lines.length,
    lines: formatNumber(verification.lines.length, locale),
    size: reread === null ? '' : formatSize(reread.size, locale),
    leaves: formatNumber(Math.max(0, ...verification.checkpoints.map((one) => one.size)), locale),
    signer: verification.signer.kind === 'known' ? `\u2068${verification.signer.name}\u2069` : '',
  }
  const passed =
    checked.check === 'bytes' && reread === null
      ? t('verify.step.bytes-gone')
      : unknown
        ? t('verify.step.signature-unknown')
        : t(`verify.step.${checked.check}`, told)
  const erased = checked.check === 'lines' ? verification.lines.filter((line) => line.erased).length : 0
  return (
    <li data-holds={checked.holds}>
      {checked.holds ? <IconCircleCheck size={18} aria-hidden="true" /> : <IconCircleX size={18} aria-hidden="true" />}
      <div>
        <strong>{t(`verify.check.${checked.check}`)}</strong>
        {checked.holds ? (
          <p>
            {passed}
            {erased > 0 && ` ${t('verify.step.erased', { erased: formatNumber(erased, locale) })}`}
          </p>
        ) : (
          checked.flaws.map((flaw) => (
            <p key={`${flaw.code} ${flaw.line ?? ''}`} title={flaw.detail}>
              {t(`verify.flaw.${flaw.code}`)}
              {flaw.line !== undefined && (
                <>
                  {' '}
                  <Mono>#{flaw.line}</Mono>
                </>
              )}
            </p>
          ))
        )}
      </div>
    </li>
  )
}
