import { Controller, Get, Path, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { ledgerError } from '../../base/errors.js';
import { type BulkEdition, type BulkFile, newestEdition } from '../../exports/bulk-files.js';
import { mediaTypes } from '../../exports/write-table.js';
import type { Problem } from '../problem.js';
import { sendFile } from '../send-file.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import type { TableQuery } from './query-parameters.js';

/** A file for download. */
export interface ExportFile {
  /** Its name, and the last part of its path. */
  readonly file: string;
  readonly table: 'cards' | 'prices' | 'history';
  readonly format: 'ndjson' | 'csv' | 'parquet';
  /** @isInt */
  readonly rows: number;
  /** @isInt */
  readonly bytes: number;
  /** Of the file as it is sent, in hex. */
  readonly sha256: string;
  /** Everything up to this position of the log is in the file. */
  readonly position: string;
  /** Stamp of the newest snapshot in it. */
  readonly as_of: string;
  readonly built_at: string;
}

export interface ExportsAnswer {
  /** Empty until the first collection has been over for some minutes. */
  readonly exports: readonly ExportFile[];
}

const fileOf = (edition: BulkEdition, { name, table, format, rows, bytes, sha256 }: BulkFile): ExportFile => ({
  file: name,
  table,
  format,
  rows,
  bytes,
  sha256,
  position: edition.position,
  as_of: edition.as_of,
  built_at: edition.built_at,
});

@Route('exports')
@Tags('Ledger')
export class ExportsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The newest files of the cards, the newest prices, and the history of all prices: built after each collection, all of one
   * moment. `tcg-ledger export` writes the same at any time, also as of the past.
   * @summary Files for download
   */
  @Get()
  @SuccessResponse(200, 'The files')
  public listExports(
    @Request() request: HttpRequest,
    @Queries() query: TableQuery,
  ): Promise<ExportsAnswer | undefined> {
    const { exportsDir } = this.services;
    return answerRead(
      this.services,
      request,
      { models: ['coverage'], minPosition: query.min_position },
      async (draft) => {
        // No event changes the list: the building of the files does.
        draft.noStore();
        const edition = exportsDir === undefined ? null : await newestEdition(exportsDir);
        return { exports: edition?.files.map((file) => fileOf(edition, file)) ?? [] };
      },
    );
  }

  /**
   * One of the files. It can be continued (`Range`), and `Repr-Digest` says what its bytes must hash to.
   * @summary One file
   * @param file Its name in the list, e.g. prices.parquet
   */
  @Get('{file}')
  @SuccessResponse(200, 'The file', ['application/gzip', 'application/vnd.apache.parquet'])
  @Response<Problem>(404, 'No such file')
  public async getExport(@Request() request: HttpRequest, @Path() file: string): Promise<string | undefined> {
    const { exportsDir } = this.services;
    const edition = exportsDir === undefined ? null : await newestEdition(exportsDir);
    const found = edition?.files.find(({ name }) => name === file);
    if (edition === null || found === undefined) {
      const names = edition?.files.map(({ name }) => name).join(', ') ?? 'none, since no collection is over yet';
      throw ledgerError('EXPORT_NOT_FOUND', `there is no file ${file}; there are ${names}`, {
        details: { file: `expected one of ${names}` },
      });
    }
    const response = request.res as HttpResponse;
    response.setHeader('Ledger-Position', edition.position);
    await sendFile(request, response, {
      folder: edition.folder,
      name: found.name,
      type: mediaTypes[found.format].split(';', 1)[0] ?? '',
      isCompressed: found.format !== 'parquet',
      sha256: found.sha256,
    });
    // Sent: tsoa's routes leave a sent response alone.
    return undefined;
  }
}
