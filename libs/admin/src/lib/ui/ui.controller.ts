import { Controller, Get, Header, Redirect, Req, Res } from '@nestjs/common';
import { RelayError } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import type { Request, Response } from 'express';
import { AdminOptions } from '../admin-options';
import { packedFor, type UiFile } from './ui-files';
import { INDEX, UiFolder } from './ui-folder';

const HOME = '/admin/ui/';

/**
 * Angular writes the styles of components into the page, hence inline styles; scripts come from
 * our files alone.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The built dashboard. A path that names no file is a page of it: deep links load. */
@Controller()
export class UiController {
  private readonly folder: UiFolder;

  constructor(options: AdminOptions, clock: Clock) {
    this.folder = new UiFolder(options.uiFolder, clock);
  }

  /** `/` alone is what one types who knows the port and no more. */
  @Get(['', 'admin'])
  @Redirect(HOME, 302)
  toDashboard(): void {
    // The decorator answers.
  }

  @Get(['admin/ui', 'admin/ui/*path'])
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Referrer-Policy', 'same-origin')
  @Header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
  file(@Req() request: Request, @Res() response: Response): void {
    if (request.path === '/admin/ui') return response.redirect(302, HOME);
    const file = this.find(request.path.slice(HOME.length));
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('ETag', file.etag);
    response.setHeader(
      'Cache-Control',
      file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    const { body, encoding } = packedFor(file, (wanted) => request.acceptsEncodings(wanted));
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.setHeader('Content-Type', file.type);
    response.setHeader('Content-Length', body.length);
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  private find(name: string): UiFile {
    const looksLikeFile = /\.[a-z0-9]+$/i.test(name);
    const file = this.folder.file(name) ?? (looksLikeFile ? undefined : this.folder.file(INDEX));
    if (file) return file;
    throw new RelayError('NOT_FOUND', {
      detail: this.folder.isBuilt
        ? 'The dashboard has no such file.'
        : 'The dashboard is not built. Run "npm run build".',
    });
  }
}
