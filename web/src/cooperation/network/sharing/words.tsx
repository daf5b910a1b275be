import { useTranslation } from 'react-i18next'
import type { ShareLine } from '../../../../../src/domain/cooperation/contract.ts'
import { Badge } from '../../../ui/badge.tsx'
import { countryName } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import type { Tone } from '../../../ui/tone.ts'

type Tlp = ShareLine['tlp']

const tlpTones: Readonly<Record<Tlp, Tone>> = { clear: 'plain', green: 'good', amber: 'warn', 'amber-strict': 'warn', red: 'bad' }

/** As the protocol writes it (TLP 2.0 §2), in every language. */
export function tlpName(tlp: Tlp): string {
  return `TLP:${tlp === 'amber-strict' ? 'AMBER+STRICT' : tlp.toUpperCase()}`
}

export function TlpBadge({ tlp }: { readonly tlp: Tlp }) {
  return (
    <Badge tone={tlpTones[tlp]}>
      <bdi>{tlpName(tlp)}</bdi>
    </Badge>
  )
}

const stateTones: Readonly<Record<ShareLine['state'], Tone>> = {
  draft: 'warn',
  shared: 'good',
  expired: 'plain',
  recalled: 'bad',
  refused: 'plain',
}

export function ShareState({ state }: Pick<ShareLine, 'state'>) {
  const { t } = useTranslation('sharing')
  return <Badge tone={stateTones[state]}>{t(`state.${state}`)}</Badge>
}

/** What a recipient is called: a member or group by its name, a country in the reader's language. */
export function useRecipientName(): (recipient: ShareLine['recipients'][number]) => string {
  const { t } = useTranslation('sharing')
  const { locale } = usePreferences()
  return ({ kind, value, name }) => {
    if (kind === 'country') return countryName(value, locale)
    if (kind === 'country-agencies') return t('to.agencies-of-country', { country: countryName(value, locale) })
    return kind === 'agencies' ? t('to.agencies') : name
  }
}

const shown = 3

/** The first few recipients, and how many more there are. */
export function Recipients({ recipients }: Pick<ShareLine, 'recipients'>) {
  const { t } = useTranslation('sharing')
  const nameOf = useRecipientName()
  const more = recipients.length - shown
  return (
    <bdi>
      {t('names', { these: recipients.slice(0, shown).map(nameOf) })}
      {more > 0 && ` ${t('to.more', { count: more })}`}
    </bdi>
  )
}
