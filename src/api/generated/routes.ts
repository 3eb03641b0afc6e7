/* tslint:disable */
/* eslint-disable */
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import type { TsoaRoute } from '@tsoa/runtime';
import {  fetchMiddlewares, ExpressTemplateService } from '@tsoa/runtime';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { SetsController } from '../reads/sets.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { EventsController } from '../reads/events.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { CoverageController } from '../reads/coverage.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { CardsController } from '../reads/cards.js';
import { iocContainer } from '../ioc.js';
import type { IocContainer, IocContainerFactory } from '@tsoa/runtime';
import type { Request as ExRequest, Response as ExResponse, RequestHandler, Router } from 'express';



// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

const models: TsoaRoute.Models = {
    "CardSetDto": {
        "dataType": "refObject",
        "properties": {
            "set_id": {"dataType":"string","required":true},
            "tcg_type": {"dataType":"string","required":true},
            "name": {"dataType":"string","required":true},
            "abbreviation": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "release_date": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "supplemental": {"dataType":"boolean","required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "card_count": {"dataType":"integer","required":true},
            "sealed_count": {"dataType":"integer","required":true},
            "set_value": {"dataType":"union","subSchemas":[{"dataType":"nestedObjectLiteral","nestedProperties":{"priced_cards":{"dataType":"double","required":true},"currency":{"dataType":"enum","enums":["USD"],"required":true},"amount":{"dataType":"double","required":true}}},{"dataType":"enum","enums":[null]}],"required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "source": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Pagination": {
        "dataType": "refObject",
        "properties": {
            "total": {"dataType":"integer","required":true},
            "limit": {"dataType":"integer","required":true},
            "offset": {"dataType":"integer","required":true},
            "has_more": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetsAnswer": {
        "dataType": "refObject",
        "properties": {
            "sets": {"dataType":"array","array":{"dataType":"refObject","ref":"CardSetDto"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Record_string.string_": {
        "dataType": "refAlias",
        "type": {"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"dataType":"string"},"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Problem": {
        "dataType": "refObject",
        "properties": {
            "type": {"dataType":"string","required":true},
            "title": {"dataType":"string","required":true},
            "status": {"dataType":"integer","required":true},
            "detail": {"dataType":"string","required":true},
            "instance": {"dataType":"string","required":true},
            "code": {"dataType":"string","required":true},
            "details": {"ref":"Record_string.string_","required":true},
            "request_id": {"dataType":"string","required":true},
            "timestamp": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DaySummaryDto": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "date": {"dataType":"string","required":true},
            "sets": {"dataType":"double","required":true},
            "rows": {"dataType":"double","required":true},
            "changed": {"dataType":"double","required":true},
            "withdrawn": {"dataType":"double","required":true},
            "quarantined": {"dataType":"double","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetDayDto": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "set_id": {"dataType":"string","required":true},
            "date": {"dataType":"string","required":true},
            "status": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["collected"]},{"dataType":"enum","enums":["missed"]}],"required":true},
            "snapshots": {"dataType":"double","required":true},
            "rows": {"dataType":"double","required":true},
            "changed": {"dataType":"double","required":true},
            "unchanged": {"dataType":"double","required":true},
            "withdrawn": {"dataType":"double","required":true},
            "quarantined": {"dataType":"double","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RunDto": {
        "dataType": "refObject",
        "properties": {
            "run_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "scope": {"dataType":"string","required":true},
            "trigger": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "upstream_stamp": {"dataType":"string","required":true},
            "started_at": {"dataType":"string","required":true},
            "ended_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "status": {"dataType":"string","required":true},
            "code": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "detail": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "sets": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "rows": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "changed": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "unchanged": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "withdrawn": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "quarantined": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "requests": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CoverageAnswer": {
        "dataType": "refObject",
        "properties": {
            "newest_snapshot": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "from": {"dataType":"string","required":true},
            "to": {"dataType":"string","required":true},
            "days": {"dataType":"array","array":{"dataType":"refObject","ref":"DaySummaryDto"},"required":true},
            "sets": {"dataType":"array","array":{"dataType":"refObject","ref":"SetDayDto"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
            "runs": {"dataType":"array","array":{"dataType":"refObject","ref":"RunDto"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CurrencyCode": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["USD"]},{"dataType":"enum","enums":["EUR"]},{"dataType":"enum","enums":["GBP"]},{"dataType":"enum","enums":["JPY"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CurrentPriceDto": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"dataType":"string","required":true},
            "effective_at": {"dataType":"string","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_changed": {"dataType":"string","required":true},
            "stale": {"dataType":"boolean","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"CurrencyCode","required":true},
            "last_updated": {"dataType":"string","required":true},
            "printing": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FoundCardDto": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "tcg_type": {"dataType":"string","required":true},
            "name": {"dataType":"string","required":true},
            "number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "rarity": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "product_type": {"dataType":"string","required":true},
            "image_url": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "set": {"dataType":"nestedObjectLiteral","nestedProperties":{"name":{"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},"set_id":{"dataType":"string","required":true}},"required":true},
            "current_price": {"dataType":"union","subSchemas":[{"ref":"CurrentPriceDto"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardSearchAnswer": {
        "dataType": "refObject",
        "properties": {
            "cards": {"dataType":"array","array":{"dataType":"refObject","ref":"FoundCardDto"},"required":true},
            "fuzzy": {"dataType":"boolean","required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SortName": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["relevance"]},{"dataType":"enum","enums":["name"]},{"dataType":"enum","enums":["number"]},{"dataType":"enum","enums":["price_asc"]},{"dataType":"enum","enums":["price_desc"]},{"dataType":"enum","enums":["released"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardDto": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "tcg_type": {"dataType":"string","required":true},
            "name": {"dataType":"string","required":true},
            "clean_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "rarity": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "product_type": {"dataType":"string","required":true},
            "image_url": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "url": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "attributes": {"ref":"Record_string.string_","required":true},
            "listed_at": {"dataType":"string","required":true},
            "revised_at": {"dataType":"string","required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "merged_into": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "source": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetInfoDto": {
        "dataType": "refObject",
        "properties": {
            "set_id": {"dataType":"string","required":true},
            "name": {"dataType":"string","required":true},
            "abbreviation": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "release_date": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChangeDto": {
        "dataType": "refObject",
        "properties": {
            "amount": {"dataType":"double","required":true},
            "percentage": {"dataType":"double","required":true},
            "from_price": {"dataType":"double","required":true},
            "from_effective_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ExtremeDto": {
        "dataType": "refObject",
        "properties": {
            "price": {"dataType":"double","required":true},
            "date": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PrintingStatsDto": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"dataType":"string","required":true},
            "effective_at": {"dataType":"string","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_changed": {"dataType":"string","required":true},
            "stale": {"dataType":"boolean","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"CurrencyCode","required":true},
            "current_market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "price_range": {"dataType":"nestedObjectLiteral","nestedProperties":{"high":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},"low":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true}},"required":true},
            "30_day_change": {"dataType":"union","subSchemas":[{"ref":"ChangeDto"},{"dataType":"enum","enums":[null]}],"required":true},
            "all_time_high": {"dataType":"union","subSchemas":[{"ref":"ExtremeDto"},{"dataType":"enum","enums":[null]}],"required":true},
            "all_time_low": {"dataType":"union","subSchemas":[{"ref":"ExtremeDto"},{"dataType":"enum","enums":[null]}],"required":true},
            "withdrawn": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardAnswer": {
        "dataType": "refObject",
        "properties": {
            "card": {"ref":"CardDto","required":true},
            "set_info": {"dataType":"union","subSchemas":[{"ref":"SetInfoDto"},{"dataType":"enum","enums":[null]}],"required":true},
            "external_ids": {"ref":"Record_string.string_","required":true},
            "as_of": {"dataType":"string","required":true},
            "price_stats": {"dataType":"array","array":{"dataType":"refObject","ref":"PrintingStatsDto"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceDto": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"dataType":"string","required":true},
            "effective_at": {"dataType":"string","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_changed": {"dataType":"string","required":true},
            "stale": {"dataType":"boolean","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "printing": {"dataType":"string","required":true},
            "printing_slug": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"nestedObjectLiteral","nestedProperties":{"qualifier":{"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},"grade":{"dataType":"string","required":true},"grader":{"dataType":"string","required":true}}},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"CurrencyCode","required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "withdrawn": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PricesAnswer": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "valid_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "market": {"dataType":"array","array":{"dataType":"refObject","ref":"PriceDto"},"required":true},
            "asking": {"dataType":"array","array":{"dataType":"refObject","ref":"PriceDto"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistoryKeyDto": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"dataType":"string","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"nestedObjectLiteral","nestedProperties":{"qualifier":{"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},"grade":{"dataType":"string","required":true},"grader":{"dataType":"string","required":true}}},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"CurrencyCode","required":true},
            "simulated": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DataPointDto": {
        "dataType": "refObject",
        "properties": {
            "effective_at": {"dataType":"string","required":true},
            "date": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "open": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "low": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "close": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "observed": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["changed"]},{"dataType":"enum","enums":["unchanged"]},{"dataType":"enum","enums":["carried"]},{"dataType":"enum","enums":["withdrawn"]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistorySummaryDto": {
        "dataType": "refObject",
        "properties": {
            "avg_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "min": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "max": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "volatility": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "trend": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["up"]},{"dataType":"enum","enums":["down"]},{"dataType":"enum","enums":["flat"]},{"dataType":"enum","enums":[null]}],"required":true},
            "change_percentage": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistoryAnswer": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "key": {"dataType":"union","subSchemas":[{"ref":"HistoryKeyDto"},{"dataType":"enum","enums":[null]}],"required":true},
            "available": {"dataType":"array","array":{"dataType":"refObject","ref":"HistoryKeyDto"},"required":true},
            "from": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "to": {"dataType":"string","required":true},
            "interval": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["raw"]},{"dataType":"enum","enums":["1d"]},{"dataType":"enum","enums":["1w"]}],"required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "data_points": {"dataType":"array","array":{"dataType":"refObject","ref":"DataPointDto"},"required":true},
            "summary": {"ref":"HistorySummaryDto","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PeriodName": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["7d"]},{"dataType":"enum","enums":["30d"]},{"dataType":"enum","enums":["3m"]},{"dataType":"enum","enums":["1y"]},{"dataType":"enum","enums":["all"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
};
const templateService = new ExpressTemplateService(models, {"noImplicitAdditionalProperties":"throw-on-extras","bodyCoercion":true});

// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa




export function RegisterRoutes(app: Router) {

    // ###########################################################################################################
    //  NOTE: If you do not see routes for all of your controllers in this file, then you might not have informed tsoa of where to look
    //      Please look into the "controllerPathGlobs" config option described in the readme: https://github.com/lukeautry/tsoa
    // ###########################################################################################################


    
        const argsSetsController_list: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                tcg_type: {"in":"query","name":"tcg_type","dataType":"union","subSchemas":[{"dataType":"enum","enums":["pokemon"]},{"dataType":"enum","enums":["onepiece"]}]},
                q: {"in":"query","name":"q","dataType":"string"},
                limit: {"default":20,"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":100}}},
                offset: {"default":0,"in":"query","name":"offset","dataType":"integer","validators":{"isInt":{"errorMsg":"offset"},"minimum":{"value":0},"maximum":{"value":100000}}},
                min_position: {"in":"query","name":"min_position","dataType":"string"},
        };
        app.get('/v1/sets',
            ...(fetchMiddlewares<RequestHandler>(SetsController)),
            ...(fetchMiddlewares<RequestHandler>(SetsController.prototype.list)),

            async function SetsController_list(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSetsController_list, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SetsController>(SetsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'list',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsSetsController_one: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                set_id: {"in":"path","name":"set_id","required":true,"dataType":"string"},
                min_position: {"in":"query","name":"min_position","dataType":"string"},
        };
        app.get('/v1/sets/:set_id',
            ...(fetchMiddlewares<RequestHandler>(SetsController)),
            ...(fetchMiddlewares<RequestHandler>(SetsController.prototype.one)),

            async function SetsController_one(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSetsController_one, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SetsController>(SetsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'one',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsEventsController_list: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                after: {"in":"query","name":"after","dataType":"string"},
                type: {"in":"query","name":"type","dataType":"array","array":{"dataType":"string"}},
                stream: {"in":"query","name":"stream","dataType":"string"},
                card_id: {"in":"query","name":"card_id","dataType":"string"},
                from: {"in":"query","name":"from","dataType":"string"},
                to: {"in":"query","name":"to","dataType":"string"},
                limit: {"default":1000,"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":10000}}},
        };
        app.get('/v1/events',
            ...(fetchMiddlewares<RequestHandler>(EventsController)),
            ...(fetchMiddlewares<RequestHandler>(EventsController.prototype.list)),

            async function EventsController_list(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsEventsController_list, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<EventsController>(EventsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'list',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsCoverageController_list: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                source: {"in":"query","name":"source","dataType":"string"},
                set_id: {"in":"query","name":"set_id","dataType":"string"},
                from: {"in":"query","name":"from","dataType":"string"},
                to: {"in":"query","name":"to","dataType":"string"},
                limit: {"default":20,"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":100}}},
                offset: {"default":0,"in":"query","name":"offset","dataType":"integer","validators":{"isInt":{"errorMsg":"offset"},"minimum":{"value":0},"maximum":{"value":100000}}},
                min_position: {"in":"query","name":"min_position","dataType":"string"},
        };
        app.get('/v1/coverage',
            ...(fetchMiddlewares<RequestHandler>(CoverageController)),
            ...(fetchMiddlewares<RequestHandler>(CoverageController.prototype.list)),

            async function CoverageController_list(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCoverageController_list, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CoverageController>(CoverageController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'list',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsCardsController_search: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                q: {"in":"query","name":"q","dataType":"string"},
                tcg_type: {"in":"query","name":"tcg_type","dataType":"union","subSchemas":[{"dataType":"enum","enums":["pokemon"]},{"dataType":"enum","enums":["onepiece"]}]},
                set_identifier: {"in":"query","name":"set_identifier","dataType":"string"},
                rarity: {"in":"query","name":"rarity","dataType":"string"},
                product_type: {"in":"query","name":"product_type","dataType":"union","subSchemas":[{"dataType":"enum","enums":["single"]},{"dataType":"enum","enums":["sealed"]}]},
                min_price: {"in":"query","name":"min_price","dataType":"double","validators":{"minimum":{"value":0}}},
                max_price: {"in":"query","name":"max_price","dataType":"double","validators":{"minimum":{"value":0}}},
                sort: {"in":"query","name":"sort","ref":"SortName"},
                limit: {"default":20,"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":100}}},
                offset: {"default":0,"in":"query","name":"offset","dataType":"integer","validators":{"isInt":{"errorMsg":"offset"},"minimum":{"value":0},"maximum":{"value":100000}}},
                cursor: {"in":"query","name":"cursor","dataType":"string"},
                min_position: {"in":"query","name":"min_position","dataType":"string"},
        };
        app.get('/v1/cards/search',
            ...(fetchMiddlewares<RequestHandler>(CardsController)),
            ...(fetchMiddlewares<RequestHandler>(CardsController.prototype.search)),

            async function CardsController_search(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCardsController_search, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CardsController>(CardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'search',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsCardsController_card: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                card_id: {"in":"path","name":"card_id","required":true,"dataType":"string"},
                as_of: {"in":"query","name":"as_of","dataType":"string"},
                min_position: {"in":"query","name":"min_position","dataType":"string"},
        };
        app.get('/v1/cards/:card_id',
            ...(fetchMiddlewares<RequestHandler>(CardsController)),
            ...(fetchMiddlewares<RequestHandler>(CardsController.prototype.card)),

            async function CardsController_card(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCardsController_card, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CardsController>(CardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'card',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsCardsController_prices: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                card_id: {"in":"path","name":"card_id","required":true,"dataType":"string"},
                valid_at: {"in":"query","name":"valid_at","dataType":"string"},
                known_at: {"in":"query","name":"known_at","dataType":"string"},
                min_position: {"in":"query","name":"min_position","dataType":"string"},
        };
        app.get('/v1/cards/:card_id/prices',
            ...(fetchMiddlewares<RequestHandler>(CardsController)),
            ...(fetchMiddlewares<RequestHandler>(CardsController.prototype.prices)),

            async function CardsController_prices(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCardsController_prices, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CardsController>(CardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'prices',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsCardsController_history: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                card_id: {"in":"path","name":"card_id","required":true,"dataType":"string"},
                period: {"in":"query","name":"period","ref":"PeriodName"},
                from: {"in":"query","name":"from","dataType":"string"},
                to: {"in":"query","name":"to","dataType":"string"},
                source: {"in":"query","name":"source","dataType":"string"},
                printing: {"in":"query","name":"printing","dataType":"string"},
                condition: {"in":"query","name":"condition","dataType":"union","subSchemas":[{"dataType":"enum","enums":["NM"]},{"dataType":"enum","enums":["LP"]},{"dataType":"enum","enums":["MP"]},{"dataType":"enum","enums":["HP"]},{"dataType":"enum","enums":["DMG"]},{"dataType":"enum","enums":["S"]}]},
                kind: {"in":"query","name":"kind","dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["asking"]}]},
                interval: {"default":"raw","in":"query","name":"interval","dataType":"union","subSchemas":[{"dataType":"enum","enums":["raw"]},{"dataType":"enum","enums":["1d"]},{"dataType":"enum","enums":["1w"]}]},
                valid_at: {"in":"query","name":"valid_at","dataType":"string"},
                known_at: {"in":"query","name":"known_at","dataType":"string"},
                min_position: {"in":"query","name":"min_position","dataType":"string"},
        };
        app.get('/v1/cards/:card_id/prices/history',
            ...(fetchMiddlewares<RequestHandler>(CardsController)),
            ...(fetchMiddlewares<RequestHandler>(CardsController.prototype.history)),

            async function CardsController_history(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCardsController_history, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CardsController>(CardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'history',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa


    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
}

// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
