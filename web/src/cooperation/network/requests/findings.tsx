import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FindingView } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { Badge } from '../../../ui/badge.tsx'
import classes from './requests.module.css'
import { levelTones } from './words.ts'

export type Override = { readonly code: FindingView['code']; readonly reason: string }

type Props = {
  readonly findings: readonly FindingView[]
  readonly overrides: readonly Override[]
  /** takes a reason for asking all the same */
  onReason?(code: FindingView['code'], reason: string): void
}

/** What speaks against a request, what to know, what to expect; the gravest first. */
export function Findings({ findings, overrides, onReason }: Props) {
  const { t } = useTranslation('requests')
  const textOf = useFindingText()
  if (findings.length === 0) return <p>{t('check.nothing')}</p>
  const order = ['error', 'warning', 'note'] as const
  const asked = new Set<string>()
  const sorted = order.flatMap((level) => findings.filter((one) => one.level === level))
  return (
    <ul className={classes.findings} aria-label={t('check.title')}>
      {sorted.map((finding) => {
        const { code, level, override, detail } = finding
        const reason = overrides.find((one) => one.code === code)?.reason ?? ''
        // one reason for a code, however many kinds of data it stands against
        const field = override && onReason !== undefined && !asked.has(code)
        asked.add(code)
        return (
          <li key={`${code} ${JSON.stringify(detail)}`}>
            <Badge tone={override && reason !== '' ? 'warn' : levelTones[level]}>{t(`level.${level}`)}</Badge>
            <p>
              <bdi>{textOf(finding)}</bdi>
            </p>
            {field && (
              <Textarea
                mt="xs"
                size="sm"
                label={t('check.reason')}
                autosize
                minRows={1}
                maxRows={4}
                maxLength={2_000}
                value={reason}
                onChange={(event) => onReason(code, event.currentTarget.value)}
              />
            )}
            {override && onReason === undefined && reason !== '' && (
              <p>
                {t('check.reason-said')} <bdi className={classes.long}>{reason}</bdi>
              </p>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function useFindingText() {
  const { t } = useTranslation(['requests', 'disclosures', 'network'])
  return ({ code, detail }: FindingView) => {
    const list = (name: string) => (Array.isArray(detail[name]) ? detail[name] : [])
    const one = (name: string) => (typeof detail[name] === 'string' ? detail[name] : '')
    const kind = one('data') as 'logs' | ''
    const names = {
      data: kind === '' ? '' : t(`disclosures:data.${kind}`),
      grounds: list('grounds').map((ground) => t(`disclosures:ground.${ground as 'request'}`)),
      needs: list('needs').map((need) => t(`disclosures:need.${need as 'ground'}`)),
      languages: list('languages'),
      names: list('names'),
      law: one('law') === '' ? '' : t(`network:law.${one('law') as 'other'}`),
      text: one('text'),
      address: one('address'),
      when: one('when') === '' ? '' : t(`disclosures:told.${one('when') as 'after'}`),
      channel: one('channel') === '' ? '' : t(`disclosures:channel.${one('channel') as 'mail'}`),
    }
    const number = ['days', 'count', 'hours'].map((name) => detail[name]).find((value) => typeof value === 'number') ?? 0
    return t(`finding.${code}`, { ...names, number })
  }
}
