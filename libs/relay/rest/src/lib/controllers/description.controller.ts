import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { SwaggerUi } from '../docs/swagger-ui';
import { asyncApiDocument } from '../openapi/asyncapi-document';
import { API_TITLE, apiFacts } from '../openapi/api-facts';
import { openApiDocument } from '../openapi/openapi-document';
import { PublishedRoutes } from '../openapi/published-routes';
import { RestOptions } from '../rest.options';
import { RelayRoute } from '../routes/relay-route';
import { Input } from '../routes/relay-request';

const fileSchema = z.strictObject({ file: z.string().max(64) });
/** The API described, for programs and for people. */
@Controller('relay')
export class DescriptionController {
  private readonly ui = new SwaggerUi(`${API_TITLE} API`, '/relay/docs', '/relay/openapi.json');
  private document: string | undefined;

  constructor(
    private readonly routes: PublishedRoutes,
    private readonly options: RestOptions,
  ) {}

  @RelayRoute('get', 'openapi.json', {
    who: 'public',
    tag: 'Service',
    summary: 'This description',
    description: 'OpenAPI 3.1, made from what the routes themselves are checked by.',
    operationId: 'getOpenApi',
    answer: z.record(z.string(), z.unknown()),
    example: { openapi: '3.1.0', info: { title: API_TITLE, version: '1.0.0' } },
  })
  openApi(@Res() response: Response): void {
    this.document ??= JSON.stringify(
      openApiDocument(
        this.routes.all(),
        apiFacts(this.options.version, this.options.publicUrl ?? '/'),
      ),
      null,
      2,
    );
    response.setHeader('Cache-Control', 'no-cache');
    response.type('application/json').send(this.document);
  }

  @RelayRoute('get', 'asyncapi.json', {
    who: 'public',
    tag: 'Service',
    summary: 'The streams described, as AsyncAPI 3',
    description: 'Every message of the WebSocket and the Socket.IO stream.',
    operationId: 'getAsyncApi',
    answer: z.record(z.string(), z.unknown()),
    example: { asyncapi: '3.0.0', info: { title: `${API_TITLE} streams`, version: '1.0.0' } },
  })
  asyncApi(@Req() request: Request, @Res() response: Response): void {
    const url = new URL(this.options.publicUrl ?? `${request.protocol}://${request.host}`);
    const document = asyncApiDocument(this.options.version, url.host, url.protocol === 'https:');
    response.setHeader('Cache-Control', 'no-cache');
    response.type('application/json').send(JSON.stringify(document, null, 2));
  }

  @RelayRoute('get', 'docs', {
    who: 'public',
    tag: 'Service',
    summary: 'Swagger UI',
    operationId: 'getDocs',
    hidden: true,
  })
  docs(@Res() response: Response): void {
    this.ui.sendPage(response);
  }

  @RelayRoute('get', 'docs/:file', {
    who: 'public',
    tag: 'Service',
    summary: 'A file of Swagger UI',
    operationId: 'getDocsFile',
    params: fileSchema,
    hidden: true,
  })
  file(
    @Input('params') { file }: { file: string },
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    this.ui.sendFile(file, request, response, 'public');
  }
}
