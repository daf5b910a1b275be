import { useTranslation } from 'react-i18next'
import { readFollowing } from '../../../src/domain/intake/contract.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { Timeline } from '../ui/facts.tsx'
import { Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'

/** What the reporter sees of a report by the tracking link, at this moment. */
export function Following({ report }: { readonly report: string }) {
  const { t } = useTranslation('intake')
  const { locale } = usePreferences()
  const following = useRead(readFollowing, { params: { id: report } }, { live: ['report', 'case', 'action'] })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return (
    <Section title={t('following.title')} lead={t('following.lead')} id="following">
      <Answer of={following}>
        {({ steps, wish, mayWish }) => (
          <>
            <Timeline
              label={t('following.title')}
              moments={steps.map((step) => ({
                id: step.kind,
                what: t(`following.step.${step.kind}`),
                when: step.at === null ? null : <Time at={step.at} />,
                more:
                  step.how !== undefined ? (
                    <small>{t(`following.end.${step.how}`)}</small>
                  ) : step.whom !== undefined ? (
                    <small>{list.format(step.whom.map((one) => t(`following.whom.${one}`)))}</small>
                  ) : undefined,
                tone: step.kind === 'ended' ? 'good' : 'accent',
              }))}
            />
            {wish !== null && wish.mailedAt !== null && (
              <p>
                {t('following.told')} <Time at={wish.mailedAt} />
              </p>
            )}
            {wish !== null && wish.mailedAt === null && <p>{t('following.wishes')}</p>}
            {wish === null && !mayWish && <p>{t('following.no-way')}</p>}
          </>
        )}
      </Answer>
    </Section>
  )
}
