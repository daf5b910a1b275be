import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** RFC 9457 §3, with our `code`; what problem.ts sends. */
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'stable: `room.reason`' },
    detail: {},
  },
} as const

type Operation = { responses?: Record<string, unknown> }
type Document = { paths?: Record<string, Record<string, unknown> | undefined>; components?: { schemas?: Record<string, unknown> } }

/** Says of every operation that what goes wrong is a problem, once for all. */
function withProblems<T extends Document>(document: T): T {
  const answer = {
    description: 'What went wrong',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
  }
  const paths = Object.entries(document.paths ?? {}).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations ?? {}).map(([method, operation]) => {
        const { responses, ...rest } = operation as Operation
        return [method, { ...rest, responses: { ...responses, default: answer } }]
      }),
    ),
  ])
  const schemas = { ...document.components?.schemas, problem }
  return { ...document, components: { ...document.components, schemas }, paths: Object.fromEntries(paths) }
}

/** The one style that the page's library writes into the page itself, in the drawing of its logo; e2e/ sees when it changes. */
const logoStyle = 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='

/** OpenAPI 3.1 at /api/openapi.json and a page to browse it at /api/docs, both from the contracts. */
export async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tocsin',
        version: '1',
        description: 'Reports, evidence and findings. Errors are problem details (RFC 9457) with a stable `code`.',
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key' },
          session: { type: 'apiKey', in: 'cookie', name: 'tocsin.session_token' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (found) => ('openapiObject' in found ? withProblems(found.openapiObject) : found.swaggerObject),
  })
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: `default-src 'none'; script-src 'self'; style-src 'self' '${logoStyle}'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'`,
    uiConfig: { docExpansion: 'list', validatorUrl: null },
    theme: { title: 'Tocsin: API' },
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
