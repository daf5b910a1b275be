import { Stack } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readRelease } from '../../../src/domain/cooperation/contract.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { Page, Section } from '../ui/page.tsx'
import { About, Doubts, History } from './release/about.tsx'
import { Acts } from './release/acts.tsx'
import { Preview } from './release/preview.tsx'
import { RecallPart } from './release/recall.tsx'
import classes from './release/release.module.css'
import { TermsFacts } from './release/terms.tsx'

const route = getRouteApi('/shell/releases/$id')

/** One release: what goes, to the byte, what was taken off, to whom and why, who decided, what came of it. */
export function Release() {
  const { t } = useTranslation('cooperation')
  const { id } = route.useParams()
  const result = useRead(readRelease, { params: { id } }, { live: ['release', 'mail'] })
  const back = (
    <Link to="/releases" className={classes.link}>
      {t('releases.title')}
    </Link>
  )
  return (
    <Answer of={result} whole back={back}>
      {(release) => (
        <Page
          title={release.title}
          back={back}
          aside={
            <>
              <About release={release} />
              <TermsFacts terms={release.terms} />
              <History release={release} />
            </>
          }
        >
          <Stack gap="md" miw={0}>
            <Doubts release={release} />
            <Acts release={release} />
            <RecallPart release={release} />
            <Section title={t('preview.title')}>
              <Preview release={release} />
            </Section>
          </Stack>
        </Page>
      )}
    </Answer>
  )
}
