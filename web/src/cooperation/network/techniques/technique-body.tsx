import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CopiedTechnique } from '../../../../../src/domain/cooperation/contract/network/copied.ts'
import { Hash } from '../../../ui/code.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Time } from '../../../ui/time.tsx'
import { StatedResult, TechniqueText } from './technique-text.tsx'

/** A technique in a shared copy, as its owner shows it and as its recipients read it. */
export function TechniqueBody({ body }: { readonly body: CopiedTechnique }) {
  const { t } = useTranslation('techniques')
  const { of, title, version, description, text, textSha256, entries, madeAt, result, origin } = body
  return (
    <Stack gap="sm" miw={0}>
      <Facts
        facts={[
          { name: t('field.kind'), value: t(`kind.${of}`) },
          { name: t('field.version'), value: version },
          { name: t('field.made'), value: <Time at={madeAt} /> },
          { name: t('field.entries'), value: t(`entries.${of}`, { number: entries }) },
          { name: 'SHA-256', value: <Hash value={textSha256} /> },
          { name: t('field.from'), value: origin === null ? null : <bdi>{origin.name}</bdi> },
        ]}
      />
      {description !== '' && (
        <Text dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {description}
        </Text>
      )}
      <TechniqueText kind={of} name={title} text={text} />
      {result !== null && (
        <section>
          <h4>{t('result.title')}</h4>
          <StatedResult result={result} />
        </section>
      )}
    </Stack>
  )
}
