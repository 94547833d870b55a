import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RelayError } from '@3cx-relay/contracts';
import type { Request, Response } from 'express';
import swaggerFolder from 'swagger-ui-dist/absolute-path.js';

const SCRIPT = 'text/javascript; charset=utf-8';

/** The files of the package that the page needs; no other leaves it. */
const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', SCRIPT],
  ['favicon-32x32.png', 'image/png'],
]);

/** What the page may do: its own scripts and styles, and calls to its own origin. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Asset {
  readonly body: Buffer;
  readonly mediaType: string;
}

/** Swagger UI from the installed package: nothing is fetched from elsewhere. */
export class SwaggerUi {
  private readonly assets = new Map<string, Asset>();

  /** @param descriptionUrl where the OpenAPI document is, seen from the page */
  constructor(
    private readonly title: string,
    private readonly basePath: string,
    private readonly descriptionUrl: string,
  ) {}

  sendPage(response: Response): void {
    response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    response.type('text/html').send(this.page());
  }

  /**
   * A file of the page, or 304 for a client that has it.
   * @param cachedBy who may keep it: everybody, or the browser alone
   * @throws RelayError NOT_FOUND for any other name
   */
  sendFile(
    name: string,
    request: Request,
    response: Response,
    cachedBy: 'public' | 'private',
  ): void {
    const asset = this.asset(name);
    if (!asset) throw new RelayError('NOT_FOUND', { detail: 'There is no such file.' });
    const etag = etagOf(asset);
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', `${cachedBy}, max-age=3600`);
    if (request.get('if-none-match') === etag) return void response.status(304).end();
    response.setHeader('Content-Type', asset.mediaType);
    response.end(asset.body);
  }

  private page(): string {
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${this.title}</title>
<link rel="stylesheet" href="${this.basePath}/swagger-ui.css">
<link rel="icon" href="${this.basePath}/favicon-32x32.png">
</head>
<body>
<main id="swagger-ui"></main>
<script src="${this.basePath}/swagger-ui-bundle.js"></script>
<script src="${this.basePath}/start.js"></script>
</body>
</html>
`;
  }

  private asset(name: string): Asset | undefined {
    if (name === 'start.js') return { body: Buffer.from(this.script()), mediaType: SCRIPT };
    const mediaType = MEDIA_TYPES.get(name);
    if (mediaType === undefined) return undefined;
    const known = this.assets.get(name);
    if (known) return known;
    const asset = { body: readFileSync(path.join(swaggerFolder(), name)), mediaType };
    this.assets.set(name, asset);
    return asset;
  }

  private script(): string {
    return `window.ui = SwaggerUIBundle({
  url: ${JSON.stringify(this.descriptionUrl)},
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: false,
  presets: [SwaggerUIBundle.presets.apis],
  validatorUrl: null,
});
`;
  }
}

/** A strong validator for a file that rarely changes. */
function etagOf({ body }: Asset): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}
