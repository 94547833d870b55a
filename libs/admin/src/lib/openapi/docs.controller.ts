import { Controller, Req, Res } from '@nestjs/common';
import { SwaggerUi } from '@3cx-relay/rest';
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
    this.ui.sendPage(response);
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
    this.ui.sendFile(file, request, response, 'private');
  }
}
