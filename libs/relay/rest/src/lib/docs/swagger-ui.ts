import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import swaggerFolder from 'swagger-ui-dist/absolute-path.js';

const SCRIPT = 'text/javascript; charset=utf-8';

/** The files of the package that the page needs; no other leaves it. */
const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', SCRIPT],
  ['favicon-32x32.png', 'image/png'],
]);

export interface Asset {
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

  /** What the page may do: its own scripts and styles, and calls to its own origin. */
  get contentSecurityPolicy(): string {
    return [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; ');
  }

  page(): string {
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

  /** A file of the page; `undefined` for any other name. */
  asset(name: string): Asset | undefined {
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
export function etagOf({ body }: Asset): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}
