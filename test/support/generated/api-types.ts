/* Generated from docs/openapi.json by npm run generate. */
export interface paths {
    "/sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sets
         * @description Sets, newest release first, with card counts and value.
         */
        get: operations["listSets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sets/{set_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One set
         * @description One set with its card counts and value.
         */
        get: operations["getSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cards/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search cards
         * @description Finds cards by words, prefixes and numbers, typos included. Without `q` it lists all cards that match the filters. The
         *     current price is that of the card's cheapest printing.
         */
        get: operations["searchCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cards/{card_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One card
         * @description The card, its set, its ids elsewhere, and statistics of each printing. Windows end at the newest snapshot, or at `as_of`.
         */
        get: operations["getCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cards/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Many cards
         * @description The same answer as for one card, for up to 100 cards at once. Answers are not cached.
         */
        post: operations["getCardBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cards/{card_id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prices of a card
         * @description The newest price of every key (printing, condition, grade, source), market and asking prices apart. With `valid_at` the
         *     prices of that time; with `known_at` using only what had been recorded by then.
         */
        get: operations["getCardPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cards/{card_id}/prices/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Price history of a card
         * @description The history of one price key. If several keys match, the first is answered (market before asking, ungraded before
         *     graded, then the cheapest current market price); `available` names the others. The window ends at the newest snapshot
         *     of the source.
         */
        get: operations["getPriceHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events in log order
         * @description Events in log order as NDJSON, one a line. Continue with `after` = the header `Ledger-Position`, also after an empty
         *     page; `Link: rel="next"` is set while more events follow, up to `to`. Positions are the same everywhere.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Coverage
         * @description What was collected, unchanged, withdrawn and missed, per set and day, and the collection runs. `limit` and `offset`
         *     page through `sets`. The window ends at the newest snapshot.
         */
        get: operations["getCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        Game: "pokemon" | "onepiece";
        CardSet: {
            set_id: string;
            tcg_type: components["schemas"]["Game"];
            name: string;
            abbreviation: string | null;
            /** @description UTC day; `null` if the source does not give it. */
            release_date: string | null;
            /** @description The source's own word: a set beside the main ones. */
            supplemental: boolean;
            /** @description The source no longer lists the set. */
            withdrawn: boolean;
            /**
             * Format: int32
             * @description Single cards.
             */
            card_count: number;
            /**
             * Format: int32
             * @description Sealed products.
             */
            sealed_count: number;
            /** @description Price of one of every card: the sum of the cheapest printings' market prices. `null` if none has one. */
            set_value: {
                /** Format: double */
                priced_cards: number;
                /** @enum {string} */
                currency: "USD";
                /** Format: double */
                amount: number;
            } | null;
            /** @description When the set's prices were last checked; `null` if never. */
            last_checked: string | null;
            source: string;
        };
        Pagination: {
            /**
             * Format: int32
             * @description Rows in all.
             */
            total: number;
            /** Format: int32 */
            limit: number;
            /** Format: int32 */
            offset: number;
            has_more: boolean;
        };
        SetsAnswer: {
            sets: components["schemas"]["CardSet"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description RFC 9457 problem. */
        Problem: {
            /** @description A page about this kind of problem. */
            type: string;
            title: string;
            /** Format: int32 */
            status: number;
            detail: string;
            /** @description The path of the request. */
            instance: string;
            /** @description Stable, for programs. */
            code: string;
            /** @description Each wrong field with its reason. */
            details: {
                [key: string]: string;
            };
            request_id: string;
            timestamp: string;
        };
        /** @enum {string} */
        ProductType: "single" | "sealed";
        /** @enum {string} */
        Currency: "USD" | "EUR" | "GBP" | "JPY";
        /** @enum {string} */
        PriceKind: "market" | "asking";
        /** @description The newest price of the card's cheapest printing. */
        CurrentPrice: {
            source: string;
            /** @description `market`: the source's market price and its kin. `asking`: offers only. */
            kind: components["schemas"]["PriceKind"];
            /** @description The source's stamp of these numbers. */
            effective_at: string;
            /** @description When the source was last checked for this card's set; `null` if never, or not since the card moved there. */
            last_checked: string | null;
            /** @description When the numbers last changed. */
            last_changed: string;
            /** @description Not confirmed for 36 hours, or no longer shown by the source. */
            stale: boolean;
            /** @description From the sandbox marketplace: not a real price. */
            simulated: boolean;
            /** Format: double */
            market_price: number | null;
            /** Format: double */
            low_price: number | null;
            /** Format: double */
            high_price: number | null;
            currency: components["schemas"]["Currency"];
            /** @description Same as `effective_at`. */
            last_updated: string;
            printing: string;
        };
        FoundCard: {
            card_id: string;
            tcg_type: components["schemas"]["Game"];
            name: string;
            number: string | null;
            rarity: string | null;
            product_type: components["schemas"]["ProductType"];
            image_url: string | null;
            set: {
                name: string | null;
                set_id: string;
            };
            current_price: components["schemas"]["CurrentPrice"] | null;
        };
        CardSearchAnswer: {
            cards: components["schemas"]["FoundCard"][];
            /** @description The words were corrected to similar ones. */
            fuzzy: boolean;
            pagination: components["schemas"]["Pagination"];
        };
        /** @enum {string} */
        CardSort: "relevance" | "name" | "number" | "price_asc" | "price_desc" | "released";
        Card: {
            card_id: string;
            tcg_type: components["schemas"]["Game"];
            name: string;
            clean_name: string | null;
            number: string | null;
            rarity: string | null;
            product_type: components["schemas"]["ProductType"];
            image_url: string | null;
            url: string | null;
            /** @description Further facts the source gives, by its own names. */
            attributes: {
                [key: string]: string;
            };
            listed_at: string;
            revised_at: string;
            /** @description The source no longer lists the card. */
            withdrawn: boolean;
            /** @description The card that replaces this one; `null` if none does. */
            merged_into: string | null;
            source: string;
        };
        SetInfo: {
            set_id: string;
            name: string;
            abbreviation: string | null;
            /** @description UTC day; `null` if the source does not give it. */
            release_date: string | null;
        };
        /** @enum {string} */
        Condition: "NM" | "LP" | "MP" | "HP" | "DMG" | "S";
        Change: {
            /** Format: double */
            amount: number;
            /** Format: double */
            percentage: number;
            /**
             * Format: double
             * @description The market price 30 days before.
             */
            from_price: number;
            /** @description The source's stamp of that price. */
            from_effective_at: string;
        };
        Extreme: {
            /** Format: double */
            price: number;
            /** @description UTC day. */
            date: string;
        };
        PrintingStats: {
            source: string;
            /** @description `market`: the source's market price and its kin. `asking`: offers only. */
            kind: components["schemas"]["PriceKind"];
            /** @description The source's stamp of these numbers. */
            effective_at: string;
            /** @description When the source was last checked for this card's set; `null` if never, or not since the card moved there. */
            last_checked: string | null;
            /** @description When the numbers last changed. */
            last_changed: string;
            /** @description Not confirmed for 36 hours, or no longer shown by the source. */
            stale: boolean;
            /** @description From the sandbox marketplace: not a real price. */
            simulated: boolean;
            printing: string;
            condition: components["schemas"]["Condition"] | null;
            currency: components["schemas"]["Currency"];
            /** Format: double */
            current_market_price: number | null;
            /** @description Offers at the end of the window. */
            price_range: {
                /** Format: double */
                high: number | null;
                /** Format: double */
                low: number | null;
            };
            /** @description Against the market price that stood 30 days before the end of the window; `null` if none stood. */
            "30_day_change": components["schemas"]["Change"] | null;
            /** @description Up to the end of the window. */
            all_time_high: components["schemas"]["Extreme"] | null;
            /** @description Up to the end of the window. */
            all_time_low: components["schemas"]["Extreme"] | null;
            /** @description The source no longer shows this key. */
            withdrawn: boolean;
        };
        CardAnswer: {
            card: components["schemas"]["Card"];
            set_info: components["schemas"]["SetInfo"] | null;
            /** @description Id of the card in each other system. */
            external_ids: {
                [key: string]: string;
            };
            /** @description End of the windows: the newest snapshot. */
            as_of: string;
            price_stats: components["schemas"]["PrintingStats"][];
        };
        CardBatchAnswer: {
            /** @description In the order of the ids; a repeated id is answered once. */
            cards: components["schemas"]["CardAnswer"][];
            /** @description Ids without a card, in their order. */
            not_found: string[];
        };
        CardBatch: {
            /** @description Card ids, e.g. pokemon-517045 */
            card_ids: string[];
        };
        /** @description A grading company's verdict, e.g. PSA 10. */
        GradeOfPrice: {
            grader: string;
            grade: string;
            qualifier: string | null;
        };
        Price: {
            source: string;
            /** @description `market`: the source's market price and its kin. `asking`: offers only. */
            kind: components["schemas"]["PriceKind"];
            /** @description The source's stamp of these numbers. */
            effective_at: string;
            /** @description When the source was last checked for this card's set; `null` if never, or not since the card moved there. */
            last_checked: string | null;
            /** @description When the numbers last changed. */
            last_changed: string;
            /** @description Not confirmed for 36 hours, or no longer shown by the source. */
            stale: boolean;
            /** @description From the sandbox marketplace: not a real price. */
            simulated: boolean;
            printing: string;
            printing_slug: string;
            /** @description `null` if the source does not give it. */
            condition: components["schemas"]["Condition"] | null;
            grade: components["schemas"]["GradeOfPrice"] | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            /** Format: double */
            low_price: number | null;
            /** Format: double */
            mid_price: number | null;
            /** Format: double */
            high_price: number | null;
            /** Format: double */
            market_price: number | null;
            /** Format: double */
            direct_low_price: number | null;
            /** @description The source no longer shows this key. */
            withdrawn: boolean;
        };
        PricesAnswer: {
            card_id: string;
            valid_at: string | null;
            known_at: string | null;
            market: components["schemas"]["Price"][];
            asking: components["schemas"]["Price"][];
        };
        /** @description The price key of a history. */
        HistoryKey: {
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            condition: components["schemas"]["Condition"] | null;
            grade: components["schemas"]["GradeOfPrice"] | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            /** @description From the sandbox marketplace: not a real price. */
            simulated: boolean;
        };
        /** @enum {string} */
        HistoryInterval: "raw" | "1d" | "1w";
        DataPoint: {
            /** @description The source's stamp; at `1d` and `1w` that of the period's last check. */
            effective_at: string;
            /** @description UTC day, or the Monday of the week; `null` at `raw`. */
            date: string | null;
            /** Format: double */
            market_price: number | null;
            /**
             * Format: double
             * @description This and the next three are `null` too at `1d` and `1w` in windows of more than 92 days.
             */
            low_price: number | null;
            /** Format: double */
            mid_price: number | null;
            /** Format: double */
            high_price: number | null;
            /** Format: double */
            direct_low_price: number | null;
            /**
             * Format: double
             * @description Market price over the period; `null` at `raw` and where the source gave none.
             */
            open: number | null;
            /** Format: double */
            high: number | null;
            /** Format: double */
            low: number | null;
            /** Format: double */
            close: number | null;
            /**
             * @description `changed`: the source showed new numbers. `unchanged`: a snapshot proves the same numbers. `carried`: the numbers
             *     at the start of the window (raw only). `withdrawn`: the source was checked and did not show the key. Periods
             *     without a check have no point.
             * @enum {string}
             */
            observed: "carried" | "changed" | "unchanged" | "withdrawn";
        };
        /** @description Statistics of the points' market prices; all `null` if there are none. */
        HistorySummary: {
            /**
             * Format: double
             * @description Mean of the points.
             */
            avg_price: number | null;
            /**
             * Format: double
             * @description Least market price, within the periods too.
             */
            min: number | null;
            /**
             * Format: double
             * @description Greatest market price, within the periods too.
             */
            max: number | null;
            /**
             * Format: double
             * @description Standard deviation of the relative changes from point to point, in percent.
             */
            volatility: number | null;
            /**
             * @description `up` or `down` from 1 percent on.
             * @enum {string|null}
             */
            trend: "down" | "flat" | null | "up";
            /**
             * Format: double
             * @description From the first point to the last.
             */
            change_percentage: number | null;
        };
        HistoryAnswer: {
            card_id: string;
            key: components["schemas"]["HistoryKey"] | null;
            /** @description Other matching keys: select one by source, printing, condition. */
            available: components["schemas"]["HistoryKey"][];
            from: string | null;
            to: string;
            interval: components["schemas"]["HistoryInterval"];
            known_at: string | null;
            data_points: components["schemas"]["DataPoint"][];
            summary: components["schemas"]["HistorySummary"];
        };
        /** @enum {string} */
        HistoryPeriod: "7d" | "30d" | "3m" | "1y" | "all";
        DaySummary: {
            source: string;
            /** @description UTC day. */
            date: string;
            /** Format: double */
            sets: number;
            /** Format: double */
            rows: number;
            /** Format: double */
            changed: number;
            /** Format: double */
            withdrawn: number;
            /** Format: double */
            quarantined: number;
        };
        SetDay: {
            source: string;
            set_id: string;
            /** @description UTC day. */
            date: string;
            /**
             * @description `missed`: this set was expected on that day and not collected.
             * @enum {string}
             */
            status: "collected" | "missed";
            /** Format: double */
            snapshots: number;
            /** Format: double */
            rows: number;
            /** Format: double */
            changed: number;
            /** Format: double */
            unchanged: number;
            /** Format: double */
            withdrawn: number;
            /** Format: double */
            quarantined: number;
            last_checked: string | null;
        };
        Run: {
            run_id: string;
            source: string;
            scope: string;
            trigger: string | null;
            upstream_stamp: string;
            started_at: string;
            ended_at: string | null;
            status: string;
            /** @description Error code of a failed run. */
            code: string | null;
            detail: string | null;
            /** Format: double */
            sets: number | null;
            /** Format: double */
            rows: number | null;
            /** Format: double */
            changed: number | null;
            /** Format: double */
            unchanged: number | null;
            /** Format: double */
            withdrawn: number | null;
            /** Format: double */
            quarantined: number | null;
            /** Format: double */
            requests: number | null;
        };
        CoverageAnswer: {
            newest_snapshot: string | null;
            from: string;
            to: string;
            /** @description Whole days. */
            days: components["schemas"]["DaySummary"][];
            /** @description Sets by day, missed days included, newest day first. */
            sets: components["schemas"]["SetDay"][];
            pagination: components["schemas"]["Pagination"];
            /** @description The newest collection runs. */
            runs: components["schemas"]["Run"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listSets: {
        parameters: {
            query?: {
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description Part of the name, or the abbreviation */
                q?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sets */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetsAnswer"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSet: {
        parameters: {
            query?: {
                /** @description Wait (bounded) until the answer reflects this position */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The set, e.g. pokemon-604 */
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The set */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardSet"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Set not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchCards: {
        parameters: {
            query?: {
                /** @description Words of the name, number, set or rarity; the last may be unfinished */
                q?: string;
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description A set id (pokemon-604), or a set's name or abbreviation */
                set_identifier?: string;
                /** @description The rarity as the source writes it, in any case */
                rarity?: string;
                /** @description Single cards or sealed products */
                product_type?: components["schemas"]["ProductType"];
                /** @description Least current market price, in USD */
                min_price?: number;
                /** @description Greatest current market price, in USD */
                max_price?: number;
                /** @description Order; `relevance` needs q and is the default with it, `name` without */
                sort?: components["schemas"]["CardSort"];
                /**
                 * @description Continue from a `Link: rel="next"`. The walk returns every card once, also while prices change; ordered or bounded by
                 *     price it returns once those whose price stays.
                 */
                cursor?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cards */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardSearchAnswer"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Set not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCard: {
        parameters: {
            query?: {
                /** @description End of the windows instead of the newest snapshot; a day or a time */
                as_of?: string;
                /** @description Wait (bounded) until the answer reflects this position */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The card, e.g. pokemon-517045 */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The card */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardAnswer"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCardBatch: {
        parameters: {
            query?: {
                /** @description End of the windows instead of the newest snapshot; a day or a time */
                as_of?: string;
                /** @description Wait (bounded) until the answer reflects this position */
                min_position?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardBatch"];
            };
        };
        responses: {
            /** @description The cards */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardBatchAnswer"];
                };
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCardPrices: {
        parameters: {
            query?: {
                /** @description The prices as of this day or time */
                valid_at?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description Wait (bounded) until the answer reflects this position */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The card, e.g. pokemon-517045 */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prices */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesAnswer"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPriceHistory: {
        parameters: {
            query?: {
                /** @description How far back; not beside from and to */
                period?: components["schemas"]["HistoryPeriod"];
                /** @description Start of the window; a day or a time */
                from?: string;
                /** @description End of the window; a day or a time */
                to?: string;
                /** @description Only this source */
                source?: string;
                /** @description Only this printing: the source's word or its slug */
                printing?: string;
                /** @description Only this condition */
                condition?: components["schemas"]["Condition"];
                /** @description Only market or only asking prices */
                kind?: components["schemas"]["PriceKind"];
                /** @description Each change (`raw`, the default), or one point a day or week */
                interval?: components["schemas"]["HistoryInterval"];
                /** @description End of the window: the history as of then */
                valid_at?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description Wait (bounded) until the answer reflects this position */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The card, e.g. pokemon-517045 */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryAnswer"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Events after this position; without it from the beginning */
                after?: string;
                /** @description Only these event types (repeatable) */
                type?: string[];
                /** @description Only this stream, e.g. price-pokemon-517045 */
                stream?: string;
                /** @description Only the events of this card and its prices */
                card_id?: string;
                /** @description Recorded at or after; a day or a time */
                from?: string;
                /** @description Recorded before; a day (its end) or a time */
                to?: string;
                /** @description Events per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, one a line */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCoverage: {
        parameters: {
            query?: {
                /** @description Only this source */
                source?: string;
                /** @description Only this set */
                set_id?: string;
                /** @description First day */
                from?: string;
                /** @description Last day */
                to?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Coverage */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageAnswer"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or min_position was not reached in time */
            503: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another error of the table at /docs/errors */
            default: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
