import { Controller, Req, Res } from '@nestjs/common';
import { RelayError } from '@3cx-relay/contracts';
import { etagOf, SwaggerUi } from '@3cx-relay/rest';
import type { Request, Response } from 'express';
import { Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import { type FileParams, fileParamsSchema } from '../api/params';

/** Swagger UI of this API, for people. */
@Controller('admin/docs')
export class DocsController {
  private readonly ui = new SwaggerUi(
    '3cx-relay administration',
    '/admin/docs',
    '/admin/openapi.json',
  );

  @AdminRoute('get', '', {
    who: 'any',
    summary: 'Swagger UI',
    operationId: 'docs',
    hidden: true,
    alsoAs: ['text/html'],
  })
  page(@Res() response: Response): void {
    response.setHeader('Content-Security-Policy', this.ui.contentSecurityPolicy);
    response.type('text/html').send(this.ui.page());
  }

  @AdminRoute('get', ':file', {
    who: 'any',
    summary: 'A file of Swagger UI',
    operationId: 'docsFile',
    params: fileParamsSchema,
    hidden: true,
    alsoAs: ['text/html'],
  })
  file(
    @Input('params') { file }: FileParams,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    const asset = this.ui.asset(file);
    if (!asset) throw new RelayError('NOT_FOUND', { detail: 'There is no such file.' });
    const etag = etagOf(asset);
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'private, max-age=3600');
    if (request.get('if-none-match') === etag) return void response.status(304).end();
    response.setHeader('Content-Type', asset.mediaType);
    response.end(asset.body);
  }
}
