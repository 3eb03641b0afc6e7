/* tslint:disable */
/* eslint-disable */
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import type { TsoaRoute } from '@tsoa/runtime';
import {  fetchMiddlewares, ExpressTemplateService } from '@tsoa/runtime';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { TrendingController } from './../reads/trending.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { SourcesController } from './../reads/sources.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { SetsController } from './../reads/sets.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { SetValueController } from './../reads/set-value.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { SetCardsController } from './../reads/set-cards.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ResolveController } from './../reads/resolve.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { PriceStreamController } from './../reads/price-stream.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { CardsController } from './../reads/cards.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { PriceHistoryController } from './../reads/price-history.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { PriceChangesController } from './../reads/price-changes.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { IdChangesController } from './../reads/id-changes.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { GamesController } from './../reads/games.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ExtremesController } from './../reads/extremes.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ExportsController } from './../reads/exports.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ExplainPriceController } from './../reads/explain-price.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { EventsController } from './../reads/events.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { CoverageController } from './../reads/coverage.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { NotificationsController } from './../accounts/notifications.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { MeController } from './../accounts/me.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { FeedsController } from './../accounts/feeds.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ChannelsController } from './../accounts/channels.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { AuthController } from './../accounts/auth.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { AuthPagesController } from './../accounts/auth-pages.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ApiKeysController } from './../accounts/api-keys.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { AlertsController } from './../commands/alerts.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { WatchlistsController } from './../commands/watchlists.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { BacktestController } from './../commands/backtest.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { TasksController } from './../admin/tasks.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { SourceControlController } from './../admin/sources.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { RecordController } from './../admin/record.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { QuarantineController } from './../admin/quarantine.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { MatchingController } from './../admin/matching.js';
import { expressAuthentication } from './../authentication.js';
// @ts-ignore - no great way to install types from subpackage
import { iocContainer } from './../ioc.js';
import type { IocContainer, IocContainerFactory } from '@tsoa/runtime';
import type { Request as ExRequest, Response as ExResponse, RequestHandler, Router } from 'express';

const expressAuthenticationRecasted = expressAuthentication as (req: ExRequest, securityName: string, scopes?: string[], res?: ExResponse) => Promise<any>;


// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

const models: TsoaRoute.Models = {
    "TrendType": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["gainers"]},{"dataType":"enum","enums":["losers"]},{"dataType":"enum","enums":["most_watched"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "WindowPeriod": {
        "dataType": "refAlias",
        "type": {"dataType":"enum","enums":["24h","7d","30d"],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Attention": {
        "dataType": "refObject",
        "properties": {
            "alerts": {"dataType":"integer","required":true},
            "watchlists": {"dataType":"integer","required":true},
            "reads": {"dataType":"integer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceAt": {
        "dataType": "refObject",
        "properties": {
            "price": {"dataType":"double","required":true},
            "effective_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceMove": {
        "dataType": "refObject",
        "properties": {
            "amount": {"dataType":"double","required":true},
            "percentage": {"dataType":"double","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Currency": {
        "dataType": "refAlias",
        "type": {"dataType":"enum","enums":["USD","EUR","GBP","JPY"],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TrendingRow": {
        "dataType": "refObject",
        "properties": {
            "rank": {"dataType":"integer","required":true},
            "card_id": {"dataType":"string","required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "set": {"dataType":"union","subSchemas":[{"dataType":"nestedObjectLiteral","nestedProperties":{"name":{"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},"set_id":{"dataType":"string","required":true}}},{"dataType":"enum","enums":[null]}],"required":true},
            "printing": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "currency": {"ref":"Currency","required":true},
            "start": {"ref":"PriceAt","required":true},
            "end": {"ref":"PriceAt","required":true},
            "change": {"ref":"PriceMove","required":true},
            "watched": {"ref":"Attention"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Exclusions": {
        "dataType": "refAlias",
        "type": {"dataType":"nestedObjectLiteral","nestedProperties":{"other_currency":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"not_collected":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"withdrawn":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"no_end_price":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"no_start_price":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"below_floor":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"thin":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"merged":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"stale":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"held":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"suspect":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]},"unreliable":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"undefined"}]}},"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TrendingAnswer": {
        "dataType": "refObject",
        "properties": {
            "as_of": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "stale": {"dataType":"boolean","required":true},
            "trend_type": {"ref":"TrendType","required":true},
            "period": {"ref":"WindowPeriod","required":true},
            "by": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["percent"]},{"dataType":"enum","enums":["amount"]}],"required":true},
            "trending": {"dataType":"array","array":{"dataType":"refObject","ref":"TrendingRow"},"required":true},
            "excluded": {"ref":"Exclusions","required":true},
        },
        "additionalProperties": false,
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
            "details": {"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"dataType":"string"},"required":true},
            "violated-policies": {"dataType":"array","array":{"dataType":"string"}},
            "request_id": {"dataType":"string","required":true},
            "timestamp": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Game": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["pokemon"]},{"dataType":"enum","enums":["onepiece"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AnswerFormat": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["json"]},{"dataType":"enum","enums":["csv"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TrendingQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "tcg_type": {"ref":"Game"},
            "source": {"dataType":"string"},
            "currency": {"ref":"Currency","default":"USD"},
            "min_price": {"dataType":"double","validators":{"minimum":{"value":0}}},
            "min_observations": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":1000}}},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":50}}},
            "as_of": {"dataType":"string"},
            "known_at": {"dataType":"string"},
            "trend_type": {"ref":"TrendType","default":"gainers"},
            "period": {"ref":"WindowPeriod","default":"7d"},
            "by": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["percent"]},{"dataType":"enum","enums":["amount"]}],"default":"percent"},
            "reliable": {"dataType":"boolean"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SourceBudget": {
        "dataType": "refObject",
        "properties": {
            "used": {"dataType":"integer","required":true},
            "left": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "max": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SourceFailure": {
        "dataType": "refObject",
        "properties": {
            "at": {"dataType":"string","required":true},
            "code": {"dataType":"string","required":true},
            "detail": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SourcePause": {
        "dataType": "refObject",
        "properties": {
            "since": {"dataType":"string","required":true},
            "reason": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SourceLimits": {
        "dataType": "refObject",
        "properties": {
            "requests_a_day": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "pause_ms": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "since": {"dataType":"string","required":true},
            "reason": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Run": {
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
            "withheld": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "missing_files": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "dropped_fields": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "unmatched": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "requests": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HourlySets": {
        "dataType": "refObject",
        "properties": {
            "cards": {"dataType":"integer","required":true},
            "sets": {"dataType":"integer","required":true},
            "sets_each_run": {"dataType":"integer","required":true},
            "every_hours": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "next_run": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HourlyCards": {
        "dataType": "refObject",
        "properties": {
            "cards": {"dataType":"integer","required":true},
            "every_hour": {"dataType":"integer","required":true},
            "others_every_hours": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SourceAnswer": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "configured": {"dataType":"boolean","required":true},
            "state": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["paused"]},{"dataType":"enum","enums":["collecting"]},{"dataType":"enum","enums":["failing"]},{"dataType":"enum","enums":["never_collected"]},{"dataType":"enum","enums":["stale"]},{"dataType":"enum","enums":["ok"]}],"required":true},
            "newest_snapshot": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "budget": {"ref":"SourceBudget","required":true},
            "breaker": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["closed"]},{"dataType":"enum","enums":["open"]},{"dataType":"enum","enums":["half_open"]}],"required":true},
            "failure": {"dataType":"union","subSchemas":[{"ref":"SourceFailure"},{"dataType":"enum","enums":[null]}],"required":true},
            "paused": {"dataType":"union","subSchemas":[{"ref":"SourcePause"},{"dataType":"enum","enums":[null]}],"required":true},
            "limits": {"dataType":"union","subSchemas":[{"ref":"SourceLimits"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_run": {"dataType":"union","subSchemas":[{"ref":"Run"},{"dataType":"enum","enums":[null]}],"required":true},
            "next_run": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "hourly": {"ref":"HourlySets"},
            "hourly_cards": {"ref":"HourlyCards"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SourcesAnswer": {
        "dataType": "refObject",
        "properties": {
            "sources": {"dataType":"array","array":{"dataType":"refObject","ref":"SourceAnswer"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TableQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetValue": {
        "dataType": "refObject",
        "properties": {
            "amount": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"dataType":"enum","enums":["USD"],"required":true},
            "as_of": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "priced_cards": {"dataType":"integer","required":true},
            "carried_cards": {"dataType":"integer","required":true},
            "unpriced_cards": {"dataType":"integer","required":true},
            "other_currency_cards": {"dataType":"integer","required":true},
            "sources": {"dataType":"array","array":{"dataType":"string"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NoValueChange": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["not_collected"]},{"dataType":"enum","enums":["no_start_value"]},{"dataType":"enum","enums":["no_end_value"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetValueChange": {
        "dataType": "refObject",
        "properties": {
            "amount": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "percentage": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "from_amount": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "from_effective_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "from_priced_cards": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "reason": {"dataType":"union","subSchemas":[{"ref":"NoValueChange"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetValueChanges": {
        "dataType": "refObject",
        "properties": {
            "7d": {"ref":"SetValueChange","required":true},
            "30d": {"ref":"SetValueChange","required":true},
            "90d": {"ref":"SetValueChange","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardSet": {
        "dataType": "refObject",
        "properties": {
            "set_id": {"dataType":"string","required":true},
            "tcg_type": {"ref":"Game","required":true},
            "name": {"dataType":"string","required":true},
            "abbreviation": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "release_date": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "supplemental": {"dataType":"boolean","required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "card_count": {"dataType":"integer","required":true},
            "sealed_count": {"dataType":"integer","required":true},
            "unknown_count": {"dataType":"integer","required":true},
            "set_value": {"ref":"SetValue","required":true},
            "value_changes": {"ref":"SetValueChanges","required":true},
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
            "sets": {"dataType":"array","array":{"dataType":"refObject","ref":"CardSet"},"required":true},
            "did_you_mean": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetsQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "tcg_type": {"ref":"Game"},
            "q": {"dataType":"string"},
            "updated_after": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CompleteSet": {
        "dataType": "refObject",
        "properties": {
            "amount": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"dataType":"enum","enums":["USD"],"required":true},
            "numbers": {"dataType":"integer","required":true},
            "priced_numbers": {"dataType":"integer","required":true},
            "numbers_without_price": {"dataType":"array","array":{"dataType":"string"},"required":true},
            "secret_numbers": {"dataType":"integer","required":true},
            "secret_amount": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "unnumbered_cards": {"dataType":"integer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetAnswer": {
        "dataType": "refObject",
        "properties": {
            "set_id": {"dataType":"string","required":true},
            "tcg_type": {"ref":"Game","required":true},
            "name": {"dataType":"string","required":true},
            "abbreviation": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "release_date": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "supplemental": {"dataType":"boolean","required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "card_count": {"dataType":"integer","required":true},
            "sealed_count": {"dataType":"integer","required":true},
            "unknown_count": {"dataType":"integer","required":true},
            "set_value": {"ref":"SetValue","required":true},
            "value_changes": {"ref":"SetValueChanges","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "source": {"dataType":"string","required":true},
            "complete_set": {"ref":"CompleteSet","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReadQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ValueInterval": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["1d"]},{"dataType":"enum","enums":["1w"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetValuePoint": {
        "dataType": "refObject",
        "properties": {
            "date": {"dataType":"string","required":true},
            "collected": {"dataType":"boolean","required":true},
            "effective_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "amount": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "card_count": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "priced_cards": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "carried_cards": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "unpriced_cards": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "other_currency_cards": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetValueAnswer": {
        "dataType": "refObject",
        "properties": {
            "set_id": {"dataType":"string","required":true},
            "currency": {"dataType":"enum","enums":["USD"],"required":true},
            "from": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "to": {"dataType":"string","required":true},
            "interval": {"ref":"ValueInterval","required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "data_points": {"dataType":"array","array":{"dataType":"refObject","ref":"SetValuePoint"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistoryPeriod": {
        "dataType": "refAlias",
        "type": {"dataType":"enum","enums":["7d","30d","3m","1y","all"],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetValueQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "period": {"ref":"HistoryPeriod"},
            "from": {"dataType":"string"},
            "to": {"dataType":"string"},
            "valid_at": {"dataType":"string"},
            "known_at": {"dataType":"string"},
            "interval": {"ref":"ValueInterval"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProductType": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["single"]},{"dataType":"enum","enums":["sealed"]},{"dataType":"enum","enums":["unknown"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardAttributes": {
        "dataType": "refObject",
        "properties": {
            "rarity": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "colours": {"dataType":"array","array":{"dataType":"string"},"required":true},
            "card_type": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "subtypes": {"dataType":"array","array":{"dataType":"string"},"required":true},
            "stage": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "attributes": {"dataType":"array","array":{"dataType":"string"},"required":true},
            "hp": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "cost": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "power": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "counter": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "life": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceKind": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["asking"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "QuarantineReason": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["schema"]},{"dataType":"enum","enums":["currency"]},{"dataType":"enum","enums":["precision"]},{"dataType":"enum","enums":["range"]},{"dataType":"enum","enums":["order"]},{"dataType":"enum","enums":["jump"]},{"dataType":"enum","enums":["duplicate"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HeldPrice": {
        "dataType": "refObject",
        "properties": {
            "quarantine_id": {"dataType":"string","required":true},
            "reason": {"ref":"QuarantineReason","required":true},
            "since": {"dataType":"string","required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CurrentPrice": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "effective_at": {"dataType":"string","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_changed": {"dataType":"string","required":true},
            "stale": {"dataType":"boolean","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "held": {"dataType":"union","subSchemas":[{"ref":"HeldPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "last_updated": {"dataType":"string","required":true},
            "printing": {"dataType":"string","required":true},
            "withdrawn": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Change": {
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
    "FoundCard": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "tcg_type": {"ref":"Game","required":true},
            "name": {"dataType":"string","required":true},
            "number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "rarity": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "product_type": {"ref":"ProductType","required":true},
            "image_url": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "normalised": {"ref":"CardAttributes","required":true},
            "set": {"dataType":"nestedObjectLiteral","nestedProperties":{"name":{"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},"set_id":{"dataType":"string","required":true}},"required":true},
            "current_price": {"dataType":"union","subSchemas":[{"ref":"CurrentPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "change": {"dataType":"union","subSchemas":[{"ref":"Change"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FacetValue": {
        "dataType": "refObject",
        "properties": {
            "value": {"dataType":"string","required":true},
            "count": {"dataType":"integer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Facet": {
        "dataType": "refObject",
        "properties": {
            "values": {"dataType":"array","array":{"dataType":"refObject","ref":"FacetValue"},"required":true},
            "more": {"dataType":"integer","required":true},
            "not_stated": {"dataType":"integer","required":true},
            "not_understood": {"dataType":"integer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Facets": {
        "dataType": "refObject",
        "properties": {
            "rarity": {"ref":"Facet"},
            "colour": {"ref":"Facet"},
            "card_type": {"ref":"Facet"},
            "subtype": {"ref":"Facet"},
            "stage": {"ref":"Facet"},
            "attribute": {"ref":"Facet"},
            "hp": {"ref":"Facet"},
            "cost": {"ref":"Facet"},
            "power": {"ref":"Facet"},
            "counter": {"ref":"Facet"},
            "life": {"ref":"Facet"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardList": {
        "dataType": "refObject",
        "properties": {
            "cards": {"dataType":"array","array":{"dataType":"refObject","ref":"FoundCard"},"required":true},
            "facets": {"dataType":"union","subSchemas":[{"ref":"Facets"},{"dataType":"enum","enums":[null]}],"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Exclude_CardSort.relevance_": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["number"]},{"dataType":"enum","enums":["name"]},{"dataType":"enum","enums":["price_asc"]},{"dataType":"enum","enums":["price_desc"]},{"dataType":"enum","enums":["released"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetCardsQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "kind": {"ref":"ProductType"},
            "product_type": {"ref":"ProductType"},
            "rarity": {"dataType":"string"},
            "colour": {"dataType":"string"},
            "color": {"dataType":"string"},
            "card_type": {"dataType":"string"},
            "subtype": {"dataType":"string"},
            "stage": {"dataType":"string"},
            "attribute": {"dataType":"string"},
            "hp_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":9999}}},
            "hp_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":9999}}},
            "cost_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":9999}}},
            "cost_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":9999}}},
            "power_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99999}}},
            "power_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99999}}},
            "counter_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99999}}},
            "counter_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99999}}},
            "life_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99}}},
            "life_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99}}},
            "min_price": {"dataType":"double","validators":{"minimum":{"value":0}}},
            "max_price": {"dataType":"double","validators":{"minimum":{"value":0}}},
            "updated_after": {"dataType":"string"},
            "cursor": {"dataType":"string"},
            "facets": {"dataType":"string"},
            "change": {"ref":"WindowPeriod"},
            "sort": {"ref":"Exclude_CardSort.relevance_"},
            "valid_at": {"dataType":"string"},
            "known_at": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardQuestion": {
        "dataType": "refObject",
        "properties": {
            "text": {"dataType":"string","validators":{"maxLength":{"value":300}}},
            "game": {"ref":"Game"},
            "tcgplayer": {"dataType":"integer"},
            "cardmarket": {"dataType":"integer"},
            "tcgdex": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Grade": {
        "dataType": "refObject",
        "properties": {
            "grader": {"dataType":"string","required":true},
            "grade": {"dataType":"string","required":true},
            "qualifier": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Condition": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["NM"]},{"dataType":"enum","enums":["LP"]},{"dataType":"enum","enums":["MP"]},{"dataType":"enum","enums":["HP"]},{"dataType":"enum","enums":["DMG"]},{"dataType":"enum","enums":["S"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MatchAnswer": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "printing": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"string","required":true},
            "grade": {"dataType":"union","subSchemas":[{"ref":"Grade"},{"dataType":"enum","enums":[null]}],"required":true},
            "condition": {"dataType":"union","subSchemas":[{"ref":"Condition"},{"dataType":"enum","enums":[null]}],"required":true},
            "score": {"dataType":"double","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CandidateAnswer": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "score": {"dataType":"double","required":true},
            "reasons": {"dataType":"array","array":{"dataType":"string"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ResolvedAnswer": {
        "dataType": "refObject",
        "properties": {
            "query": {"ref":"CardQuestion","required":true},
            "match": {"dataType":"union","subSchemas":[{"ref":"MatchAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
            "candidates": {"dataType":"array","array":{"dataType":"refObject","ref":"CandidateAnswer"},"required":true},
            "reasons": {"dataType":"array","array":{"dataType":"string"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ResolveAnswer": {
        "dataType": "refObject",
        "properties": {
            "results": {"dataType":"array","array":{"dataType":"refObject","ref":"ResolvedAnswer"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ResolveParameters": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ResolveBody": {
        "dataType": "refObject",
        "properties": {
            "queries": {"dataType":"array","array":{"dataType":"refObject","ref":"CardQuestion"},"required":true,"validators":{"minItems":{"value":1},"maxItems":{"value":100}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceEnd": {
        "dataType": "refObject",
        "properties": {
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "effective_at": {"dataType":"string","required":true},
            "event_id": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceChangeEvent": {
        "dataType": "refObject",
        "properties": {
            "position": {"dataType":"string","required":true},
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["PriceObserved"]},{"dataType":"enum","enums":["PriceWithdrawn"]},{"dataType":"enum","enums":["PriceCorrected"]},{"dataType":"enum","enums":["ObservationVoided"]},{"dataType":"enum","enums":["QuarantineReleased"]}],"required":true},
            "recorded_at": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "printing_slug": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"ref":"Condition"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"nestedObjectLiteral","nestedProperties":{"qualifier":{"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},"grade":{"dataType":"string","required":true},"grader":{"dataType":"string","required":true}}},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "from": {"dataType":"union","subSchemas":[{"ref":"PriceEnd"},{"dataType":"enum","enums":[null]}],"required":true},
            "to": {"dataType":"union","subSchemas":[{"ref":"PriceEnd"},{"dataType":"enum","enums":[null]}],"required":true},
            "change": {"dataType":"union","subSchemas":[{"ref":"PriceMove"},{"dataType":"enum","enums":[null]}],"required":true},
            "simulated": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceStreamQuery": {
        "dataType": "refObject",
        "properties": {
            "after": {"dataType":"string"},
            "card_id": {"dataType":"array","array":{"dataType":"string"},"validators":{"maxItems":{"value":100}}},
            "set_identifier": {"dataType":"string"},
            "tcg_type": {"ref":"Game"},
            "source": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardSearchAnswer": {
        "dataType": "refObject",
        "properties": {
            "cards": {"dataType":"array","array":{"dataType":"refObject","ref":"FoundCard"},"required":true},
            "facets": {"dataType":"union","subSchemas":[{"ref":"Facets"},{"dataType":"enum","enums":[null]}],"required":true},
            "pagination": {"ref":"Pagination","required":true},
            "fuzzy": {"dataType":"boolean","required":true},
            "did_you_mean": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardSort": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["number"]},{"dataType":"enum","enums":["name"]},{"dataType":"enum","enums":["relevance"]},{"dataType":"enum","enums":["price_asc"]},{"dataType":"enum","enums":["price_desc"]},{"dataType":"enum","enums":["released"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardSearchQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "kind": {"ref":"ProductType"},
            "product_type": {"ref":"ProductType"},
            "rarity": {"dataType":"string"},
            "colour": {"dataType":"string"},
            "color": {"dataType":"string"},
            "card_type": {"dataType":"string"},
            "subtype": {"dataType":"string"},
            "stage": {"dataType":"string"},
            "attribute": {"dataType":"string"},
            "hp_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":9999}}},
            "hp_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":9999}}},
            "cost_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":9999}}},
            "cost_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":9999}}},
            "power_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99999}}},
            "power_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99999}}},
            "counter_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99999}}},
            "counter_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99999}}},
            "life_min": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99}}},
            "life_max": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":99}}},
            "min_price": {"dataType":"double","validators":{"minimum":{"value":0}}},
            "max_price": {"dataType":"double","validators":{"minimum":{"value":0}}},
            "updated_after": {"dataType":"string"},
            "cursor": {"dataType":"string"},
            "facets": {"dataType":"string"},
            "change": {"ref":"WindowPeriod"},
            "q": {"dataType":"string"},
            "tcg_type": {"ref":"Game"},
            "set_identifier": {"dataType":"string"},
            "sort": {"ref":"CardSort"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Card": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "tcg_type": {"ref":"Game","required":true},
            "name": {"dataType":"string","required":true},
            "clean_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "rarity": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "normalised": {"ref":"CardAttributes","required":true},
            "product_type": {"ref":"ProductType","required":true},
            "image_url": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "url": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "attributes": {"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"dataType":"string"},"required":true},
            "listed_at": {"dataType":"string","required":true},
            "revised_at": {"dataType":"string","required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "merged_into": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "source": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetInfo": {
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
    "NoChange": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["not_collected"]},{"dataType":"enum","enums":["no_start_price"]},{"dataType":"enum","enums":["withdrawn"]},{"dataType":"enum","enums":["no_end_price"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Extreme": {
        "dataType": "refObject",
        "properties": {
            "price": {"dataType":"double","required":true},
            "date": {"dataType":"string","required":true},
            "effective_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PrintingStats": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "effective_at": {"dataType":"string","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_changed": {"dataType":"string","required":true},
            "stale": {"dataType":"boolean","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "held": {"dataType":"union","subSchemas":[{"ref":"HeldPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"ref":"Condition"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "current_market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "price_range": {"dataType":"nestedObjectLiteral","nestedProperties":{"high":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},"low":{"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true}},"required":true},
            "1_day_change": {"dataType":"union","subSchemas":[{"ref":"Change"},{"dataType":"enum","enums":[null]}],"required":true},
            "7_day_change": {"dataType":"union","subSchemas":[{"ref":"Change"},{"dataType":"enum","enums":[null]}],"required":true},
            "30_day_change": {"dataType":"union","subSchemas":[{"ref":"Change"},{"dataType":"enum","enums":[null]}],"required":true},
            "no_change": {"dataType":"nestedObjectLiteral","nestedProperties":{"30_day_change":{"dataType":"union","subSchemas":[{"ref":"NoChange"},{"dataType":"enum","enums":[null]}],"required":true},"7_day_change":{"dataType":"union","subSchemas":[{"ref":"NoChange"},{"dataType":"enum","enums":[null]}],"required":true},"1_day_change":{"dataType":"union","subSchemas":[{"ref":"NoChange"},{"dataType":"enum","enums":[null]}],"required":true}},"required":true},
            "all_time_high": {"dataType":"union","subSchemas":[{"ref":"Extreme"},{"dataType":"enum","enums":[null]}],"required":true},
            "all_time_low": {"dataType":"union","subSchemas":[{"ref":"Extreme"},{"dataType":"enum","enums":[null]}],"required":true},
            "first_seen": {"dataType":"string","required":true},
            "withdrawn": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "GradeOfPrice": {
        "dataType": "refObject",
        "properties": {
            "grader": {"dataType":"string","required":true},
            "grade": {"dataType":"string","required":true},
            "qualifier": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RecordedKey": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"ref":"Condition"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"ref":"GradeOfPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "from": {"dataType":"string","required":true},
            "to": {"dataType":"string","required":true},
            "withdrawn": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardAnswer": {
        "dataType": "refObject",
        "properties": {
            "card": {"ref":"Card","required":true},
            "set_info": {"dataType":"union","subSchemas":[{"ref":"SetInfo"},{"dataType":"enum","enums":[null]}],"required":true},
            "external_ids": {"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"dataType":"string"},"required":true},
            "as_of": {"dataType":"string","required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "current_price": {"dataType":"union","subSchemas":[{"ref":"CurrentPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "price_stats": {"dataType":"array","array":{"dataType":"refObject","ref":"PrintingStats"},"required":true},
            "histories": {"dataType":"array","array":{"dataType":"refObject","ref":"RecordedKey"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "as_of": {"dataType":"string"},
            "valid_at": {"dataType":"string"},
            "known_at": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MergedId": {
        "dataType": "refObject",
        "properties": {
            "old_card_id": {"dataType":"string","required":true},
            "new_card_id": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardBatchAnswer": {
        "dataType": "refObject",
        "properties": {
            "cards": {"dataType":"array","array":{"dataType":"refObject","ref":"CardAnswer"},"required":true},
            "not_found": {"dataType":"array","array":{"dataType":"string"},"required":true},
            "merged": {"dataType":"array","array":{"dataType":"refObject","ref":"MergedId"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CardBatch": {
        "dataType": "refObject",
        "properties": {
            "card_ids": {"dataType":"array","array":{"dataType":"string"},"required":true,"validators":{"minItems":{"value":1},"maxItems":{"value":100}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CheckedPrice": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "effective_at": {"dataType":"string","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_changed": {"dataType":"string","required":true},
            "stale": {"dataType":"boolean","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "held": {"dataType":"union","subSchemas":[{"ref":"HeldPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "printing": {"dataType":"string","required":true},
            "printing_slug": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"ref":"Condition"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"ref":"GradeOfPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "available": {"dataType":"boolean","required":true},
            "event_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "sample_size": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "low_shipping": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "checked_every_hours": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
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
            "market": {"dataType":"array","array":{"dataType":"refObject","ref":"CheckedPrice"},"required":true},
            "asking": {"dataType":"array","array":{"dataType":"refObject","ref":"CheckedPrice"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PricesQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "valid_at": {"dataType":"string"},
            "known_at": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistoryKey": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"ref":"Condition"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"ref":"GradeOfPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "simulated": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistoryInterval": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["1d"]},{"dataType":"enum","enums":["1w"]},{"dataType":"enum","enums":["raw"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PointNumber": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market_price"]},{"dataType":"enum","enums":["low_price"]},{"dataType":"enum","enums":["mid_price"]},{"dataType":"enum","enums":["high_price"]},{"dataType":"enum","enums":["direct_low_price"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DataPoint": {
        "dataType": "refObject",
        "properties": {
            "effective_at": {"dataType":"string","required":true},
            "date": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_open": {"dataType":"double"},
            "market_high": {"dataType":"double"},
            "market_low": {"dataType":"double"},
            "market_close": {"dataType":"double"},
            "observed": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["changed"]},{"dataType":"enum","enums":["unchanged"]},{"dataType":"enum","enums":["carried"]},{"dataType":"enum","enums":["withdrawn"]},{"dataType":"enum","enums":["held"]}],"required":true},
            "changed": {"dataType":"array","array":{"dataType":"refAlias","ref":"PointNumber"},"required":true},
            "held": {"dataType":"union","subSchemas":[{"ref":"HeldPrice"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Sampled": {
        "dataType": "refObject",
        "properties": {
            "points_total": {"dataType":"integer","required":true},
            "points_shown": {"dataType":"integer","required":true},
            "method": {"dataType":"enum","enums":["m4"],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Gap": {
        "dataType": "refObject",
        "properties": {
            "from": {"dataType":"string","required":true},
            "to": {"dataType":"string","required":true},
            "reason": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["not_collected"]},{"dataType":"enum","enums":["withheld"]},{"dataType":"enum","enums":["withdrawn"]},{"dataType":"enum","enums":["no_market_price"]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "StandingPrice": {
        "dataType": "refObject",
        "properties": {
            "price": {"dataType":"double","required":true},
            "effective_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistorySummary": {
        "dataType": "refObject",
        "properties": {
            "start": {"dataType":"union","subSchemas":[{"ref":"StandingPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "end": {"dataType":"union","subSchemas":[{"ref":"StandingPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "avg_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "min": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "min_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "max": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "max_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
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
            "key": {"dataType":"union","subSchemas":[{"ref":"HistoryKey"},{"dataType":"enum","enums":[null]}],"required":true},
            "available": {"dataType":"array","array":{"dataType":"refObject","ref":"HistoryKey"},"required":true},
            "from": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "to": {"dataType":"string","required":true},
            "interval": {"ref":"HistoryInterval","required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "data_points": {"dataType":"array","array":{"dataType":"refObject","ref":"DataPoint"},"required":true},
            "sampled": {"dataType":"union","subSchemas":[{"ref":"Sampled"},{"dataType":"enum","enums":[null]}],"required":true},
            "gaps": {"dataType":"array","array":{"dataType":"refObject","ref":"Gap"},"required":true},
            "summary": {"ref":"HistorySummary","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistoryQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "period": {"ref":"HistoryPeriod"},
            "from": {"dataType":"string"},
            "to": {"dataType":"string"},
            "valid_at": {"dataType":"string"},
            "known_at": {"dataType":"string"},
            "source": {"dataType":"string"},
            "printing": {"dataType":"string"},
            "condition": {"ref":"Condition"},
            "grade": {"dataType":"string"},
            "kind": {"ref":"PriceKind"},
            "interval": {"ref":"HistoryInterval"},
            "max_points": {"dataType":"integer","default":1000,"validators":{"minimum":{"value":10},"maximum":{"value":5000}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceChangeRow": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"ref":"Condition"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"ref":"GradeOfPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "position": {"dataType":"string","required":true},
            "from": {"dataType":"union","subSchemas":[{"ref":"PriceEnd"},{"dataType":"enum","enums":[null]}],"required":true},
            "to": {"dataType":"union","subSchemas":[{"ref":"PriceEnd"},{"dataType":"enum","enums":[null]}],"required":true},
            "change": {"dataType":"union","subSchemas":[{"ref":"PriceMove"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceChangesAnswer": {
        "dataType": "refObject",
        "properties": {
            "after": {"dataType":"string","required":true},
            "until": {"dataType":"string","required":true},
            "changes": {"dataType":"array","array":{"dataType":"refObject","ref":"PriceChangeRow"},"required":true},
            "pagination": {"dataType":"nestedObjectLiteral","nestedProperties":{"has_more":{"dataType":"boolean","required":true},"limit":{"dataType":"integer","required":true}},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceChangesQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "after": {"dataType":"string","required":true},
            "until": {"dataType":"string"},
            "tcg_type": {"ref":"Game"},
            "set_identifier": {"dataType":"string"},
            "card_id": {"dataType":"string"},
            "source": {"dataType":"string"},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "cursor": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "IdChange": {
        "dataType": "refObject",
        "properties": {
            "old_card_id": {"dataType":"string","required":true},
            "new_card_id": {"dataType":"string","required":true},
            "reason": {"dataType":"string","required":true},
            "changed_at": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "IdChangesAnswer": {
        "dataType": "refObject",
        "properties": {
            "id_changes": {"dataType":"array","array":{"dataType":"refObject","ref":"IdChange"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "IdChangesQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "updated_after": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "GameValue": {
        "dataType": "refObject",
        "properties": {
            "amount": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"dataType":"enum","enums":["USD"],"required":true},
            "priced_cards": {"dataType":"integer","required":true},
            "carried_cards": {"dataType":"integer","required":true},
            "unpriced_cards": {"dataType":"integer","required":true},
            "other_currency_cards": {"dataType":"integer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NotComparable": {
        "dataType": "refObject",
        "properties": {
            "not_collected": {"dataType":"integer","required":true},
            "withdrawn": {"dataType":"integer","required":true},
            "no_price": {"dataType":"integer","required":true},
            "no_start_price": {"dataType":"integer","required":true},
            "stale": {"dataType":"integer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Breadth": {
        "dataType": "refObject",
        "properties": {
            "advancers": {"dataType":"integer","required":true},
            "decliners": {"dataType":"integer","required":true},
            "unchanged": {"dataType":"integer","required":true},
            "not_comparable": {"ref":"NotComparable","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "GameSummary": {
        "dataType": "refObject",
        "properties": {
            "tcg_type": {"ref":"Game","required":true},
            "set_count": {"dataType":"integer","required":true},
            "card_count": {"dataType":"integer","required":true},
            "sealed_count": {"dataType":"integer","required":true},
            "unknown_count": {"dataType":"integer","required":true},
            "value": {"ref":"GameValue","required":true},
            "newest_snapshot": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "breadth": {"ref":"Breadth","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "GamesAnswer": {
        "dataType": "refObject",
        "properties": {
            "games": {"dataType":"array","array":{"dataType":"refObject","ref":"GameSummary"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NewExtreme": {
        "dataType": "refObject",
        "properties": {
            "rank": {"dataType":"integer","required":true},
            "card_id": {"dataType":"string","required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "set": {"dataType":"union","subSchemas":[{"dataType":"nestedObjectLiteral","nestedProperties":{"name":{"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},"set_id":{"dataType":"string","required":true}}},{"dataType":"enum","enums":[null]}],"required":true},
            "printing": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "currency": {"ref":"Currency","required":true},
            "price": {"ref":"PriceAt","required":true},
            "previous": {"ref":"PriceAt","required":true},
            "change": {"ref":"PriceMove","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HighsAnswer": {
        "dataType": "refObject",
        "properties": {
            "as_of": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "stale": {"dataType":"boolean","required":true},
            "period": {"dataType":"union","subSchemas":[{"ref":"WindowPeriod"},{"dataType":"enum","enums":["all"]}],"required":true},
            "excluded": {"ref":"Exclusions","required":true},
            "highs": {"dataType":"array","array":{"dataType":"refObject","ref":"NewExtreme"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ExtremesQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "tcg_type": {"ref":"Game"},
            "source": {"dataType":"string"},
            "currency": {"ref":"Currency","default":"USD"},
            "min_price": {"dataType":"double","validators":{"minimum":{"value":0}}},
            "min_observations": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":1000}}},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":50}}},
            "as_of": {"dataType":"string"},
            "known_at": {"dataType":"string"},
            "period": {"dataType":"union","subSchemas":[{"ref":"WindowPeriod"},{"dataType":"enum","enums":["all"]}],"default":"30d"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "LowsAnswer": {
        "dataType": "refObject",
        "properties": {
            "as_of": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "stale": {"dataType":"boolean","required":true},
            "period": {"dataType":"union","subSchemas":[{"ref":"WindowPeriod"},{"dataType":"enum","enums":["all"]}],"required":true},
            "excluded": {"ref":"Exclusions","required":true},
            "lows": {"dataType":"array","array":{"dataType":"refObject","ref":"NewExtreme"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ExportFile": {
        "dataType": "refObject",
        "properties": {
            "file": {"dataType":"string","required":true},
            "table": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["cards"]},{"dataType":"enum","enums":["prices"]},{"dataType":"enum","enums":["history"]}],"required":true},
            "format": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["ndjson"]},{"dataType":"enum","enums":["csv"]},{"dataType":"enum","enums":["parquet"]}],"required":true},
            "rows": {"dataType":"integer","required":true},
            "bytes": {"dataType":"integer","required":true},
            "sha256": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "as_of": {"dataType":"string","required":true},
            "built_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ExportsAnswer": {
        "dataType": "refObject",
        "properties": {
            "exports": {"dataType":"array","array":{"dataType":"refObject","ref":"ExportFile"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Price": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "effective_at": {"dataType":"string","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_changed": {"dataType":"string","required":true},
            "stale": {"dataType":"boolean","required":true},
            "simulated": {"dataType":"boolean","required":true},
            "held": {"dataType":"union","subSchemas":[{"ref":"HeldPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "printing": {"dataType":"string","required":true},
            "printing_slug": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"ref":"Condition"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"ref":"GradeOfPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "available": {"dataType":"boolean","required":true},
            "event_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Proof": {
        "dataType": "refObject",
        "properties": {
            "snapshot": {"dataType":"string","required":true},
            "source_url": {"dataType":"string","required":true},
            "upstream_stamp": {"dataType":"string","required":true},
            "payload_sha256": {"dataType":"string","required":true},
            "parser_version": {"dataType":"double","required":true},
            "recorded_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "StatedNumbers": {
        "dataType": "refObject",
        "properties": {
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Provenance": {
        "dataType": "refObject",
        "properties": {
            "snapshot": {"dataType":"string","required":true},
            "source_url": {"dataType":"string","required":true},
            "upstream_stamp": {"dataType":"string","required":true},
            "payload_sha256": {"dataType":"string","required":true},
            "parser_version": {"dataType":"double","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ExplainedEvent": {
        "dataType": "refObject",
        "properties": {
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "revision": {"dataType":"integer","required":true},
            "position": {"dataType":"string","required":true},
            "recorded_at": {"dataType":"string","required":true},
            "effective_at": {"dataType":"string","required":true},
            "actor": {"dataType":"string","required":true},
            "reason": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "about": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "numbers": {"dataType":"union","subSchemas":[{"ref":"StatedNumbers"},{"dataType":"enum","enums":[null]}],"required":true},
            "provenance": {"dataType":"union","subSchemas":[{"ref":"Provenance"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ExplainAnswer": {
        "dataType": "refObject",
        "properties": {
            "stated_by": {"dataType":"union","subSchemas":[{"ref":"ExplainedEvent"},{"dataType":"enum","enums":[null]}],"required":true},
            "same_stamp": {"dataType":"array","array":{"dataType":"refObject","ref":"ExplainedEvent"},"required":true},
            "corrections": {"dataType":"array","array":{"dataType":"refObject","ref":"ExplainedEvent"},"required":true},
            "voids": {"dataType":"array","array":{"dataType":"refObject","ref":"ExplainedEvent"},"required":true},
            "quarantine": {"dataType":"array","array":{"dataType":"refObject","ref":"ExplainedEvent"},"required":true},
            "card_id": {"dataType":"string","required":true},
            "key": {"dataType":"union","subSchemas":[{"ref":"HistoryKey"},{"dataType":"enum","enums":[null]}],"required":true},
            "available": {"dataType":"array","array":{"dataType":"refObject","ref":"HistoryKey"},"required":true},
            "valid_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "price": {"dataType":"union","subSchemas":[{"ref":"Price"},{"dataType":"enum","enums":[null]}],"required":true},
            "confirmed_by": {"dataType":"union","subSchemas":[{"ref":"Proof"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ExplainQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "source": {"dataType":"string"},
            "printing": {"dataType":"string"},
            "condition": {"ref":"Condition"},
            "grade": {"dataType":"string"},
            "kind": {"ref":"PriceKind"},
            "valid_at": {"dataType":"string"},
            "known_at": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "EventsQuery": {
        "dataType": "refObject",
        "properties": {
            "after": {"dataType":"string"},
            "type": {"dataType":"array","array":{"dataType":"string"}},
            "stream": {"dataType":"string"},
            "card_id": {"dataType":"string"},
            "from": {"dataType":"string"},
            "to": {"dataType":"string"},
            "effective_from": {"dataType":"string"},
            "effective_to": {"dataType":"string"},
            "expand": {"dataType":"enum","enums":["provenance"]},
            "limit": {"dataType":"integer","default":1000,"validators":{"minimum":{"value":1},"maximum":{"value":10000}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DaySummary": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "date": {"dataType":"string","required":true},
            "sets": {"dataType":"double","required":true},
            "rows": {"dataType":"double","required":true},
            "changed": {"dataType":"double","required":true},
            "withdrawn": {"dataType":"double","required":true},
            "quarantined": {"dataType":"double","required":true},
            "withheld": {"dataType":"double","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetDay": {
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
            "withheld": {"dataType":"double","required":true},
            "reason": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RunOmission": {
        "dataType": "refObject",
        "properties": {
            "run_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "upstream_stamp": {"dataType":"string","required":true},
            "kind": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["file"]},{"dataType":"enum","enums":["row"]},{"dataType":"enum","enums":["field"]}],"required":true},
            "file": {"dataType":"string","required":true},
            "set_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "place": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "detail": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SuspectKind": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["mapping"]},{"dataType":"enum","enums":["price"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SuspectEvidence": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["agreed_before"]},{"dataType":"enum","enums":["other_printing_agrees"]},{"dataType":"enum","enums":["no_printing_agrees"]},{"dataType":"enum","enums":["ranks_differ"]},{"dataType":"enum","enums":["ranks_agree"]},{"dataType":"enum","enums":["too_few_to_rank"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SuspectPrice": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "printing": {"dataType":"string","required":true},
            "currency": {"ref":"Currency","required":true},
            "market_price": {"dataType":"double","required":true},
            "effective_at": {"dataType":"string","required":true},
            "rank": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"required":true},
            "suspect": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SuspectRow": {
        "dataType": "refObject",
        "properties": {
            "suspect": {"ref":"SuspectKind","required":true},
            "evidence": {"ref":"SuspectEvidence","required":true},
            "reason": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "set": {"dataType":"nestedObjectLiteral","nestedProperties":{"name":{"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},"set_id":{"dataType":"string","required":true}},"required":true},
            "external_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "ratio": {"dataType":"double","required":true},
            "median_ratio": {"dataType":"double","required":true},
            "factor": {"dataType":"double","required":true},
            "compared_with": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["set"]},{"dataType":"enum","enums":["game"]}],"required":true},
            "pairs": {"dataType":"integer","required":true},
            "first": {"ref":"SuspectPrice","required":true},
            "second": {"ref":"SuspectPrice","required":true},
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
            "days": {"dataType":"array","array":{"dataType":"refObject","ref":"DaySummary"},"required":true},
            "sets": {"dataType":"array","array":{"dataType":"refObject","ref":"SetDay"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
            "omissions": {"dataType":"array","array":{"dataType":"refObject","ref":"RunOmission"},"required":true},
            "suspects": {"dataType":"array","array":{"dataType":"refObject","ref":"SuspectRow"},"required":true},
            "runs": {"dataType":"array","array":{"dataType":"refObject","ref":"Run"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CoverageQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "source": {"dataType":"string"},
            "set_id": {"dataType":"string"},
            "from": {"dataType":"string"},
            "to": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetCalendar": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "set_id": {"dataType":"string","required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "days": {"dataType":"string","required":true},
            "missed": {"dataType":"integer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CalendarAnswer": {
        "dataType": "refObject",
        "properties": {
            "newest_snapshot": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "from": {"dataType":"string","required":true},
            "to": {"dataType":"string","required":true},
            "sets": {"dataType":"array","array":{"dataType":"refObject","ref":"SetCalendar"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CalendarQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "source": {"dataType":"string"},
            "tcg_type": {"ref":"Game"},
            "from": {"dataType":"string"},
            "to": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SuspectsAnswer": {
        "dataType": "refObject",
        "properties": {
            "as_of": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "known_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "suspects": {"dataType":"array","array":{"dataType":"refObject","ref":"SuspectRow"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SuspectsQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "source": {"dataType":"string"},
            "set_id": {"dataType":"string"},
            "tcg_type": {"ref":"Game"},
            "suspect": {"ref":"SuspectKind"},
            "as_of": {"dataType":"string"},
            "known_at": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SourceAudit": {
        "dataType": "refObject",
        "properties": {
            "cards": {"dataType":"integer","required":true},
            "cards_without_price": {"dataType":"integer","required":true},
            "prices": {"dataType":"integer","required":true},
            "prices_without_card": {"dataType":"integer","required":true},
            "stale_prices": {"dataType":"integer","required":true},
            "held": {"dataType":"integer","required":true},
            "suspects": {"dataType":"integer","required":true},
            "days_missed": {"dataType":"integer","required":true},
            "rows": {"dataType":"integer","required":true},
            "quarantined": {"dataType":"integer","required":true},
            "source": {"dataType":"string","required":true},
            "sets": {"dataType":"integer","required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "stale": {"dataType":"boolean","required":true},
            "quarantined_percent": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "unmatched": {"dataType":"integer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SetAudit": {
        "dataType": "refObject",
        "properties": {
            "cards": {"dataType":"integer","required":true},
            "cards_without_price": {"dataType":"integer","required":true},
            "prices": {"dataType":"integer","required":true},
            "prices_without_card": {"dataType":"integer","required":true},
            "stale_prices": {"dataType":"integer","required":true},
            "held": {"dataType":"integer","required":true},
            "suspects": {"dataType":"integer","required":true},
            "days_missed": {"dataType":"integer","required":true},
            "rows": {"dataType":"integer","required":true},
            "quarantined": {"dataType":"integer","required":true},
            "source": {"dataType":"string","required":true},
            "set_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_checked": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AuditAnswer": {
        "dataType": "refObject",
        "properties": {
            "newest_snapshot": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "from": {"dataType":"string","required":true},
            "to": {"dataType":"string","required":true},
            "sources": {"dataType":"array","array":{"dataType":"refObject","ref":"SourceAudit"},"required":true},
            "sets": {"dataType":"array","array":{"dataType":"refObject","ref":"SetAudit"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AuditQuery": {
        "dataType": "refObject",
        "properties": {
            "min_position": {"dataType":"string"},
            "format": {"ref":"AnswerFormat"},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "source": {"dataType":"string"},
            "from": {"dataType":"string"},
            "to": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChannelKind": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["webhook"]},{"dataType":"enum","enums":["email"]},{"dataType":"enum","enums":["ntfy"]},{"dataType":"enum","enums":["discord"]},{"dataType":"enum","enums":["telegram"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NotificationState": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["waiting"]},{"dataType":"enum","enums":["delivered"]},{"dataType":"enum","enums":["failed"]},{"dataType":"enum","enums":["cancelled"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AttemptShown": {
        "dataType": "refObject",
        "properties": {
            "number": {"dataType":"double","required":true},
            "at": {"dataType":"string","required":true},
            "duration_ms": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["started"]},{"dataType":"enum","enums":["interrupted"]},{"dataType":"enum","enums":["delivered"]},{"dataType":"enum","enums":["retry"]},{"dataType":"enum","enums":["failed"]}],"required":true},
            "status": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "reason": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NotificationShown": {
        "dataType": "refObject",
        "properties": {
            "notification_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "event_id": {"dataType":"string","required":true},
            "alert_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "channel_id": {"dataType":"string","required":true},
            "channel_kind": {"ref":"ChannelKind","required":true},
            "title": {"dataType":"string","required":true},
            "state": {"ref":"NotificationState","required":true},
            "reason": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "due_at": {"dataType":"string","required":true},
            "created_at": {"dataType":"string","required":true},
            "finished_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "attempts": {"dataType":"array","array":{"dataType":"refObject","ref":"AttemptShown"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NotificationsAnswer": {
        "dataType": "refObject",
        "properties": {
            "notifications": {"dataType":"array","array":{"dataType":"refObject","ref":"NotificationShown"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NotificationsQuery": {
        "dataType": "refObject",
        "properties": {
            "channel_id": {"dataType":"string"},
            "alert_id": {"dataType":"string"},
            "state": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["waiting"]},{"dataType":"enum","enums":["delivered"]},{"dataType":"enum","enums":["failed"]},{"dataType":"enum","enums":["cancelled"]}]},
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Replayed": {
        "dataType": "refObject",
        "properties": {
            "queued": {"dataType":"double","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReplayTerms": {
        "dataType": "refObject",
        "properties": {
            "from": {"dataType":"string","required":true},
            "to": {"dataType":"string","required":true},
            "channel_id": {"dataType":"string"},
            "include_delivered": {"dataType":"boolean"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "UserRole": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["user"]},{"dataType":"enum","enums":["admin"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Profile": {
        "dataType": "refObject",
        "properties": {
            "user_id": {"dataType":"string","required":true},
            "email": {"dataType":"string","required":true},
            "email_verified": {"dataType":"boolean","required":true},
            "role": {"ref":"UserRole","required":true},
            "display_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "time_zone": {"dataType":"string","required":true},
            "notifications_paused": {"dataType":"boolean","required":true},
            "created_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProfileBody": {
        "dataType": "refObject",
        "properties": {
            "display_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "time_zone": {"dataType":"string"},
            "notifications_paused": {"dataType":"boolean"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PasswordBody": {
        "dataType": "refObject",
        "properties": {
            "password": {"dataType":"string","required":true},
            "new_password": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "EmailBody": {
        "dataType": "refObject",
        "properties": {
            "password": {"dataType":"string","required":true},
            "email": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SessionData": {
        "dataType": "refObject",
        "properties": {
            "id": {"dataType":"string","required":true},
            "created_at": {"dataType":"string","required":true},
            "expires_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ApiKeyKind": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["api"]},{"dataType":"enum","enums":["sheet"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Scope": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["admin"]},{"dataType":"enum","enums":["read"]},{"dataType":"enum","enums":["alerts"]},{"dataType":"enum","enums":["account"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ApiKey": {
        "dataType": "refObject",
        "properties": {
            "id": {"dataType":"string","required":true},
            "kind": {"ref":"ApiKeyKind","required":true},
            "name": {"dataType":"string","required":true},
            "hint": {"dataType":"string","required":true},
            "scopes": {"dataType":"array","array":{"dataType":"refAlias","ref":"Scope"},"required":true},
            "created_at": {"dataType":"string","required":true},
            "expires_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_used_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AccountExport": {
        "dataType": "refObject",
        "properties": {
            "account": {"ref":"Profile","required":true},
            "sessions": {"dataType":"array","array":{"dataType":"refObject","ref":"SessionData"},"required":true},
            "api_keys": {"dataType":"array","array":{"dataType":"refObject","ref":"ApiKey"},"required":true},
            "further": {"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"dataType":"array","array":{"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"dataType":"any"}}},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FeedShown": {
        "dataType": "refObject",
        "properties": {
            "feed_id": {"dataType":"string","required":true},
            "of": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["alert"]},{"dataType":"enum","enums":["watchlist"]},{"dataType":"enum","enums":["movers"]}],"required":true},
            "alert_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "watchlist_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "tcg_type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["pokemon"]},{"dataType":"enum","enums":["onepiece"]},{"dataType":"enum","enums":[null]}],"required":true},
            "name": {"dataType":"string","required":true},
            "created_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FeedsAnswer": {
        "dataType": "refObject",
        "properties": {
            "feeds": {"dataType":"array","array":{"dataType":"refObject","ref":"FeedShown"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FeedCreated": {
        "dataType": "refObject",
        "properties": {
            "feed": {"ref":"FeedShown","required":true},
            "atom_url": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "json_url": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NewFeed": {
        "dataType": "refObject",
        "properties": {
            "of": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["alert"]},{"dataType":"enum","enums":["watchlist"]},{"dataType":"enum","enums":["movers"]}],"required":true},
            "alert_id": {"dataType":"string"},
            "watchlist_id": {"dataType":"string"},
            "tcg_type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["pokemon"]},{"dataType":"enum","enums":["onepiece"]}]},
            "name": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "QuietHoursTerms": {
        "dataType": "refObject",
        "properties": {
            "from": {"dataType":"string","required":true},
            "to": {"dataType":"string","required":true},
            "time_zone": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DigestTerms": {
        "dataType": "refObject",
        "properties": {
            "at": {"dataType":"string","required":true},
            "time_zone": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChannelShown": {
        "dataType": "refObject",
        "properties": {
            "channel_id": {"dataType":"string","required":true},
            "kind": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["webhook"]},{"dataType":"enum","enums":["email"]},{"dataType":"enum","enums":["ntfy"]},{"dataType":"enum","enums":["discord"]},{"dataType":"enum","enums":["telegram"]}],"required":true},
            "name": {"dataType":"string","required":true},
            "destination": {"dataType":"string","required":true},
            "enabled": {"dataType":"boolean","required":true},
            "disabled_reason": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "failing_since": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "quiet_hours": {"dataType":"union","subSchemas":[{"ref":"QuietHoursTerms"},{"dataType":"enum","enums":[null]}],"required":true},
            "digest": {"dataType":"union","subSchemas":[{"ref":"DigestTerms"},{"dataType":"enum","enums":[null]}],"required":true},
            "created_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChannelsAnswer": {
        "dataType": "refObject",
        "properties": {
            "channels": {"dataType":"array","array":{"dataType":"refObject","ref":"ChannelShown"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChannelCreated": {
        "dataType": "refObject",
        "properties": {
            "channel": {"ref":"ChannelShown","required":true},
            "signing_secret": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NewChannel": {
        "dataType": "refObject",
        "properties": {
            "kind": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["webhook"]},{"dataType":"enum","enums":["email"]},{"dataType":"enum","enums":["ntfy"]},{"dataType":"enum","enums":["discord"]},{"dataType":"enum","enums":["telegram"]}],"required":true},
            "name": {"dataType":"string"},
            "url": {"dataType":"string"},
            "token": {"dataType":"string"},
            "chat_id": {"dataType":"string"},
            "quiet_hours": {"dataType":"union","subSchemas":[{"ref":"QuietHoursTerms"},{"dataType":"enum","enums":[null]}]},
            "digest": {"dataType":"union","subSchemas":[{"ref":"DigestTerms"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChannelChanges": {
        "dataType": "refObject",
        "properties": {
            "name": {"dataType":"string"},
            "url": {"dataType":"string"},
            "token": {"dataType":"string"},
            "chat_id": {"dataType":"string"},
            "quiet_hours": {"dataType":"union","subSchemas":[{"ref":"QuietHoursTerms"},{"dataType":"enum","enums":[null]}]},
            "digest": {"dataType":"union","subSchemas":[{"ref":"DigestTerms"},{"dataType":"enum","enums":[null]}]},
            "enabled": {"dataType":"boolean"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TestQueued": {
        "dataType": "refObject",
        "properties": {
            "notification_id": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SecretRotated": {
        "dataType": "refObject",
        "properties": {
            "signing_secret": {"dataType":"string","required":true},
            "previous_valid_until": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Registration": {
        "dataType": "refObject",
        "properties": {
            "email": {"dataType":"string","required":true},
            "password": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TokenAnswer": {
        "dataType": "refObject",
        "properties": {
            "access_token": {"dataType":"string","required":true},
            "token_type": {"dataType":"enum","enums":["Bearer"],"required":true},
            "expires_in": {"dataType":"integer","required":true},
            "refresh_token": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Login": {
        "dataType": "refObject",
        "properties": {
            "email": {"dataType":"string","required":true},
            "password": {"dataType":"string","required":true},
            "cookie": {"dataType":"boolean"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RefreshRequest": {
        "dataType": "refObject",
        "properties": {
            "refresh_token": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "LinkToken": {
        "dataType": "refObject",
        "properties": {
            "token": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "EmailRequest": {
        "dataType": "refObject",
        "properties": {
            "email": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PasswordReset": {
        "dataType": "refObject",
        "properties": {
            "token": {"dataType":"string","required":true},
            "password": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NewApiKey": {
        "dataType": "refObject",
        "properties": {
            "id": {"dataType":"string","required":true},
            "kind": {"ref":"ApiKeyKind","required":true},
            "name": {"dataType":"string","required":true},
            "hint": {"dataType":"string","required":true},
            "scopes": {"dataType":"array","array":{"dataType":"refAlias","ref":"Scope"},"required":true},
            "created_at": {"dataType":"string","required":true},
            "expires_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_used_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "key": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ApiKeyBody": {
        "dataType": "refObject",
        "properties": {
            "name": {"dataType":"string","required":true},
            "kind": {"ref":"ApiKeyKind","default":"api"},
            "scopes": {"dataType":"array","array":{"dataType":"refAlias","ref":"Scope"}},
            "expires_at": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ApiKeyList": {
        "dataType": "refObject",
        "properties": {
            "api_keys": {"dataType":"array","array":{"dataType":"refObject","ref":"ApiKey"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertType": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["price_drop"]},{"dataType":"enum","enums":["price_increase"]},{"dataType":"enum","enums":["availability"]},{"dataType":"enum","enums":["threshold"]},{"dataType":"enum","enums":["change"]},{"dataType":"enum","enums":["new_high"]},{"dataType":"enum","enums":["new_low"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertStatus": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["active"]},{"dataType":"enum","enums":["paused"]},{"dataType":"enum","enums":["done"]},{"dataType":"enum","enums":["expired"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RearmAnswer": {
        "dataType": "refObject",
        "properties": {
            "not_before": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "above": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "below": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertMetric": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["low"]},{"dataType":"enum","enums":["mid"]},{"dataType":"enum","enums":["direct_low"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Cause": {
        "dataType": "refObject",
        "properties": {
            "event_id": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PreviousPrice": {
        "dataType": "refObject",
        "properties": {
            "event_id": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "effective_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceReference": {
        "dataType": "refObject",
        "properties": {
            "amount": {"dataType":"double","required":true},
            "since": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FiringAnswer": {
        "dataType": "refObject",
        "properties": {
            "rule_version": {"dataType":"integer","required":true},
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "printing_slug": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "metric": {"ref":"AlertMetric","required":true},
            "price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "effective_at": {"dataType":"string","required":true},
            "triggering": {"ref":"Cause","required":true},
            "occasion": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["crossing"]},{"dataType":"enum","enums":["on_create"]},{"dataType":"enum","enums":[null]}],"required":true},
            "previous": {"dataType":"union","subSchemas":[{"ref":"PreviousPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "reference": {"dataType":"union","subSchemas":[{"ref":"PriceReference"},{"dataType":"enum","enums":[null]}],"required":true},
            "measured_from": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "event_id": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "recorded_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "WatchAnswer": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "printing": {"dataType":"string","required":true},
            "printing_slug": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"dataType":"string","required":true},
            "state": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["armed"]},{"dataType":"enum","enums":["fired"]},{"dataType":"enum","enums":["cooling"]},{"dataType":"enum","enums":[null]}],"required":true},
            "rearm": {"dataType":"union","subSchemas":[{"ref":"RearmAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
            "last_firing": {"dataType":"union","subSchemas":[{"ref":"FiringAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertCondition": {
        "dataType": "refObject",
        "properties": {
            "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["threshold"]},{"dataType":"enum","enums":["change"]},{"dataType":"enum","enums":["availability"]},{"dataType":"enum","enums":["new_high"]},{"dataType":"enum","enums":["new_low"]}],"required":true},
            "comparison": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["<="]},{"dataType":"enum","enums":[">="]},{"dataType":"enum","enums":["<"]},{"dataType":"enum","enums":[">"]},{"dataType":"enum","enums":["="]}]},
            "amount": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
            "direction": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["up"]},{"dataType":"enum","enums":["down"]},{"dataType":"enum","enums":["either"]}]},
            "basis_points": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}]},
            "window_days": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}]},
            "becomes": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["available"]},{"dataType":"enum","enums":["withdrawn"]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertHysteresis": {
        "dataType": "refObject",
        "properties": {
            "basis_points": {"dataType":"integer"},
            "amount": {"dataType":"double"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertAnswer": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"dataType":"string","required":true},
            "metric": {"ref":"AlertMetric","required":true},
            "when": {"ref":"AlertCondition","required":true},
            "hysteresis": {"dataType":"union","subSchemas":[{"ref":"AlertHysteresis"},{"dataType":"enum","enums":[null]}],"required":true},
            "cooldown_seconds": {"dataType":"integer","required":true},
            "repeat": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["once"]},{"dataType":"enum","enums":["always"]}],"required":true},
            "on_create": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["fire"]},{"dataType":"enum","enums":["skip"]}],"required":true},
            "alert_id": {"dataType":"string","required":true},
            "alert_type": {"ref":"AlertType","required":true},
            "price_threshold": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "comparison_operator": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["<="]},{"dataType":"enum","enums":[">="]},{"dataType":"enum","enums":["<"]},{"dataType":"enum","enums":[">"]},{"dataType":"enum","enums":["="]},{"dataType":"enum","enums":[null]}],"required":true},
            "status": {"ref":"AlertStatus","required":true},
            "channels": {"dataType":"array","array":{"dataType":"string"},"required":true},
            "expires_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "rule_version": {"dataType":"integer","required":true},
            "created_at": {"dataType":"string","required":true},
            "changed_at": {"dataType":"string","required":true},
            "firings": {"dataType":"integer","required":true},
            "last_fired_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "watches": {"dataType":"array","array":{"dataType":"refObject","ref":"WatchAnswer"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NewAlert": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string"},
            "kind": {"ref":"PriceKind"},
            "printing": {"dataType":"string"},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["NM"]},{"dataType":"enum","enums":["LP"]},{"dataType":"enum","enums":["MP"]},{"dataType":"enum","enums":["HP"]},{"dataType":"enum","enums":["DMG"]},{"dataType":"enum","enums":["S"]},{"dataType":"enum","enums":["*"]},{"dataType":"enum","enums":[null]}]},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "currency": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["USD"]},{"dataType":"enum","enums":["EUR"]},{"dataType":"enum","enums":["GBP"]},{"dataType":"enum","enums":["JPY"]},{"dataType":"enum","enums":["*"]}]},
            "metric": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["low"]},{"dataType":"enum","enums":["mid"]},{"dataType":"enum","enums":["direct_low"]}]},
            "hysteresis": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AlertHysteresis"},{"dataType":"enum","enums":[null]}]},
            "cooldown_seconds": {"dataType":"integer"},
            "repeat": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["once"]},{"dataType":"enum","enums":["always"]}]},
            "on_create": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["fire"]},{"dataType":"enum","enums":["skip"]}]},
            "when": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AlertCondition"}]},
            "alert_type": {"ref":"AlertType"},
            "price_threshold": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
            "comparison_operator": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["<="]},{"dataType":"enum","enums":[">="]},{"dataType":"enum","enums":["<"]},{"dataType":"enum","enums":[">"]},{"dataType":"enum","enums":["="]},{"dataType":"enum","enums":[null]}]},
            "channels": {"dataType":"array","array":{"dataType":"string"},"validators":{"maxItems":{"value":20}}},
            "expires_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "card_id": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertsAnswer": {
        "dataType": "refObject",
        "properties": {
            "alerts": {"dataType":"array","array":{"dataType":"refObject","ref":"AlertAnswer"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertsQuery": {
        "dataType": "refObject",
        "properties": {
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "min_position": {"dataType":"string"},
            "status": {"ref":"AlertStatus"},
            "card_id": {"dataType":"string"},
            "updated_after": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertChange": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string"},
            "kind": {"ref":"PriceKind"},
            "printing": {"dataType":"string"},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["NM"]},{"dataType":"enum","enums":["LP"]},{"dataType":"enum","enums":["MP"]},{"dataType":"enum","enums":["HP"]},{"dataType":"enum","enums":["DMG"]},{"dataType":"enum","enums":["S"]},{"dataType":"enum","enums":["*"]},{"dataType":"enum","enums":[null]}]},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "currency": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["USD"]},{"dataType":"enum","enums":["EUR"]},{"dataType":"enum","enums":["GBP"]},{"dataType":"enum","enums":["JPY"]},{"dataType":"enum","enums":["*"]}]},
            "metric": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["low"]},{"dataType":"enum","enums":["mid"]},{"dataType":"enum","enums":["direct_low"]}]},
            "hysteresis": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AlertHysteresis"},{"dataType":"enum","enums":[null]}]},
            "cooldown_seconds": {"dataType":"integer"},
            "repeat": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["once"]},{"dataType":"enum","enums":["always"]}]},
            "on_create": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["fire"]},{"dataType":"enum","enums":["skip"]}]},
            "when": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AlertCondition"}]},
            "alert_type": {"ref":"AlertType"},
            "price_threshold": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
            "comparison_operator": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["<="]},{"dataType":"enum","enums":[">="]},{"dataType":"enum","enums":["<"]},{"dataType":"enum","enums":[">"]},{"dataType":"enum","enums":["="]},{"dataType":"enum","enums":[null]}]},
            "channels": {"dataType":"array","array":{"dataType":"string"},"validators":{"maxItems":{"value":20}}},
            "expires_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DecisionAnswer": {
        "dataType": "refObject",
        "properties": {
            "rule_version": {"dataType":"integer","required":true},
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "printing_slug": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "metric": {"ref":"AlertMetric","required":true},
            "price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "effective_at": {"dataType":"string","required":true},
            "triggering": {"ref":"Cause","required":true},
            "occasion": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["crossing"]},{"dataType":"enum","enums":["on_create"]},{"dataType":"enum","enums":[null]}],"required":true},
            "previous": {"dataType":"union","subSchemas":[{"ref":"PreviousPrice"},{"dataType":"enum","enums":[null]}],"required":true},
            "reference": {"dataType":"union","subSchemas":[{"ref":"PriceReference"},{"dataType":"enum","enums":[null]}],"required":true},
            "measured_from": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertRuleAnswer": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"dataType":"string","required":true},
            "metric": {"ref":"AlertMetric","required":true},
            "when": {"ref":"AlertCondition","required":true},
            "hysteresis": {"dataType":"union","subSchemas":[{"ref":"AlertHysteresis"},{"dataType":"enum","enums":[null]}],"required":true},
            "cooldown_seconds": {"dataType":"integer","required":true},
            "repeat": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["once"]},{"dataType":"enum","enums":["always"]}],"required":true},
            "on_create": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["fire"]},{"dataType":"enum","enums":["skip"]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistoryEntry": {
        "dataType": "refObject",
        "properties": {
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["AlertCreated"]},{"dataType":"enum","enums":["AlertChanged"]},{"dataType":"enum","enums":["AlertPaused"]},{"dataType":"enum","enums":["AlertResumed"]},{"dataType":"enum","enums":["AlertTriggered"]},{"dataType":"enum","enums":["AlertRearmed"]},{"dataType":"enum","enums":["AlertExpired"]}],"required":true},
            "position": {"dataType":"string","required":true},
            "recorded_at": {"dataType":"string","required":true},
            "decision": {"dataType":"union","subSchemas":[{"ref":"DecisionAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
            "rule": {"dataType":"union","subSchemas":[{"ref":"AlertRuleAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
            "expires_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertHistoryAnswer": {
        "dataType": "refObject",
        "properties": {
            "alert_id": {"dataType":"string","required":true},
            "history": {"dataType":"array","array":{"dataType":"refObject","ref":"HistoryEntry"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertHistoryQuery": {
        "dataType": "refObject",
        "properties": {
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "min_position": {"dataType":"string"},
            "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["AlertCreated"]},{"dataType":"enum","enums":["AlertChanged"]},{"dataType":"enum","enums":["AlertPaused"]},{"dataType":"enum","enums":["AlertResumed"]},{"dataType":"enum","enums":["AlertTriggered"]},{"dataType":"enum","enums":["AlertRearmed"]},{"dataType":"enum","enums":["AlertExpired"]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AlertTestAnswer": {
        "dataType": "refObject",
        "properties": {
            "notification_ids": {"dataType":"array","array":{"dataType":"string"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "WatchedCardAnswer": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "added_at": {"dataType":"string","required":true},
            "alert_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "problem": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ListRule": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string"},
            "kind": {"ref":"PriceKind"},
            "printing": {"dataType":"string"},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["NM"]},{"dataType":"enum","enums":["LP"]},{"dataType":"enum","enums":["MP"]},{"dataType":"enum","enums":["HP"]},{"dataType":"enum","enums":["DMG"]},{"dataType":"enum","enums":["S"]},{"dataType":"enum","enums":["*"]},{"dataType":"enum","enums":[null]}]},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "currency": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["USD"]},{"dataType":"enum","enums":["EUR"]},{"dataType":"enum","enums":["GBP"]},{"dataType":"enum","enums":["JPY"]},{"dataType":"enum","enums":["*"]}]},
            "metric": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["low"]},{"dataType":"enum","enums":["mid"]},{"dataType":"enum","enums":["direct_low"]}]},
            "hysteresis": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AlertHysteresis"},{"dataType":"enum","enums":[null]}]},
            "cooldown_seconds": {"dataType":"integer"},
            "repeat": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["once"]},{"dataType":"enum","enums":["always"]}]},
            "on_create": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["fire"]},{"dataType":"enum","enums":["skip"]}]},
            "when": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AlertCondition"}]},
            "alert_type": {"ref":"AlertType"},
            "price_threshold": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
            "comparison_operator": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["<="]},{"dataType":"enum","enums":[">="]},{"dataType":"enum","enums":["<"]},{"dataType":"enum","enums":[">"]},{"dataType":"enum","enums":["="]},{"dataType":"enum","enums":[null]}]},
            "channels": {"dataType":"array","array":{"dataType":"string"},"validators":{"maxItems":{"value":20}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "WatchlistAnswer": {
        "dataType": "refObject",
        "properties": {
            "watchlist_id": {"dataType":"string","required":true},
            "name": {"dataType":"string","required":true},
            "cards": {"dataType":"array","array":{"dataType":"refObject","ref":"WatchedCardAnswer"},"required":true},
            "rule": {"dataType":"union","subSchemas":[{"ref":"ListRule"},{"dataType":"enum","enums":[null]}],"required":true},
            "created_at": {"dataType":"string","required":true},
            "updated_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NewWatchlist": {
        "dataType": "refObject",
        "properties": {
            "name": {"dataType":"string","required":true,"validators":{"minLength":{"value":1},"maxLength":{"value":100}}},
            "cards": {"dataType":"array","array":{"dataType":"string"},"validators":{"maxItems":{"value":500}}},
            "rule": {"dataType":"union","subSchemas":[{"ref":"ListRule"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "WatchlistsAnswer": {
        "dataType": "refObject",
        "properties": {
            "watchlists": {"dataType":"array","array":{"dataType":"refObject","ref":"WatchlistAnswer"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RowsQuery": {
        "dataType": "refObject",
        "properties": {
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "WatchlistChange": {
        "dataType": "refObject",
        "properties": {
            "name": {"dataType":"string","validators":{"minLength":{"value":1},"maxLength":{"value":100}}},
            "cards": {"dataType":"array","array":{"dataType":"string"},"validators":{"maxItems":{"value":500}}},
            "add": {"dataType":"array","array":{"dataType":"string"},"validators":{"maxItems":{"value":500}}},
            "remove": {"dataType":"array","array":{"dataType":"string"},"validators":{"maxItems":{"value":500}}},
            "rule": {"dataType":"union","subSchemas":[{"ref":"ListRule"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BacktestDecisionAnswer": {
        "dataType": "refObject",
        "properties": {
            "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["AlertTriggered"]},{"dataType":"enum","enums":["AlertRearmed"]}],"required":true},
            "data": {"ref":"DecisionAnswer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BacktestAnswer": {
        "dataType": "refObject",
        "properties": {
            "rule": {"ref":"AlertRuleAnswer","required":true},
            "observations": {"dataType":"integer","required":true},
            "firings": {"dataType":"integer","required":true},
            "decisions": {"dataType":"array","array":{"dataType":"refObject","ref":"BacktestDecisionAnswer"},"required":true},
            "truncated": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BacktestTerms": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string"},
            "kind": {"ref":"PriceKind"},
            "printing": {"dataType":"string"},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["NM"]},{"dataType":"enum","enums":["LP"]},{"dataType":"enum","enums":["MP"]},{"dataType":"enum","enums":["HP"]},{"dataType":"enum","enums":["DMG"]},{"dataType":"enum","enums":["S"]},{"dataType":"enum","enums":["*"]},{"dataType":"enum","enums":[null]}]},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "currency": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["USD"]},{"dataType":"enum","enums":["EUR"]},{"dataType":"enum","enums":["GBP"]},{"dataType":"enum","enums":["JPY"]},{"dataType":"enum","enums":["*"]}]},
            "metric": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["low"]},{"dataType":"enum","enums":["mid"]},{"dataType":"enum","enums":["direct_low"]}]},
            "hysteresis": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AlertHysteresis"},{"dataType":"enum","enums":[null]}]},
            "cooldown_seconds": {"dataType":"integer"},
            "repeat": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["once"]},{"dataType":"enum","enums":["always"]}]},
            "on_create": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["fire"]},{"dataType":"enum","enums":["skip"]}]},
            "card_id": {"dataType":"string","required":true},
            "when": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AlertCondition"}],"required":true},
            "from": {"dataType":"string"},
            "to": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TaskKind": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["collection"]},{"dataType":"enum","enums":["rebuild"]},{"dataType":"enum","enums":["retry"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Readonly_Record_string.unknown__": {
        "dataType": "refAlias",
        "type": {"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"dataType":"any"},"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TaskAnswer": {
        "dataType": "refObject",
        "properties": {
            "task_id": {"dataType":"string","required":true},
            "kind": {"ref":"TaskKind","required":true},
            "state": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["waiting"]},{"dataType":"enum","enums":["running"]},{"dataType":"enum","enums":["done"]},{"dataType":"enum","enums":["failed"]}],"required":true},
            "subject": {"ref":"Readonly_Record_string.unknown__","required":true},
            "requested_at": {"dataType":"string","required":true},
            "started_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "finished_at": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "result": {"dataType":"union","subSchemas":[{"ref":"Readonly_Record_string.unknown__"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CollectionOrder": {
        "dataType": "refObject",
        "properties": {
            "source": {"dataType":"string","required":true},
            "sets": {"dataType":"array","array":{"dataType":"string"},"validators":{"minItems":{"value":1},"maxItems":{"value":100}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SubscriberAnswer": {
        "dataType": "refObject",
        "properties": {
            "subscriber": {"dataType":"string","required":true},
            "version": {"dataType":"integer","required":true},
            "state": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "up_to_date": {"dataType":"boolean","required":true},
            "events": {"dataType":"integer","required":true},
            "dead_letters": {"dataType":"integer","required":true},
            "holder": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "error": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "updated_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SubscribersAnswer": {
        "dataType": "refObject",
        "properties": {
            "head": {"dataType":"string","required":true},
            "projections": {"dataType":"array","array":{"dataType":"refObject","ref":"SubscriberAnswer"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RebuildOrder": {
        "dataType": "refObject",
        "properties": {
            "rebuild": {"dataType":"array","array":{"dataType":"string"},"required":true,"validators":{"minItems":{"value":1},"maxItems":{"value":50}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ParkedAnswer": {
        "dataType": "refObject",
        "properties": {
            "event_id": {"dataType":"string","required":true},
            "subscriber": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "reason": {"dataType":"string","required":true},
            "attempts": {"dataType":"integer","required":true},
            "parked_at": {"dataType":"string","required":true},
            "tried_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ParkedEventsAnswer": {
        "dataType": "refObject",
        "properties": {
            "parked": {"dataType":"array","array":{"dataType":"refObject","ref":"ParkedAnswer"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ControlAnswer": {
        "dataType": "refObject",
        "properties": {
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["appended"]},{"dataType":"enum","enums":["already_recorded"]}],"required":true},
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "paused": {"dataType":"union","subSchemas":[{"ref":"SourcePause"},{"dataType":"enum","enums":[null]}],"required":true},
            "limits": {"dataType":"union","subSchemas":[{"ref":"SourceLimits"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ControlOrder": {
        "dataType": "refObject",
        "properties": {
            "reason": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "LimitsOrder": {
        "dataType": "refObject",
        "properties": {
            "reason": {"dataType":"string","required":true},
            "requests_a_day": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}]},
            "pause_ms": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "NumbersAnswer": {
        "dataType": "refObject",
        "properties": {
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CorrectionAnswer": {
        "dataType": "refObject",
        "properties": {
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["appended"]},{"dataType":"enum","enums":["already_recorded"]}],"required":true},
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "observation_id": {"dataType":"string","required":true},
            "effective_at": {"dataType":"string","required":true},
            "before": {"ref":"NumbersAnswer","required":true},
            "after": {"ref":"NumbersAnswer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CorrectedNumbers": {
        "dataType": "refObject",
        "properties": {
            "market": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
            "low": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
            "mid": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
            "high": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
            "direct_low": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CorrectionOrder": {
        "dataType": "refObject",
        "properties": {
            "reason": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "printing": {"dataType":"string"},
            "source": {"dataType":"string"},
            "kind": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["asking"]}]},
            "condition": {"dataType":"string"},
            "grade": {"dataType":"string"},
            "language": {"dataType":"string"},
            "currency": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["USD"]},{"dataType":"enum","enums":["EUR"]},{"dataType":"enum","enums":["GBP"]},{"dataType":"enum","enums":["JPY"]}]},
            "at": {"dataType":"string"},
            "observation_id": {"dataType":"string"},
            "numbers": {"ref":"CorrectedNumbers","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "StandingAnswer": {
        "dataType": "refObject",
        "properties": {
            "low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "mid_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "high_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "market_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "direct_low_price": {"dataType":"union","subSchemas":[{"dataType":"double"},{"dataType":"enum","enums":[null]}],"required":true},
            "withdrawn": {"dataType":"boolean","required":true},
            "effective_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "VoidAnswer": {
        "dataType": "refObject",
        "properties": {
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["appended"]},{"dataType":"enum","enums":["already_recorded"]}],"required":true},
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "observation_id": {"dataType":"string","required":true},
            "effective_at": {"dataType":"string","required":true},
            "before": {"ref":"NumbersAnswer","required":true},
            "standing": {"dataType":"union","subSchemas":[{"ref":"StandingAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PriceNamed": {
        "dataType": "refObject",
        "properties": {
            "reason": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "printing": {"dataType":"string"},
            "source": {"dataType":"string"},
            "kind": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["market"]},{"dataType":"enum","enums":["asking"]}]},
            "condition": {"dataType":"string"},
            "grade": {"dataType":"string"},
            "language": {"dataType":"string"},
            "currency": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["USD"]},{"dataType":"enum","enums":["EUR"]},{"dataType":"enum","enums":["GBP"]},{"dataType":"enum","enums":["JPY"]}]},
            "at": {"dataType":"string"},
            "observation_id": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "VoidOrder": {
        "dataType": "refAlias",
        "type": {"ref":"PriceNamed","validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MappingAnswer": {
        "dataType": "refObject",
        "properties": {
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["appended"]},{"dataType":"enum","enums":["already_recorded"]}],"required":true},
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "system": {"dataType":"string","required":true},
            "external_id": {"dataType":"string","required":true},
            "replaces": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MappingOrder": {
        "dataType": "refObject",
        "properties": {
            "reason": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "system": {"dataType":"string","required":true},
            "external_id": {"dataType":"string","required":true},
            "evidence": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MergeAnswer": {
        "dataType": "refObject",
        "properties": {
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["appended"]},{"dataType":"enum","enums":["already_recorded"]}],"required":true},
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "merged_into": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MergeOrder": {
        "dataType": "refObject",
        "properties": {
            "reason": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "into": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HeldAnswer": {
        "dataType": "refObject",
        "properties": {
            "quarantine_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "reason": {"dataType":"string","required":true},
            "detail": {"dataType":"string","required":true},
            "card_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "card_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "printing": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"dataType":"union","subSchemas":[{"ref":"Currency"},{"dataType":"enum","enums":[null]}],"required":true},
            "offered": {"dataType":"union","subSchemas":[{"ref":"NumbersAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
            "standing": {"dataType":"union","subSchemas":[{"ref":"StandingAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
            "effective_at": {"dataType":"string","required":true},
            "recorded_at": {"dataType":"string","required":true},
            "row": {"dataType":"string","required":true},
            "releasable": {"dataType":"boolean","required":true},
            "rejectable": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "QuarantineAnswer": {
        "dataType": "refObject",
        "properties": {
            "held": {"dataType":"array","array":{"dataType":"refObject","ref":"HeldAnswer"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "QuarantineQuery": {
        "dataType": "refObject",
        "properties": {
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "min_position": {"dataType":"string"},
            "card_id": {"dataType":"string"},
            "source": {"dataType":"string"},
            "reason": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SettledAnswer": {
        "dataType": "refObject",
        "properties": {
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["appended"]},{"dataType":"enum","enums":["already_recorded"]}],"required":true},
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "source": {"dataType":"string","required":true},
            "kind": {"ref":"PriceKind","required":true},
            "printing": {"dataType":"string","required":true},
            "condition": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "grade": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "language": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"Currency","required":true},
            "quarantine_id": {"dataType":"string","required":true},
            "effective_at": {"dataType":"string","required":true},
            "offered": {"dataType":"union","subSchemas":[{"ref":"NumbersAnswer"},{"dataType":"enum","enums":[null]}],"required":true},
            "is_late": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SettlingOrder": {
        "dataType": "refObject",
        "properties": {
            "reason": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReviewReason": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["ambiguous"]},{"dataType":"enum","enums":["unsure"]},{"dataType":"enum","enums":["card_taken"]},{"dataType":"enum","enums":["same_card"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProductCandidate": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string","required":true},
            "score": {"dataType":"double","required":true},
            "reasons": {"dataType":"array","array":{"dataType":"string"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "WaitingAnswer": {
        "dataType": "refObject",
        "properties": {
            "system": {"dataType":"string","required":true},
            "external_id": {"dataType":"string","required":true},
            "game": {"ref":"Game","required":true},
            "name": {"dataType":"string","required":true},
            "reason": {"ref":"ReviewReason","required":true},
            "candidates": {"dataType":"array","array":{"dataType":"refObject","ref":"ProductCandidate"},"required":true},
            "first_seen_at": {"dataType":"string","required":true},
            "last_seen_at": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MatchingAnswer": {
        "dataType": "refObject",
        "properties": {
            "waiting": {"dataType":"array","array":{"dataType":"refObject","ref":"WaitingAnswer"},"required":true},
            "suspects": {"dataType":"array","array":{"dataType":"refObject","ref":"SuspectRow"},"required":true},
            "pagination": {"ref":"Pagination","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MatchingQuery": {
        "dataType": "refObject",
        "properties": {
            "limit": {"dataType":"integer","default":20,"validators":{"minimum":{"value":1},"maximum":{"value":100}}},
            "offset": {"dataType":"integer","default":0,"validators":{"minimum":{"value":0},"maximum":{"value":100000}}},
            "min_position": {"dataType":"string"},
            "system": {"dataType":"string"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MatchOrder": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string"},
            "reason": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RejectedIdAnswer": {
        "dataType": "refObject",
        "properties": {
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["appended"]},{"dataType":"enum","enums":["already_recorded"]}],"required":true},
            "event_id": {"dataType":"string","required":true},
            "type": {"dataType":"string","required":true},
            "stream": {"dataType":"string","required":true},
            "position": {"dataType":"string","required":true},
            "card_id": {"dataType":"string","required":true},
            "system": {"dataType":"string","required":true},
            "external_id": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RejectionAnswer": {
        "dataType": "refObject",
        "properties": {
            "rejected": {"dataType":"array","array":{"dataType":"refObject","ref":"RejectedIdAnswer"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RejectOrder": {
        "dataType": "refObject",
        "properties": {
            "card_id": {"dataType":"string"},
            "reason": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
};
const templateService = new ExpressTemplateService(models, {"noImplicitAdditionalProperties":"throw-on-extras","bodyCoercion":false});

// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa




export function RegisterRoutes(app: Router) {

    // ###########################################################################################################
    //  NOTE: If you do not see routes for all of your controllers in this file, then you might not have informed tsoa of where to look
    //      Please look into the "controllerPathGlobs" config option described in the readme: https://github.com/lukeautry/tsoa
    // ###########################################################################################################


    
        const argsTrendingController_getTrending: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"TrendingQuery"},
        };
        app.get('/v1/prices/trending',
            ...(fetchMiddlewares<RequestHandler>(TrendingController)),
            ...(fetchMiddlewares<RequestHandler>(TrendingController.prototype.getTrending)),

            async function TrendingController_getTrending(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsTrendingController_getTrending, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TrendingController>(TrendingController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getTrending',
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
        const argsSourcesController_listSources: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"TableQuery"},
        };
        app.get('/v1/sources',
            ...(fetchMiddlewares<RequestHandler>(SourcesController)),
            ...(fetchMiddlewares<RequestHandler>(SourcesController.prototype.listSources)),

            async function SourcesController_listSources(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSourcesController_listSources, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SourcesController>(SourcesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listSources',
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
        const argsSetsController_listSets: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"SetsQuery"},
        };
        app.get('/v1/sets',
            ...(fetchMiddlewares<RequestHandler>(SetsController)),
            ...(fetchMiddlewares<RequestHandler>(SetsController.prototype.listSets)),

            async function SetsController_listSets(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSetsController_listSets, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SetsController>(SetsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listSets',
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
        const argsSetsController_getSet: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                set_id: {"in":"path","name":"set_id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"ReadQuery"},
        };
        app.get('/v1/sets/:set_id',
            ...(fetchMiddlewares<RequestHandler>(SetsController)),
            ...(fetchMiddlewares<RequestHandler>(SetsController.prototype.getSet)),

            async function SetsController_getSet(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSetsController_getSet, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SetsController>(SetsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getSet',
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
        const argsSetValueController_getSetValue: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                set_id: {"in":"path","name":"set_id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"SetValueQuery"},
        };
        app.get('/v1/sets/:set_id/value',
            ...(fetchMiddlewares<RequestHandler>(SetValueController)),
            ...(fetchMiddlewares<RequestHandler>(SetValueController.prototype.getSetValue)),

            async function SetValueController_getSetValue(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSetValueController_getSetValue, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SetValueController>(SetValueController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getSetValue',
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
        const argsSetCardsController_listSetCards: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                set_id: {"in":"path","name":"set_id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"SetCardsQuery"},
        };
        app.get('/v1/sets/:set_id/cards',
            ...(fetchMiddlewares<RequestHandler>(SetCardsController)),
            ...(fetchMiddlewares<RequestHandler>(SetCardsController.prototype.listSetCards)),

            async function SetCardsController_listSetCards(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSetCardsController_listSetCards, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SetCardsController>(SetCardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listSetCards',
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
        const argsResolveController_resolveCards: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"ResolveParameters"},
                body: {"in":"body","name":"body","required":true,"ref":"ResolveBody"},
        };
        app.post('/v1/resolve',
            ...(fetchMiddlewares<RequestHandler>(ResolveController)),
            ...(fetchMiddlewares<RequestHandler>(ResolveController.prototype.resolveCards)),

            async function ResolveController_resolveCards(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsResolveController_resolveCards, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ResolveController>(ResolveController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'resolveCards',
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
        const argsPriceStreamController_streamPrices: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"PriceStreamQuery"},
                lastEventId: {"in":"header","name":"Last-Event-ID","dataType":"string"},
        };
        app.get('/v1/prices/stream',
            ...(fetchMiddlewares<RequestHandler>(PriceStreamController)),
            ...(fetchMiddlewares<RequestHandler>(PriceStreamController.prototype.streamPrices)),

            async function PriceStreamController_streamPrices(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsPriceStreamController_streamPrices, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<PriceStreamController>(PriceStreamController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'streamPrices',
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
        const argsCardsController_searchCards: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"CardSearchQuery"},
        };
        app.get('/v1/cards/search',
            ...(fetchMiddlewares<RequestHandler>(CardsController)),
            ...(fetchMiddlewares<RequestHandler>(CardsController.prototype.searchCards)),

            async function CardsController_searchCards(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCardsController_searchCards, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CardsController>(CardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'searchCards',
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
        const argsCardsController_getCard: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                card_id: {"in":"path","name":"card_id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"CardQuery"},
        };
        app.get('/v1/cards/:card_id',
            ...(fetchMiddlewares<RequestHandler>(CardsController)),
            ...(fetchMiddlewares<RequestHandler>(CardsController.prototype.getCard)),

            async function CardsController_getCard(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCardsController_getCard, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CardsController>(CardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getCard',
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
        const argsCardsController_getCardBatch: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"CardQuery"},
                body: {"in":"body","name":"body","required":true,"ref":"CardBatch"},
        };
        app.post('/v1/cards/batch',
            ...(fetchMiddlewares<RequestHandler>(CardsController)),
            ...(fetchMiddlewares<RequestHandler>(CardsController.prototype.getCardBatch)),

            async function CardsController_getCardBatch(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCardsController_getCardBatch, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CardsController>(CardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getCardBatch',
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
        const argsCardsController_getCardPrices: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                card_id: {"in":"path","name":"card_id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"PricesQuery"},
        };
        app.get('/v1/cards/:card_id/prices',
            ...(fetchMiddlewares<RequestHandler>(CardsController)),
            ...(fetchMiddlewares<RequestHandler>(CardsController.prototype.getCardPrices)),

            async function CardsController_getCardPrices(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCardsController_getCardPrices, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CardsController>(CardsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getCardPrices',
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
        const argsPriceHistoryController_getPriceHistory: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                card_id: {"in":"path","name":"card_id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"HistoryQuery"},
        };
        app.get('/v1/cards/:card_id/prices/history',
            ...(fetchMiddlewares<RequestHandler>(PriceHistoryController)),
            ...(fetchMiddlewares<RequestHandler>(PriceHistoryController.prototype.getPriceHistory)),

            async function PriceHistoryController_getPriceHistory(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsPriceHistoryController_getPriceHistory, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<PriceHistoryController>(PriceHistoryController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getPriceHistory',
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
        const argsPriceChangesController_getPriceChanges: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"PriceChangesQuery"},
        };
        app.get('/v1/prices/changes',
            ...(fetchMiddlewares<RequestHandler>(PriceChangesController)),
            ...(fetchMiddlewares<RequestHandler>(PriceChangesController.prototype.getPriceChanges)),

            async function PriceChangesController_getPriceChanges(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsPriceChangesController_getPriceChanges, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<PriceChangesController>(PriceChangesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getPriceChanges',
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
        const argsIdChangesController_listIdChanges: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"IdChangesQuery"},
        };
        app.get('/v1/id-changes',
            ...(fetchMiddlewares<RequestHandler>(IdChangesController)),
            ...(fetchMiddlewares<RequestHandler>(IdChangesController.prototype.listIdChanges)),

            async function IdChangesController_listIdChanges(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsIdChangesController_listIdChanges, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<IdChangesController>(IdChangesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listIdChanges',
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
        const argsGamesController_listGames: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"ReadQuery"},
        };
        app.get('/v1/games',
            ...(fetchMiddlewares<RequestHandler>(GamesController)),
            ...(fetchMiddlewares<RequestHandler>(GamesController.prototype.listGames)),

            async function GamesController_listGames(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsGamesController_listGames, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<GamesController>(GamesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listGames',
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
        const argsGamesController_getGame: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                game: {"in":"path","name":"game","required":true,"ref":"Game"},
                query: {"in":"queries","name":"query","required":true,"ref":"ReadQuery"},
        };
        app.get('/v1/games/:game',
            ...(fetchMiddlewares<RequestHandler>(GamesController)),
            ...(fetchMiddlewares<RequestHandler>(GamesController.prototype.getGame)),

            async function GamesController_getGame(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsGamesController_getGame, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<GamesController>(GamesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getGame',
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
        const argsExtremesController_getHighs: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"ExtremesQuery"},
        };
        app.get('/v1/prices/highs',
            ...(fetchMiddlewares<RequestHandler>(ExtremesController)),
            ...(fetchMiddlewares<RequestHandler>(ExtremesController.prototype.getHighs)),

            async function ExtremesController_getHighs(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsExtremesController_getHighs, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ExtremesController>(ExtremesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getHighs',
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
        const argsExtremesController_getLows: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"ExtremesQuery"},
        };
        app.get('/v1/prices/lows',
            ...(fetchMiddlewares<RequestHandler>(ExtremesController)),
            ...(fetchMiddlewares<RequestHandler>(ExtremesController.prototype.getLows)),

            async function ExtremesController_getLows(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsExtremesController_getLows, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ExtremesController>(ExtremesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getLows',
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
        const argsExportsController_listExports: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"TableQuery"},
        };
        app.get('/v1/exports',
            ...(fetchMiddlewares<RequestHandler>(ExportsController)),
            ...(fetchMiddlewares<RequestHandler>(ExportsController.prototype.listExports)),

            async function ExportsController_listExports(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsExportsController_listExports, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ExportsController>(ExportsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listExports',
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
        const argsExportsController_getExport: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                file: {"in":"path","name":"file","required":true,"dataType":"string"},
        };
        app.get('/v1/exports/:file',
            ...(fetchMiddlewares<RequestHandler>(ExportsController)),
            ...(fetchMiddlewares<RequestHandler>(ExportsController.prototype.getExport)),

            async function ExportsController_getExport(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsExportsController_getExport, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ExportsController>(ExportsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getExport',
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
        const argsExplainPriceController_explainPrice: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                card_id: {"in":"path","name":"card_id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"ExplainQuery"},
        };
        app.get('/v1/cards/:card_id/prices/explain',
            ...(fetchMiddlewares<RequestHandler>(ExplainPriceController)),
            ...(fetchMiddlewares<RequestHandler>(ExplainPriceController.prototype.explainPrice)),

            async function ExplainPriceController_explainPrice(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsExplainPriceController_explainPrice, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ExplainPriceController>(ExplainPriceController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'explainPrice',
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
        const argsEventsController_listEvents: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"EventsQuery"},
        };
        app.get('/v1/events',
            ...(fetchMiddlewares<RequestHandler>(EventsController)),
            ...(fetchMiddlewares<RequestHandler>(EventsController.prototype.listEvents)),

            async function EventsController_listEvents(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsEventsController_listEvents, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<EventsController>(EventsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listEvents',
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
        const argsCoverageController_getCoverage: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"CoverageQuery"},
        };
        app.get('/v1/coverage',
            ...(fetchMiddlewares<RequestHandler>(CoverageController)),
            ...(fetchMiddlewares<RequestHandler>(CoverageController.prototype.getCoverage)),

            async function CoverageController_getCoverage(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCoverageController_getCoverage, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CoverageController>(CoverageController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getCoverage',
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
        const argsCoverageController_getCoverageCalendar: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"CalendarQuery"},
        };
        app.get('/v1/coverage/calendar',
            ...(fetchMiddlewares<RequestHandler>(CoverageController)),
            ...(fetchMiddlewares<RequestHandler>(CoverageController.prototype.getCoverageCalendar)),

            async function CoverageController_getCoverageCalendar(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCoverageController_getCoverageCalendar, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CoverageController>(CoverageController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getCoverageCalendar',
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
        const argsCoverageController_getCoverageSuspects: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"SuspectsQuery"},
        };
        app.get('/v1/coverage/suspects',
            ...(fetchMiddlewares<RequestHandler>(CoverageController)),
            ...(fetchMiddlewares<RequestHandler>(CoverageController.prototype.getCoverageSuspects)),

            async function CoverageController_getCoverageSuspects(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCoverageController_getCoverageSuspects, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CoverageController>(CoverageController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getCoverageSuspects',
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
        const argsCoverageController_getCoverageAudit: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"AuditQuery"},
        };
        app.get('/v1/coverage/audit',
            ...(fetchMiddlewares<RequestHandler>(CoverageController)),
            ...(fetchMiddlewares<RequestHandler>(CoverageController.prototype.getCoverageAudit)),

            async function CoverageController_getCoverageAudit(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsCoverageController_getCoverageAudit, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<CoverageController>(CoverageController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getCoverageAudit',
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
        const argsNotificationsController_listNotifications: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"NotificationsQuery"},
        };
        app.get('/v1/notifications',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(NotificationsController)),
            ...(fetchMiddlewares<RequestHandler>(NotificationsController.prototype.listNotifications)),

            async function NotificationsController_listNotifications(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsNotificationsController_listNotifications, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<NotificationsController>(NotificationsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listNotifications',
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
        const argsNotificationsController_replayNotifications: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"ReplayTerms"},
        };
        app.post('/v1/notifications/replay',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(NotificationsController)),
            ...(fetchMiddlewares<RequestHandler>(NotificationsController.prototype.replayNotifications)),

            async function NotificationsController_replayNotifications(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsNotificationsController_replayNotifications, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<NotificationsController>(NotificationsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'replayNotifications',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsMeController_getMe: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.get('/v1/me',
            authenticateMiddleware([{"user":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(MeController)),
            ...(fetchMiddlewares<RequestHandler>(MeController.prototype.getMe)),

            async function MeController_getMe(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMeController_getMe, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MeController>(MeController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getMe',
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
        const argsMeController_changeMe: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"ProfileBody"},
        };
        app.patch('/v1/me',
            authenticateMiddleware([{"user":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(MeController)),
            ...(fetchMiddlewares<RequestHandler>(MeController.prototype.changeMe)),

            async function MeController_changeMe(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMeController_changeMe, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MeController>(MeController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changeMe',
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
        const argsMeController_deleteMe: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.delete('/v1/me',
            authenticateMiddleware([{"login":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(MeController)),
            ...(fetchMiddlewares<RequestHandler>(MeController.prototype.deleteMe)),

            async function MeController_deleteMe(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMeController_deleteMe, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MeController>(MeController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'deleteMe',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsMeController_setPassword: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"PasswordBody"},
        };
        app.put('/v1/me/password',
            authenticateMiddleware([{"login":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(MeController)),
            ...(fetchMiddlewares<RequestHandler>(MeController.prototype.setPassword)),

            async function MeController_setPassword(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMeController_setPassword, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MeController>(MeController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'setPassword',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsMeController_setEmail: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"EmailBody"},
        };
        app.put('/v1/me/email',
            authenticateMiddleware([{"login":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(MeController)),
            ...(fetchMiddlewares<RequestHandler>(MeController.prototype.setEmail)),

            async function MeController_setEmail(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMeController_setEmail, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MeController>(MeController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'setEmail',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsMeController_exportMe: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.get('/v1/me/export',
            authenticateMiddleware([{"user":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(MeController)),
            ...(fetchMiddlewares<RequestHandler>(MeController.prototype.exportMe)),

            async function MeController_exportMe(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMeController_exportMe, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MeController>(MeController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'exportMe',
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
        const argsFeedsController_listFeeds: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.get('/v1/feeds',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(FeedsController)),
            ...(fetchMiddlewares<RequestHandler>(FeedsController.prototype.listFeeds)),

            async function FeedsController_listFeeds(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsFeedsController_listFeeds, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<FeedsController>(FeedsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listFeeds',
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
        const argsFeedsController_createFeed: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"NewFeed"},
        };
        app.post('/v1/feeds',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(FeedsController)),
            ...(fetchMiddlewares<RequestHandler>(FeedsController.prototype.createFeed)),

            async function FeedsController_createFeed(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsFeedsController_createFeed, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<FeedsController>(FeedsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'createFeed',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsFeedsController_deleteFeed: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                feed: {"in":"path","name":"feed","required":true,"dataType":"string"},
        };
        app.delete('/v1/feeds/:feed',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(FeedsController)),
            ...(fetchMiddlewares<RequestHandler>(FeedsController.prototype.deleteFeed)),

            async function FeedsController_deleteFeed(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsFeedsController_deleteFeed, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<FeedsController>(FeedsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'deleteFeed',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsFeedsController_readFeed: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                feed: {"in":"path","name":"feed","required":true,"dataType":"string"},
        };
        app.get('/v1/feeds/:feed',
            ...(fetchMiddlewares<RequestHandler>(FeedsController)),
            ...(fetchMiddlewares<RequestHandler>(FeedsController.prototype.readFeed)),

            async function FeedsController_readFeed(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsFeedsController_readFeed, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<FeedsController>(FeedsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readFeed',
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
        const argsChannelsController_listChannels: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.get('/v1/channels',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController)),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController.prototype.listChannels)),

            async function ChannelsController_listChannels(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsChannelsController_listChannels, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ChannelsController>(ChannelsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listChannels',
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
        const argsChannelsController_createChannel: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"NewChannel"},
        };
        app.post('/v1/channels',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController)),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController.prototype.createChannel)),

            async function ChannelsController_createChannel(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsChannelsController_createChannel, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ChannelsController>(ChannelsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'createChannel',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsChannelsController_changeChannel: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                channel_id: {"in":"path","name":"channel_id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"ChannelChanges"},
        };
        app.patch('/v1/channels/:channel_id',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController)),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController.prototype.changeChannel)),

            async function ChannelsController_changeChannel(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsChannelsController_changeChannel, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ChannelsController>(ChannelsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changeChannel',
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
        const argsChannelsController_deleteChannel: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                channel_id: {"in":"path","name":"channel_id","required":true,"dataType":"string"},
        };
        app.delete('/v1/channels/:channel_id',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController)),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController.prototype.deleteChannel)),

            async function ChannelsController_deleteChannel(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsChannelsController_deleteChannel, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ChannelsController>(ChannelsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'deleteChannel',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsChannelsController_testChannel: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                channel_id: {"in":"path","name":"channel_id","required":true,"dataType":"string"},
        };
        app.post('/v1/channels/:channel_id/test',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController)),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController.prototype.testChannel)),

            async function ChannelsController_testChannel(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsChannelsController_testChannel, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ChannelsController>(ChannelsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'testChannel',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsChannelsController_rotateChannelSecret: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                channel_id: {"in":"path","name":"channel_id","required":true,"dataType":"string"},
        };
        app.post('/v1/channels/:channel_id/rotate-secret',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController)),
            ...(fetchMiddlewares<RequestHandler>(ChannelsController.prototype.rotateChannelSecret)),

            async function ChannelsController_rotateChannelSecret(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsChannelsController_rotateChannelSecret, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ChannelsController>(ChannelsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'rotateChannelSecret',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAuthController_registerUser: Record<string, TsoaRoute.ParameterSchema> = {
                body: {"in":"body","name":"body","required":true,"ref":"Registration"},
        };
        app.post('/v1/auth/register',
            ...(fetchMiddlewares<RequestHandler>(AuthController)),
            ...(fetchMiddlewares<RequestHandler>(AuthController.prototype.registerUser)),

            async function AuthController_registerUser(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthController_registerUser, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthController>(AuthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'registerUser',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAuthController_logInUser: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"Login"},
        };
        app.post('/v1/auth/login',
            ...(fetchMiddlewares<RequestHandler>(AuthController)),
            ...(fetchMiddlewares<RequestHandler>(AuthController.prototype.logInUser)),

            async function AuthController_logInUser(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthController_logInUser, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthController>(AuthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'logInUser',
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
        const argsAuthController_refreshTokens: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"RefreshRequest"},
        };
        app.post('/v1/auth/refresh',
            ...(fetchMiddlewares<RequestHandler>(AuthController)),
            ...(fetchMiddlewares<RequestHandler>(AuthController.prototype.refreshTokens)),

            async function AuthController_refreshTokens(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthController_refreshTokens, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthController>(AuthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'refreshTokens',
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
        const argsAuthController_logOutUser: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"RefreshRequest"},
        };
        app.post('/v1/auth/logout',
            ...(fetchMiddlewares<RequestHandler>(AuthController)),
            ...(fetchMiddlewares<RequestHandler>(AuthController.prototype.logOutUser)),

            async function AuthController_logOutUser(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthController_logOutUser, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthController>(AuthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'logOutUser',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAuthController_confirmEmail: Record<string, TsoaRoute.ParameterSchema> = {
                body: {"in":"body","name":"body","required":true,"ref":"LinkToken"},
        };
        app.post('/v1/auth/verify',
            ...(fetchMiddlewares<RequestHandler>(AuthController)),
            ...(fetchMiddlewares<RequestHandler>(AuthController.prototype.confirmEmail)),

            async function AuthController_confirmEmail(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthController_confirmEmail, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthController>(AuthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'confirmEmail',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAuthController_forgotPassword: Record<string, TsoaRoute.ParameterSchema> = {
                body: {"in":"body","name":"body","required":true,"ref":"EmailRequest"},
        };
        app.post('/v1/auth/password/forgot',
            ...(fetchMiddlewares<RequestHandler>(AuthController)),
            ...(fetchMiddlewares<RequestHandler>(AuthController.prototype.forgotPassword)),

            async function AuthController_forgotPassword(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthController_forgotPassword, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthController>(AuthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'forgotPassword',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAuthController_setNewPassword: Record<string, TsoaRoute.ParameterSchema> = {
                body: {"in":"body","name":"body","required":true,"ref":"PasswordReset"},
        };
        app.post('/v1/auth/password/reset',
            ...(fetchMiddlewares<RequestHandler>(AuthController)),
            ...(fetchMiddlewares<RequestHandler>(AuthController.prototype.setNewPassword)),

            async function AuthController_setNewPassword(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthController_setNewPassword, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthController>(AuthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'setNewPassword',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAuthPagesController_showVerifyPage: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                _token: {"in":"path","name":"token","required":true,"dataType":"string"},
        };
        app.get('/v1/auth/verify/:token',
            ...(fetchMiddlewares<RequestHandler>(AuthPagesController)),
            ...(fetchMiddlewares<RequestHandler>(AuthPagesController.prototype.showVerifyPage)),

            async function AuthPagesController_showVerifyPage(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthPagesController_showVerifyPage, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthPagesController>(AuthPagesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'showVerifyPage',
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
        const argsAuthPagesController_showResetPage: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                _token: {"in":"path","name":"token","required":true,"dataType":"string"},
        };
        app.get('/v1/auth/password/reset/:token',
            ...(fetchMiddlewares<RequestHandler>(AuthPagesController)),
            ...(fetchMiddlewares<RequestHandler>(AuthPagesController.prototype.showResetPage)),

            async function AuthPagesController_showResetPage(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAuthPagesController_showResetPage, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AuthPagesController>(AuthPagesController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'showResetPage',
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
        const argsApiKeysController_makeApiKey: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"ApiKeyBody"},
        };
        app.post('/v1/api-keys',
            authenticateMiddleware([{"login":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(ApiKeysController)),
            ...(fetchMiddlewares<RequestHandler>(ApiKeysController.prototype.makeApiKey)),

            async function ApiKeysController_makeApiKey(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsApiKeysController_makeApiKey, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ApiKeysController>(ApiKeysController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'makeApiKey',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsApiKeysController_listApiKeys: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.get('/v1/api-keys',
            authenticateMiddleware([{"user":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(ApiKeysController)),
            ...(fetchMiddlewares<RequestHandler>(ApiKeysController.prototype.listApiKeys)),

            async function ApiKeysController_listApiKeys(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsApiKeysController_listApiKeys, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ApiKeysController>(ApiKeysController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listApiKeys',
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
        const argsApiKeysController_revokeApiKey: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.delete('/v1/api-keys/:id',
            authenticateMiddleware([{"user":["account"]}]),
            ...(fetchMiddlewares<RequestHandler>(ApiKeysController)),
            ...(fetchMiddlewares<RequestHandler>(ApiKeysController.prototype.revokeApiKey)),

            async function ApiKeysController_revokeApiKey(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsApiKeysController_revokeApiKey, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ApiKeysController>(ApiKeysController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'revokeApiKey',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAlertsController_createAlert: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"NewAlert"},
        };
        app.post('/v1/alerts',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.createAlert)),

            async function AlertsController_createAlert(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_createAlert, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'createAlert',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAlertsController_listAlerts: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"AlertsQuery"},
        };
        app.get('/v1/alerts',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.listAlerts)),

            async function AlertsController_listAlerts(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_listAlerts, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listAlerts',
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
        const argsAlertsController_getAlert: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"ReadQuery"},
        };
        app.get('/v1/alerts/:id',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.getAlert)),

            async function AlertsController_getAlert(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_getAlert, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getAlert',
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
        const argsAlertsController_changeAlert: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"AlertChange"},
                ifMatch: {"in":"header","name":"If-Match","dataType":"string"},
        };
        app.patch('/v1/alerts/:id',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.changeAlert)),

            async function AlertsController_changeAlert(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_changeAlert, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changeAlert',
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
        const argsAlertsController_deleteAlert: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                ifMatch: {"in":"header","name":"If-Match","dataType":"string"},
        };
        app.delete('/v1/alerts/:id',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.deleteAlert)),

            async function AlertsController_deleteAlert(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_deleteAlert, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'deleteAlert',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAlertsController_getAlertHistory: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                query: {"in":"queries","name":"query","required":true,"ref":"AlertHistoryQuery"},
        };
        app.get('/v1/alerts/:id/history',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.getAlertHistory)),

            async function AlertsController_getAlertHistory(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_getAlertHistory, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getAlertHistory',
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
        const argsAlertsController_pauseAlert: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.post('/v1/alerts/:id/pause',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.pauseAlert)),

            async function AlertsController_pauseAlert(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_pauseAlert, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'pauseAlert',
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
        const argsAlertsController_resumeAlert: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.post('/v1/alerts/:id/resume',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.resumeAlert)),

            async function AlertsController_resumeAlert(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_resumeAlert, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'resumeAlert',
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
        const argsAlertsController_testAlert: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.post('/v1/alerts/:id/test',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(AlertsController)),
            ...(fetchMiddlewares<RequestHandler>(AlertsController.prototype.testAlert)),

            async function AlertsController_testAlert(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsAlertsController_testAlert, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AlertsController>(AlertsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'testAlert',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsWatchlistsController_createWatchlist: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"NewWatchlist"},
        };
        app.post('/v1/watchlists',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController)),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController.prototype.createWatchlist)),

            async function WatchlistsController_createWatchlist(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsWatchlistsController_createWatchlist, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<WatchlistsController>(WatchlistsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'createWatchlist',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsWatchlistsController_listWatchlists: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"RowsQuery"},
        };
        app.get('/v1/watchlists',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController)),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController.prototype.listWatchlists)),

            async function WatchlistsController_listWatchlists(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsWatchlistsController_listWatchlists, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<WatchlistsController>(WatchlistsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listWatchlists',
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
        const argsWatchlistsController_getWatchlist: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/v1/watchlists/:id',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController)),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController.prototype.getWatchlist)),

            async function WatchlistsController_getWatchlist(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsWatchlistsController_getWatchlist, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<WatchlistsController>(WatchlistsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getWatchlist',
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
        const argsWatchlistsController_changeWatchlist: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"WatchlistChange"},
                ifMatch: {"in":"header","name":"If-Match","dataType":"string"},
        };
        app.patch('/v1/watchlists/:id',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController)),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController.prototype.changeWatchlist)),

            async function WatchlistsController_changeWatchlist(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsWatchlistsController_changeWatchlist, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<WatchlistsController>(WatchlistsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changeWatchlist',
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
        const argsWatchlistsController_deleteWatchlist: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.delete('/v1/watchlists/:id',
            authenticateMiddleware([{"user":["alerts"]}]),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController)),
            ...(fetchMiddlewares<RequestHandler>(WatchlistsController.prototype.deleteWatchlist)),

            async function WatchlistsController_deleteWatchlist(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsWatchlistsController_deleteWatchlist, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<WatchlistsController>(WatchlistsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'deleteWatchlist',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsBacktestController_backtestRule: Record<string, TsoaRoute.ParameterSchema> = {
                body: {"in":"body","name":"body","required":true,"ref":"BacktestTerms"},
        };
        app.post('/v1/alerts/backtest',
            ...(fetchMiddlewares<RequestHandler>(BacktestController)),
            ...(fetchMiddlewares<RequestHandler>(BacktestController.prototype.backtestRule)),

            async function BacktestController_backtestRule(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsBacktestController_backtestRule, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<BacktestController>(BacktestController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'backtestRule',
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
        const argsTasksController_collectNow: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"CollectionOrder"},
        };
        app.post('/v1/admin/collections',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(TasksController)),
            ...(fetchMiddlewares<RequestHandler>(TasksController.prototype.collectNow)),

            async function TasksController_collectNow(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsTasksController_collectNow, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TasksController>(TasksController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'collectNow',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsTasksController_listProjections: Record<string, TsoaRoute.ParameterSchema> = {
        };
        app.get('/v1/admin/projections',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(TasksController)),
            ...(fetchMiddlewares<RequestHandler>(TasksController.prototype.listProjections)),

            async function TasksController_listProjections(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsTasksController_listProjections, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TasksController>(TasksController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listProjections',
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
        const argsTasksController_rebuildProjections: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"RebuildOrder"},
        };
        app.post('/v1/admin/projections',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(TasksController)),
            ...(fetchMiddlewares<RequestHandler>(TasksController.prototype.rebuildProjections)),

            async function TasksController_rebuildProjections(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsTasksController_rebuildProjections, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TasksController>(TasksController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'rebuildProjections',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsTasksController_listParked: Record<string, TsoaRoute.ParameterSchema> = {
        };
        app.get('/v1/admin/parked',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(TasksController)),
            ...(fetchMiddlewares<RequestHandler>(TasksController.prototype.listParked)),

            async function TasksController_listParked(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsTasksController_listParked, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TasksController>(TasksController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listParked',
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
        const argsTasksController_retryParked: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.post('/v1/admin/parked/:id/retry',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(TasksController)),
            ...(fetchMiddlewares<RequestHandler>(TasksController.prototype.retryParked)),

            async function TasksController_retryParked(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsTasksController_retryParked, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TasksController>(TasksController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'retryParked',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 202,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsTasksController_getTask: Record<string, TsoaRoute.ParameterSchema> = {
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/v1/admin/tasks/:id',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(TasksController)),
            ...(fetchMiddlewares<RequestHandler>(TasksController.prototype.getTask)),

            async function TasksController_getTask(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsTasksController_getTask, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TasksController>(TasksController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'getTask',
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
        const argsSourceControlController_pauseSource: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                source: {"in":"path","name":"source","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"ControlOrder"},
        };
        app.post('/v1/admin/sources/:source/pause',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(SourceControlController)),
            ...(fetchMiddlewares<RequestHandler>(SourceControlController.prototype.pauseSource)),

            async function SourceControlController_pauseSource(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSourceControlController_pauseSource, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SourceControlController>(SourceControlController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'pauseSource',
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
        const argsSourceControlController_resumeSource: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                source: {"in":"path","name":"source","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"ControlOrder"},
        };
        app.post('/v1/admin/sources/:source/resume',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(SourceControlController)),
            ...(fetchMiddlewares<RequestHandler>(SourceControlController.prototype.resumeSource)),

            async function SourceControlController_resumeSource(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSourceControlController_resumeSource, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SourceControlController>(SourceControlController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'resumeSource',
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
        const argsSourceControlController_limitSource: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                source: {"in":"path","name":"source","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"LimitsOrder"},
        };
        app.post('/v1/admin/sources/:source/limits',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(SourceControlController)),
            ...(fetchMiddlewares<RequestHandler>(SourceControlController.prototype.limitSource)),

            async function SourceControlController_limitSource(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsSourceControlController_limitSource, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SourceControlController>(SourceControlController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'limitSource',
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
        const argsRecordController_correctPrice: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"CorrectionOrder"},
        };
        app.post('/v1/admin/corrections',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(RecordController)),
            ...(fetchMiddlewares<RequestHandler>(RecordController.prototype.correctPrice)),

            async function RecordController_correctPrice(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsRecordController_correctPrice, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<RecordController>(RecordController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'correctPrice',
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
        const argsRecordController_voidObservation: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"VoidOrder"},
        };
        app.post('/v1/admin/voids',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(RecordController)),
            ...(fetchMiddlewares<RequestHandler>(RecordController.prototype.voidObservation)),

            async function RecordController_voidObservation(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsRecordController_voidObservation, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<RecordController>(RecordController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'voidObservation',
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
        const argsRecordController_mapExternalId: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"MappingOrder"},
        };
        app.post('/v1/admin/mappings',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(RecordController)),
            ...(fetchMiddlewares<RequestHandler>(RecordController.prototype.mapExternalId)),

            async function RecordController_mapExternalId(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsRecordController_mapExternalId, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<RecordController>(RecordController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'mapExternalId',
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
        const argsRecordController_mergeCards: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"MergeOrder"},
        };
        app.post('/v1/admin/merges',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(RecordController)),
            ...(fetchMiddlewares<RequestHandler>(RecordController.prototype.mergeCards)),

            async function RecordController_mergeCards(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsRecordController_mergeCards, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<RecordController>(RecordController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'mergeCards',
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
        const argsQuarantineController_listQuarantine: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"QuarantineQuery"},
        };
        app.get('/v1/admin/quarantine',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(QuarantineController)),
            ...(fetchMiddlewares<RequestHandler>(QuarantineController.prototype.listQuarantine)),

            async function QuarantineController_listQuarantine(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsQuarantineController_listQuarantine, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<QuarantineController>(QuarantineController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listQuarantine',
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
        const argsQuarantineController_releaseQuarantine: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"SettlingOrder"},
        };
        app.post('/v1/admin/quarantine/:id/release',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(QuarantineController)),
            ...(fetchMiddlewares<RequestHandler>(QuarantineController.prototype.releaseQuarantine)),

            async function QuarantineController_releaseQuarantine(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsQuarantineController_releaseQuarantine, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<QuarantineController>(QuarantineController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'releaseQuarantine',
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
        const argsQuarantineController_rejectQuarantine: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"SettlingOrder"},
        };
        app.post('/v1/admin/quarantine/:id/reject',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(QuarantineController)),
            ...(fetchMiddlewares<RequestHandler>(QuarantineController.prototype.rejectQuarantine)),

            async function QuarantineController_rejectQuarantine(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsQuarantineController_rejectQuarantine, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<QuarantineController>(QuarantineController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'rejectQuarantine',
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
        const argsMatchingController_listMatching: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                query: {"in":"queries","name":"query","required":true,"ref":"MatchingQuery"},
        };
        app.get('/v1/admin/matching',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(MatchingController)),
            ...(fetchMiddlewares<RequestHandler>(MatchingController.prototype.listMatching)),

            async function MatchingController_listMatching(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMatchingController_listMatching, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MatchingController>(MatchingController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listMatching',
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
        const argsMatchingController_acceptMatch: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                system: {"in":"path","name":"system","required":true,"dataType":"string"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"MatchOrder"},
        };
        app.post('/v1/admin/matching/:system/:id/accept',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(MatchingController)),
            ...(fetchMiddlewares<RequestHandler>(MatchingController.prototype.acceptMatch)),

            async function MatchingController_acceptMatch(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMatchingController_acceptMatch, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MatchingController>(MatchingController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'acceptMatch',
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
        const argsMatchingController_rejectMatch: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                system: {"in":"path","name":"system","required":true,"dataType":"string"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"RejectOrder"},
        };
        app.post('/v1/admin/matching/:system/:id/reject',
            authenticateMiddleware([{"user":["admin"]}]),
            ...(fetchMiddlewares<RequestHandler>(MatchingController)),
            ...(fetchMiddlewares<RequestHandler>(MatchingController.prototype.rejectMatch)),

            async function MatchingController_rejectMatch(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                validatedArgs = templateService.getValidatedArgs({ args: argsMatchingController_rejectMatch, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<MatchingController>(MatchingController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'rejectMatch',
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

    function authenticateMiddleware(security: TsoaRoute.Security[] = []) {
        return async function runAuthenticationMiddleware(request: any, response: any, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            // keep track of failed auth attempts so we can hand back the most
            // recent one.  This behavior was previously existing so preserving it
            // here
            const failedAttempts: any[] = [];
            const pushAndRethrow = (error: any) => {
                failedAttempts.push(error);
                throw error;
            };

            const secMethodOrPromises: Promise<any>[] = [];
            for (const secMethod of security) {
                if (Object.keys(secMethod).length > 1) {
                    const secMethodAndPromises: Promise<any>[] = [];

                    for (const name in secMethod) {
                        secMethodAndPromises.push(
                            expressAuthenticationRecasted(request, name, secMethod[name], response)
                                .catch(pushAndRethrow)
                        );
                    }

                    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

                    secMethodOrPromises.push(Promise.all(secMethodAndPromises)
                        .then(users => { return users[0]; }));
                } else {
                    for (const name in secMethod) {
                        secMethodOrPromises.push(
                            expressAuthenticationRecasted(request, name, secMethod[name], response)
                                .catch(pushAndRethrow)
                        );
                    }
                }
            }

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            try {
                request['user'] = await Promise.any(secMethodOrPromises);

                // Response was sent in middleware, abort
                if (response.writableEnded) {
                    return;
                }

                next();
            }
            catch(err) {
                // Show most recent error as response
                const error = failedAttempts.pop();
                error.status = error.status || 401;

                // Response was sent in middleware, abort
                if (response.writableEnded) {
                    return;
                }
                next(error);
            }

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        }
    }

    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
}

// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
