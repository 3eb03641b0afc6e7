/* Generated from docs/openapi.json by npm run generate. */
export interface paths {
    "/prices/trending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gainers, losers, most watched
         * @description The market prices that moved most, of each printing and source. The window ends at the newest snapshot and starts at the
         *     source's snapshot nearest to the period before. Prices that do not take part are counted with their reasons. `most_watched`
         *     are the cards with most active alerts and watchlists, each by its one price; how often they were read breaks ties.
         */
        get: operations["getTrending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sources
         * @description Each source of the ledger: whether it answers, its requests of the last 24 hours, the last run and the next one.
         */
        get: operations["listSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sets
         * @description Sets, newest release first, with card counts, value and its changes. With `q` those that have its words whole come before those that have
         *     them unfinished.
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
         * @description One set with its card counts, value, its changes, and what a complete set costs.
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
    "/sets/{set_id}/value": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Value of a set over time
         * @description The value of a set over time: the sum of its single cards, each at its one price. A card counts on the days on which it was
         *     listed in the set. A day on which the set was not collected has a point without a value. With `known_at` only what had been
         *     recorded by then counts: corrections, listings and withdrawals of later do not.
         */
        get: operations["getSetValue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sets/{set_id}/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cards of a set
         * @description The cards and sealed products that are in a set, by number, each with its one price: now, or at `valid_at`. What is said of
         *     a card itself, its present set included, is as it is now. Filters, facets and paging are those of the search.
         */
        get: operations["listSetCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cards by titles and ids
         * @description Finds the card that a text means, such as the title of a listing, or that has an id in another system. What is no offer of
         *     one copy of one card (lots, proxies, sealed products, other languages) matches nothing and says why; a variant is never
         *     guessed. The catalog is at most a minute old; answers are not cached.
         */
        post: operations["resolveCards"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prices/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live price changes
         * @description Changes of current prices as Server-Sent Events, as they are recorded. Each message is a change as JSON: what stood
         *     before (`from`), what stands now (`to`). Its id is the position: a client that comes back sends it as Last-Event-ID, as
         *     EventSource does by itself, and misses nothing. Events named `position` say how far the log was looked at while the
         *     filter let nothing through; an event named `end` says why the server ends the stream (`shutdown`, `slow_reader`,
         *     `unavailable`). An observation of an earlier stamp changes history only and is not sent. The stream follows the log, not
         *     the read models: give a position as `min_position` to read what it says.
         */
        get: operations["streamPrices"];
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
         * @description Finds cards by words, whole or unfinished, and numbers, typos included. Names that have all words come before cards whose
         *     set or rarity has some of them. Without `q` it lists all cards that match the filters. The current price is the card's one
         *     price: of its first source and printing, by an order that does not depend on the numbers.
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
         * @description The card, its set, its ids elsewhere, statistics of each printing, and which prices have a history. Windows end at the newest
         *     snapshot, or at `as_of`; with `known_at` the numbers are those that were known then.
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
         * @description The same answer as for one card, for up to 100 cards at once; a merged card is answered as the one that it is now.
         *     Answers are not cached.
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
         * @description The history of one price key. If several keys match, the first is answered: the card's one price, as in search;
         *     `available` names the others. A source, printing, condition, grade or kind that the card does not have is an error that names
         *     those it has. The window ends at the newest snapshot and begins at the source's snapshot nearest to the period before.
         *     Summary and gaps do not depend on the interval.
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
    "/prices/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of prices between two positions
         * @description The net change of each price between two positions of the log, or two times of recording: one row a price, from what stood
         *     to what stands. A price that changed and changed back has none. Poll with `after` = `until` of the last page of the last
         *     answer. A span with many events is answered in pages that may be short.
         */
        get: operations["getPriceChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/id-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changed ids
         * @description Ids of cards that were merged into others, old to new. A card whose new id changes is listed again, so a client that
         *     applies the rows in their order, and continues after the last position, has every id right.
         */
        get: operations["listIdChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/games": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List games
         * @description Games with their sets and cards, the value of all single cards, and how many prices rose and fell since the snapshot a day
         *     before the newest.
         */
        get: operations["listGames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/games/{game}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One game
         * @description The same of one game.
         */
        get: operations["getGame"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prices/highs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * New highs
         * @description Market prices that stand higher than any that stood in the window before, with the old high and its date, the farthest
         *     beyond it first. A price that returned to its old high is none. Windows and exclusions are those of `trending`.
         */
        get: operations["getHighs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prices/lows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * New lows
         * @description The same of market prices that stand lower than any that stood in the window before.
         */
        get: operations["getLows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Files for download
         * @description The newest files of the cards, the newest prices, and the history of all prices: built after each collection, all of one
         *     moment. `tcg-ledger export` writes the same at any time, also as of the past.
         */
        get: operations["listExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One file
         * @description One of the files. It can be continued (`Range`), and `Repr-Digest` says what its bytes must hash to.
         */
        get: operations["getExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cards/{card_id}/prices/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why this price
         * @description Why a price is what it is: the event that states it, the source's file behind that event, the snapshot that proves it
         *     unchanged since, and every correction, void and quarantined row of its key. If several keys match, the first is explained,
         *     as in the history; `available` names the others.
         */
        get: operations["explainPrice"];
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
         *     page; `Link: rel="next"` is set while more events follow, up to `to`. Positions are the same everywhere. `from` and `to` go by
         *     the time of recording, `effective_from` and `effective_to` by the source's stamp.
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
         * @description What was collected, unchanged, withdrawn, held back and missed, per set and day, and the collection runs. `limit` and `offset`
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
    "/coverage/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Coverage calendar
         * @description Which sets were collected, changed, unchanged or missed on which days, one letter a day: the calendar of the dashboard. Two months up to the
         *     newest snapshot, or up to 366 days.
         */
        get: operations["getCoverageCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coverage/suspects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prices and mappings in doubt
         * @description Market prices that disagree with those of another marketplace: the ratio of the two is compared with those of the other cards of the set,
         *     and nothing is converted. Either the card's id at the second marketplace is another card's, or a price is wrong; `reason` says which
         *     is likelier, with the figures.
         */
        get: operations["getCoverageSuspects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coverage/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Quality audit
         * @description The quality of the data by source and set: prices that are stale, set aside or in doubt, cards without a price, prices without a card, days
         *     that were missed. Four weeks up to the newest snapshot, or up to 366 days. `limit` and `offset` page through `sets`.
         */
        get: operations["getCoverageAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own notifications
         * @description What was sent to the user, where, when, and every attempt.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again
         * @description Queues notifications of a range of time again: those that failed or were cancelled, to channels that are on. Each has the
         *     id that it had, so that a receiver recognises what it has already.
         */
        post: operations["replayNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own account
         * @description The account of the credentials.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        /**
         * Delete the account
         * @description Deletes the account with everything that belongs to it, at once and for good. By a login only, not by a key.
         */
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        /**
         * Change the account
         * @description Changes the name, the time zone of mails, and whether notifications are paused.
         */
        patch: operations["changeMe"];
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the password
         * @description Changes the password. All other sessions end, and the address is told. By a login only.
         */
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the e-mail address
         * @description Mails a link to a new address; the address changes when it is used. The old one is told. By a login only.
         */
        put: operations["setEmail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export of personal data
         * @description Everything that the ledger holds of the user.
         */
        get: operations["exportMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own feeds
         * @description The feeds of the user. Their addresses are not shown again.
         */
        get: operations["listFeeds"];
        put?: never;
        /**
         * Make a feed
         * @description Makes a feed at a secret address, for readers that send no credentials.
         */
        post: operations["createFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/{feed}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a feed
         * @description The feed as Atom or JSON Feed. Each entry has the id of its event, and old → new in its title.
         */
        get: operations["readFeed"];
        put?: never;
        post?: never;
        /**
         * Delete a feed
         * @description Deletes a feed: its address answers no more.
         */
        delete: operations["deleteFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own channels
         * @description Where the notifications of the user go.
         */
        get: operations["listChannels"];
        put?: never;
        /**
         * Add a channel
         * @description Adds a channel. Firings from now on go there, those of alerts that name no channel and of those that name this one. A
         *     webhook is signed as Standard Webhooks 1.0 has it, and its secret is shown once. An e-mail channel goes to the confirmed
         *     address of the account.
         */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a channel
         * @description Deletes a channel, and with it what was sent there.
         */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /**
         * Change a channel
         * @description Changes what is named of a channel. Switching it on again forgets why it was switched off.
         */
        patch: operations["changeChannel"];
        trace?: never;
    };
    "/channels/{channel_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a channel
         * @description Sends a test message at once, whatever the quiet hours.
         */
        post: operations["testChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels/{channel_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret of a webhook
         * @description Makes a new signing secret for a webhook. For a day each message has two signatures, of the former secret too, so that no
         *     message is refused while the receiver changes its own.
         */
        post: operations["rotateChannelSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Makes an account, and mails a link that confirms its address. The answer is the same if the address has an account: then the
         *     mail says so.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description Begins a session: an access token for an hour, and a refresh token for the next one. Wrong passwords are answered ever more
         *     slowly, for the sender only.
         */
        post: operations["logInUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh a session
         * @description Exchanges a refresh token for the next one and a new access token. The same token within ten seconds gets the same successor;
         *     later it ends the session, since somebody has copied it.
         */
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Ends the session of a refresh token, with its access tokens. An unknown token is no error.
         */
        post: operations["logOutUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an e-mail address
         * @description Confirms the e-mail address of an account, or the new one of an account, by the token of the link in the mail.
         */
        post: operations["confirmEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new password
         * @description Mails a link for a new password, if the address has an account; the answer is the same if not.
         */
        post: operations["forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password
         * @description Sets a new password by the token of the link in the mail. All sessions of the account end.
         */
        post: operations["setNewPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Page to confirm an e-mail address
         * @description The page that the link in a mail leads to. It changes nothing: its button does.
         */
        get: operations["showVerifyPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password/reset/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Page to choose a new password
         * @description The page that the link in a mail leads to, with a form for the new password.
         */
        get: operations["showResetPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * API keys
         * @description The API keys and sheet tokens of the account, the newest first, without their texts.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description Makes an API key or a sheet token. Its text is in this answer and in no other. By a login only, not by a key.
         */
        post: operations["makeApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Revokes a key: from the next request on it is refused.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List alerts
         * @description The user's alerts, made last first.
         */
        get: operations["listAlerts"];
        put?: never;
        /**
         * Create an alert
         * @description Creates an alert of the user on a card. A rule that names no printing watches that of the card's one price. It is armed at
         *     once; docs/alerts.md explains when it fires. Amounts are in major units.
         */
        post: operations["createAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One alert
         * @description One alert, with how it stands on each price: armed, fired or cooling, and what arms it again. Its ETag serves as If-Match.
         */
        get: operations["getAlert"];
        put?: never;
        post?: never;
        /**
         * Delete an alert
         * @description Deletes an alert. It no longer fires; its events stay in the log, which holds no personal data.
         */
        delete: operations["deleteAlert"];
        options?: never;
        head?: never;
        /**
         * Change an alert
         * @description Changes what is given; the card stays. A changed condition arms the alert anew, as if it were made now.
         */
        patch: operations["changeAlert"];
        trace?: never;
    };
    "/alerts/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History of an alert
         * @description What happened to an alert, the newest first: each firing with the rule's version, the price before, the price, what it was
         *     compared with, and the ids and positions of both events.
         */
        get: operations["getAlertHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alerts/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause an alert
         * @description Pauses an alert: it does not fire, nor later on prices of that time.
         */
        post: operations["pauseAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alerts/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume an alert
         * @description Arms an alert again that was paused, or that fired and was to fire once. A condition that came to hold meanwhile is no
         *     crossing.
         */
        post: operations["resumeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alerts/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test an alert
         * @description Sends a sample of the newest price through the alert's channels. The history of notifications shows it.
         */
        post: operations["testAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/watchlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List watchlists
         * @description The user's watchlists with their cards, made last first.
         */
        get: operations["listWatchlists"];
        put?: never;
        /**
         * Create a watchlist
         * @description Creates a named list of cards. With a rule it makes one alert on each of its cards, which is deleted when the card leaves.
         */
        post: operations["createWatchlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/watchlists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One watchlist
         * @description One watchlist with its cards, and the alert of each. Its ETag serves as If-Match.
         */
        get: operations["getWatchlist"];
        put?: never;
        post?: never;
        /**
         * Delete a watchlist
         * @description Deletes a watchlist and the alerts of its rule.
         */
        delete: operations["deleteWatchlist"];
        options?: never;
        head?: never;
        /**
         * Change a watchlist
         * @description Changes what is given. Alerts of cards that enter are made, of cards that leave deleted; another rule changes all of them.
         */
        patch: operations["changeWatchlist"];
        trace?: never;
    };
    "/alerts/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Back-test a rule
         * @description When a rule would have fired on the recorded prices of its card. Runs what decides on alerts, so it is exact. Nothing is
         *     created, and no account is needed; it counts as several requests.
         */
        post: operations["backtestRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Collect now
         * @description Collects from a source now: a process with the role collector does it, within the source's own limits. The task says what
         *     came of it.
         */
        post: operations["collectNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/projections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lag of read models
         * @description The read models and the other subscribers of the log: where they stand, and which events they could not process.
         */
        get: operations["listProjections"];
        put?: never;
        /**
         * Rebuild read models
         * @description Rebuilds read models from the log beside the live ones, and switches to them: a process with the role projector does it.
         */
        post: operations["rebuildProjections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Parked events
         * @description Dead letters: events that a subscriber could not process, with the reasons.
         */
        get: operations["listParked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/parked/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a parked event
         * @description Processes a parked event again, through every subscriber that parked it: a process with the role projector does it.
         */
        post: operations["retryParked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One task
         * @description What an administrator asked for: whether it was done, and what came of it.
         */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/sources/{source}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a source
         * @description Pauses a source: no run starts, and one that is under way ends at its next request. What it received stays, and the next run
         *     continues there.
         */
        post: operations["pauseSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/sources/{source}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a source
         * @description Resumes a paused source: it is collected within a minute or two, from where it was.
         */
        post: operations["resumeSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/sources/{source}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Limit a source
         * @description Limits a source below what is configured, from its next request on.
         */
        post: operations["limitSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct a price
         * @description Records what a price should have been from its stamp on. The observation stays in the log.
         */
        post: operations["correctPrice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/voids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Void an observation
         * @description Records that an observation never counted.
         */
        post: operations["voidObservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Map an external id
         * @description Records the id of a card in another system.
         */
        post: operations["mapExternalId"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge cards
         * @description Records that a card is another one: its id leads there, and alerts follow.
         */
        post: operations["mergeCards"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rows that were set aside
         * @description Rows of sources that are held now: why, what stands and what was offered.
         */
        get: operations["listQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/quarantine/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a row
         * @description Records that a row is right after all: it counts from its stamp on, and alerts may fire on it.
         */
        post: operations["releaseQuarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/quarantine/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a row
         * @description Records that a row is wrong: the price before it holds.
         */
        post: operations["rejectQuarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/matching": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Products that wait for a person
         * @description Products of other marketplaces of which the matcher is not sure which card they are, with the cards that they may be; and mappings
         *     that the prices put in doubt. `limit` and `offset` page through `waiting`.
         */
        get: operations["listMatching"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/matching/{system}/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept a card for a product
         * @description Records that the product is a card.
         */
        post: operations["acceptMatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/matching/{system}/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject cards for a product
         * @description Records that the product is not the card that it is mapped to, which ends the mapping and, with its marketplace's next list,
         *     the card's prices there; or, of a product that waits, that it is not that card, or none of its candidates. They are not
         *     proposed for it again.
         */
        post: operations["rejectMatch"];
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
        /**
         * @description What a ranking is by.
         * @enum {string}
         */
        TrendType: "gainers" | "losers" | "most_watched";
        /** @enum {string} */
        WindowPeriod: "24h" | "30d" | "7d";
        /** @description How much a card is watched. */
        Attention: {
            /**
             * Format: int32
             * @description Active alerts.
             */
            alerts: number;
            /**
             * Format: int32
             * @description Watchlists with the card that have no alert on it.
             */
            watchlists: number;
            /**
             * Format: int32
             * @description Requests for the card in the days of the period.
             */
            reads: number;
        };
        /** @description A market price, and the source's stamp of the row that stated it. */
        PriceAt: {
            /** Format: double */
            price: number;
            effective_at: string;
        };
        /** @description A change from one market price to another. */
        PriceMove: {
            /** Format: double */
            amount: number;
            /**
             * Format: double
             * @description With one decimal.
             */
            percentage: number;
        };
        /** @enum {string} */
        Currency: "USD" | "EUR" | "GBP" | "JPY";
        /** @description A row of the ranking. */
        TrendingRow: {
            /** Format: int32 */
            rank: number;
            card_id: string;
            /** @description `null` until the card is listed. */
            name: string | null;
            set: {
                name: string | null;
                set_id: string;
            } | null;
            printing: string;
            source: string;
            currency: components["schemas"]["Currency"];
            /** @description The market price that stood at the snapshot with which the window starts. */
            start: components["schemas"]["PriceAt"];
            /** @description The market price that stands at its end. */
            end: components["schemas"]["PriceAt"];
            change: components["schemas"]["PriceMove"];
            /** @description How much the card is watched; only for `most_watched` */
            watched?: components["schemas"]["Attention"];
        };
        /** @description Prices left out, by reason; a reason that left out none is missing. */
        Exclusions: {
            /** Format: double */
            other_currency?: number;
            /** Format: double */
            not_collected?: number;
            /** Format: double */
            withdrawn?: number;
            /** Format: double */
            no_end_price?: number;
            /** Format: double */
            no_start_price?: number;
            /** Format: double */
            below_floor?: number;
            /** Format: double */
            thin?: number;
            /** Format: double */
            merged?: number;
            /** Format: double */
            stale?: number;
            /** Format: double */
            held?: number;
            /** Format: double */
            suspect?: number;
            /** Format: double */
            unreliable?: number;
        };
        TrendingAnswer: {
            /** @description The snapshot at which the window ends; `null` before the first one. */
            as_of: string | null;
            known_at: string | null;
            /** @description Nothing was collected for 36 hours before now, or before the `as_of` or `known_at` that was asked for. */
            stale: boolean;
            trend_type: components["schemas"]["TrendType"];
            period: components["schemas"]["WindowPeriod"];
            /** @enum {string} */
            by: "amount" | "percent";
            trending: components["schemas"]["TrendingRow"][];
            /** @description Prices left out, by reason. */
            excluded: components["schemas"]["Exclusions"];
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
            /** @description The policies of RateLimit-Policy that are spent; with QUOTA_EXCEEDED. */
            "violated-policies"?: string[];
            request_id: string;
            timestamp: string;
        };
        /** @enum {string} */
        Game: "pokemon" | "onepiece";
        /** @enum {string} */
        AnswerFormat: "json" | "csv";
        /** @description Requests to a source in the last 24 hours. */
        SourceBudget: {
            /** Format: int32 */
            used: number;
            /**
             * Format: int32
             * @description `null`: without a limit, or not configured.
             */
            left: number | null;
            /**
             * Format: int32
             * @description `null`: without a limit, or not configured.
             */
            max: number | null;
        };
        /** @description Why the last collection, or the try to begin one, failed. */
        SourceFailure: {
            at: string;
            /** @description An error code of /docs/errors. */
            code: string;
            detail: string;
        };
        /** @description Since when nothing is asked of a source, by the order of an administrator, and why. */
        SourcePause: {
            since: string;
            reason: string;
        };
        /** @description Limits that an administrator ordered, below those that are configured. */
        SourceLimits: {
            /**
             * Format: int32
             * @description Requests in any 24 hours; `null`: as configured.
             */
            requests_a_day: number | null;
            /**
             * Format: int32
             * @description Milliseconds between two requests; `null`: as configured.
             */
            pause_ms: number | null;
            since: string;
            reason: string;
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
            withheld: number | null;
            /**
             * Format: double
             * @description Files that the run could not have.
             */
            missing_files: number | null;
            /**
             * Format: double
             * @description Fields of sets and cards that could not be read; the rest of their rows was taken.
             */
            dropped_fields: number | null;
            /**
             * Format: double
             * @description Products or listings of the source that no card is known for.
             */
            unmatched: number | null;
            /** Format: double */
            requests: number | null;
        };
        /** @description The sets of the most watched cards, which are asked for between the runs over all sets, as the budget carries. */
        HourlySets: {
            /**
             * Format: int32
             * @description Watched cards that are followed, at most 1,000: by alerts and watchlists, then by reads of a week.
             */
            cards: number;
            /**
             * Format: int32
             * @description Their sets.
             */
            sets: number;
            /**
             * Format: int32
             * @description Sets asked for each hour.
             */
            sets_each_run: number;
            /**
             * Format: int32
             * @description Hours in which each of them comes round once; `null`: the budget has no room.
             */
            every_hours: number | null;
            next_run: string | null;
        };
        /** @description The cards that a source is asked for one by one, as its budget carries. */
        HourlyCards: {
            /**
             * Format: int32
             * @description Cards that are followed, at most 1,000: the most watched, then the dearest.
             */
            cards: number;
            /**
             * Format: int32
             * @description The first of them, which are asked for in every run, each hour.
             */
            every_hour: number;
            /**
             * Format: int32
             * @description Hours in which each of the others comes round once; `null`: there are none.
             */
            others_every_hours: number | null;
        };
        SourceAnswer: {
            source: string;
            /** @description Its prices are made up. */
            simulated: boolean;
            /** @description Whether this ledger collects from it; if not, only its past is here. */
            configured: boolean;
            /**
             * @description `paused`: nothing is asked of it, as `paused` says. `collecting`: now. `failing`: the last try failed. `never_collected`: no snapshot yet. `stale`: the newest snapshot is older than 36
             *     hours. The first that holds.
             * @enum {string}
             */
            state: "collecting" | "failing" | "never_collected" | "ok" | "paused" | "stale";
            newest_snapshot: string | null;
            budget: components["schemas"]["SourceBudget"];
            /**
             * @description Whether requests are sent: `open` after too many failures, then `half_open` until one succeeds.
             * @enum {string}
             */
            breaker: "closed" | "half_open" | "open";
            failure: components["schemas"]["SourceFailure"] | null;
            /** @description `null`: it is not paused. */
            paused: components["schemas"]["SourcePause"] | null;
            /** @description `null`: what is configured holds. */
            limits: components["schemas"]["SourceLimits"] | null;
            last_run: components["schemas"]["Run"] | null;
            /** @description When the next collection is planned, up to ten minutes before it begins; `null` without a schedule. */
            next_run: string | null;
            /** @description Only of sources that are asked more often than once a day, once a run over all sets has finished. */
            hourly?: components["schemas"]["HourlySets"];
            /** @description Only of sources that are asked card by card. */
            hourly_cards?: components["schemas"]["HourlyCards"];
        };
        SourcesAnswer: {
            sources: components["schemas"]["SourceAnswer"][];
        };
        /** @description The sum of the market prices of a set's single cards, each by the one price of the card (docs/sets.md). */
        SetValue: {
            /**
             * Format: double
             * @description `null` if no card has a price.
             */
            amount: number | null;
            /** @enum {string} */
            currency: "USD";
            /** @description The newest snapshot of the ledger, where the windows end; `null` before the first one. */
            as_of: string | null;
            /**
             * Format: int32
             * @description Cards in the sum.
             */
            priced_cards: number;
            /**
             * Format: int32
             * @description Cards among them whose source shows no market price today: their last one counts.
             */
            carried_cards: number;
            /**
             * Format: int32
             * @description Cards without a price: never sold, or no longer shown.
             */
            unpriced_cards: number;
            /**
             * Format: int32
             * @description Cards whose one price is in another currency: not in the sum, and not converted.
             */
            other_currency_cards: number;
            /** @description Sources of the prices. */
            sources: string[];
        };
        /**
         * @description Why there is no change of a value: no snapshot near the start, or no card with a price at one end.
         * @enum {string}
         */
        NoValueChange: "no_end_value" | "no_start_value" | "not_collected";
        /** @description The change of a value over a window; the other fields are `null` if there is a reason. */
        SetValueChange: {
            /** Format: double */
            amount: number | null;
            /** Format: double */
            percentage: number | null;
            /**
             * Format: double
             * @description The value at the start.
             */
            from_amount: number | null;
            /** @description The source's snapshot at which the window starts. */
            from_effective_at: string | null;
            /**
             * Format: int32
             * @description Cards in the value at the start: with more of them now, the change is not one of prices alone.
             */
            from_priced_cards: number | null;
            reason: components["schemas"]["NoValueChange"] | null;
        };
        SetValueChanges: {
            "7d": components["schemas"]["SetValueChange"];
            "30d": components["schemas"]["SetValueChange"];
            "90d": components["schemas"]["SetValueChange"];
        };
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
            /**
             * Format: int32
             * @description Products that the source does not show to be either, such as cards listed before their numbers.
             */
            unknown_count: number;
            /** @description Price of one of every single card. */
            set_value: components["schemas"]["SetValue"];
            /** @description Its change over windows that end at the newest snapshot. */
            value_changes: components["schemas"]["SetValueChanges"];
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
            /** @description What was searched instead of the words typed; `null` if they have results, or nothing has. */
            did_you_mean: string | null;
            pagination: components["schemas"]["Pagination"];
        };
        /** @description The cost of the cheapest product of each number of a set. */
        CompleteSet: {
            /**
             * Format: double
             * @description Of the numbers with a price; `null` if none has one.
             */
            amount: number | null;
            /** @enum {string} */
            currency: "USD";
            /**
             * Format: int32
             * @description Numbers of the set, as its cards have them.
             */
            numbers: number;
            /**
             * Format: int32
             * @description Numbers in the amount.
             */
            priced_numbers: number;
            /** @description The other numbers, as printed. */
            numbers_without_price: string[];
            /**
             * Format: int32
             * @description Numbers beyond the printed total, such as 201/198.
             */
            secret_numbers: number;
            /**
             * Format: double
             * @description The part of the amount that they cost.
             */
            secret_amount: number | null;
            /**
             * Format: int32
             * @description Single cards without a number: in no complete set.
             */
            unnumbered_cards: number;
        };
        SetAnswer: {
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
            /**
             * Format: int32
             * @description Products that the source does not show to be either, such as cards listed before their numbers.
             */
            unknown_count: number;
            /** @description Price of one of every single card. */
            set_value: components["schemas"]["SetValue"];
            /** @description Its change over windows that end at the newest snapshot. */
            value_changes: components["schemas"]["SetValueChanges"];
            /** @description When the set's prices were last checked; `null` if never. */
            last_checked: string | null;
            source: string;
            complete_set: components["schemas"]["CompleteSet"];
        };
        /** @enum {string} */
        ValueInterval: "1d" | "1w";
        /** @description The value of a set at the last snapshot of a day or week. Everything but `date` is `null` where there was none. */
        SetValuePoint: {
            /** @description UTC day, or the Monday of the week. */
            date: string;
            /** @description Whether the set was collected in this time. Without a snapshot there is no value, and none is made up. */
            collected: boolean;
            /** @description The source's stamp of the last snapshot. */
            effective_at: string | null;
            /**
             * Format: double
             * @description `null` too if no card had a price.
             */
            amount: number | null;
            /**
             * Format: int32
             * @description Single cards that were in the set.
             */
            card_count: number | null;
            /**
             * Format: int32
             * @description Cards in the sum.
             */
            priced_cards: number | null;
            /**
             * Format: int32
             * @description Cards among them whose source showed no market price then: their last one counts.
             */
            carried_cards: number | null;
            /**
             * Format: int32
             * @description Cards without a price: never sold, or no longer shown.
             */
            unpriced_cards: number | null;
            /**
             * Format: int32
             * @description Cards whose one price is in another currency: not in the sum, and not converted.
             */
            other_currency_cards: number | null;
        };
        SetValueAnswer: {
            set_id: string;
            /** @enum {string} */
            currency: "USD";
            /** @description `null` if the window has no beginning and the set no snapshot. */
            from: string | null;
            to: string;
            interval: components["schemas"]["ValueInterval"];
            known_at: string | null;
            data_points: components["schemas"]["SetValuePoint"][];
        };
        /** @enum {string} */
        HistoryPeriod: "7d" | "30d" | "3m" | "1y" | "all";
        /** @enum {string} */
        ProductType: "single" | "sealed" | "unknown";
        CardAttributes: {
            rarity: string | null;
            /** @description Colours of One Piece, energy types of Pokémon. */
            colours: string[];
            card_type: string | null;
            /** @description Of Pokémon its mechanics (ex, VMAX) and the kind of Trainer or Energy, of One Piece crews and the like. */
            subtypes: string[];
            /** @description Only of Pokémon. */
            stage: string | null;
            /** @description Only of One Piece, how it attacks: slash, strike, ranged, special, wisdom. */
            attributes: string[];
            /**
             * Format: int32
             * @description Only of Pokémon.
             */
            hp: number | null;
            /**
             * Format: int32
             * @description Only of One Piece.
             */
            cost: number | null;
            /**
             * Format: int32
             * @description Only of One Piece.
             */
            power: number | null;
            /**
             * Format: int32
             * @description Only of One Piece, of Characters.
             */
            counter: number | null;
            /**
             * Format: int32
             * @description Only of One Piece, of Leaders.
             */
            life: number | null;
        };
        /** @enum {string} */
        PriceKind: "market" | "asking";
        /** @enum {string} */
        QuarantineReason: "currency" | "duplicate" | "jump" | "order" | "precision" | "range" | "schema";
        /** @description A newer row of the source that was set aside. The price beside it is the one before, and not confirmed. */
        HeldPrice: {
            /** @description Id of the ObservationQuarantined event of the row: what a release or a rejection names. */
            quarantine_id: string;
            reason: components["schemas"]["QuarantineReason"];
            /** @description The source's stamp from which rows of this price have been held without a break. */
            since: string;
            /**
             * Format: double
             * @description What the row offers; this and the other numbers are `null` where the row does not have them or cannot be read.
             */
            market_price: number | null;
            /** Format: double */
            low_price: number | null;
            /** Format: double */
            mid_price: number | null;
            /** Format: double */
            high_price: number | null;
            /** Format: double */
            direct_low_price: number | null;
        };
        /** @description The one price of a card: of one source and printing (docs/prices.md). */
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
            /** @description A newer row of the source that was set aside; `null` if none is. */
            held: components["schemas"]["HeldPrice"] | null;
            /**
             * Format: double
             * @description `null` if the source shows no market price today; another printing never takes its place for that.
             */
            market_price: number | null;
            /** Format: double */
            low_price: number | null;
            /** Format: double */
            high_price: number | null;
            currency: components["schemas"]["Currency"];
            /** @description Same as `effective_at`. */
            last_updated: string;
            printing: string;
            /** @description The source no longer shows this price. */
            withdrawn: boolean;
        };
        Change: {
            /** Format: double */
            amount: number;
            /** Format: double */
            percentage: number;
            /**
             * Format: double
             * @description The market price at the start of the window.
             */
            from_price: number;
            /** @description The source's stamp of that price. */
            from_effective_at: string;
        };
        FoundCard: {
            card_id: string;
            tcg_type: components["schemas"]["Game"];
            name: string;
            number: string | null;
            /** @description In the source's own words. */
            rarity: string | null;
            product_type: components["schemas"]["ProductType"];
            image_url: string | null;
            /** @description What the card is in the words of its game (docs/search.md); `null` or empty where not stated, or not understood. */
            normalised: components["schemas"]["CardAttributes"];
            set: {
                name: string | null;
                set_id: string;
            };
            /** @description The card's one price (docs/prices.md); `null` if it has no ungraded market price. */
            current_price: components["schemas"]["CurrentPrice"] | null;
            /** @description Change of that price over the time asked for; `null` if it cannot be compared. Only with `change`. */
            change?: components["schemas"]["Change"] | null;
        };
        /** @description How many cards have a value. */
        FacetValue: {
            value: string;
            /** Format: int32 */
            count: number;
        };
        /** @description The values of an attribute among the cards found, under all filters but those on the attribute itself. */
        Facet: {
            /** @description The most frequent first, at most 100. */
            values: components["schemas"]["FacetValue"][];
            /**
             * Format: int32
             * @description Values beyond those.
             */
            more: number;
            /**
             * Format: int32
             * @description Cards of which the source does not state it.
             */
            not_stated: number;
            /**
             * Format: int32
             * @description Cards of which the source states it in words that are not understood.
             */
            not_understood: number;
        };
        /** @description Facets by name, those that were asked for. */
        Facets: {
            rarity?: components["schemas"]["Facet"];
            colour?: components["schemas"]["Facet"];
            card_type?: components["schemas"]["Facet"];
            subtype?: components["schemas"]["Facet"];
            stage?: components["schemas"]["Facet"];
            attribute?: components["schemas"]["Facet"];
            hp?: components["schemas"]["Facet"];
            cost?: components["schemas"]["Facet"];
            power?: components["schemas"]["Facet"];
            counter?: components["schemas"]["Facet"];
            life?: components["schemas"]["Facet"];
        };
        CardList: {
            cards: components["schemas"]["FoundCard"][];
            /** @description `null` unless asked for. */
            facets: components["schemas"]["Facets"] | null;
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * @description Exclude from T those types that are assignable to U
         * @enum {string}
         */
        "Exclude_CardSort.relevance_": "name" | "number" | "price_asc" | "price_desc" | "released";
        /** @description What is looked for: a text, or an id in one system. */
        CardQuestion: {
            /** @description Free text, such as the title of a listing */
            text?: string;
            /** @description The game that the text is of; otherwise each is looked at */
            game?: components["schemas"]["Game"];
            /**
             * Format: int32
             * @description Product id of TCGplayer
             */
            tcgplayer?: number;
            /**
             * Format: int32
             * @description Product id of Cardmarket
             */
            cardmarket?: number;
            /** @description Id of TCGdex, e.g. base1-4 */
            tcgdex?: string;
        };
        /** @description A verdict of a grading company, as price keys have it. */
        Grade: {
            grader: string;
            grade: string;
            qualifier: string | null;
        };
        /** @enum {string} */
        Condition: "NM" | "LP" | "MP" | "HP" | "DMG" | "S";
        /** @description The card that is meant. */
        MatchAnswer: {
            card_id: string;
            name: string | null;
            /** @description Slug of the printing; `null` where the card has several and the text does not decide. */
            printing: string | null;
            language: string;
            grade: components["schemas"]["Grade"] | null;
            /** @description `null` where it is not stated, and for graded copies. */
            condition: components["schemas"]["Condition"] | null;
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
        };
        /** @description A card that may be meant. */
        CandidateAnswer: {
            card_id: string;
            name: string | null;
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
            /** @description What speaks for it, and what it has that is not said. */
            reasons: string[];
        };
        ResolvedAnswer: {
            query: components["schemas"]["CardQuestion"];
            /** @description `null` where nothing fits, or more than one card. */
            match: components["schemas"]["MatchAnswer"] | null;
            /** @description The likeliest first, ten at most. */
            candidates: components["schemas"]["CandidateAnswer"][];
            /** @description Why nothing was matched: lot, proxy, sealed, ambiguous … as codes, or what did not fit, as words. */
            reasons: string[];
        };
        ResolveAnswer: {
            /** @description In the order of the queries. */
            results: components["schemas"]["ResolvedAnswer"][];
        };
        ResolveBody: {
            /** @description Texts and ids, mixed */
            queries: components["schemas"]["CardQuestion"][];
        };
        /** @description A price at one end of a change. Amounts are in major units of the currency. */
        PriceEnd: {
            /** Format: double */
            market_price: number | null;
            /** Format: double */
            low_price: number | null;
            /** Format: double */
            mid_price: number | null;
            /** Format: double */
            high_price: number | null;
            /** Format: double */
            direct_low_price: number | null;
            /** @description The source no longer shows this key. */
            withdrawn: boolean;
            /** @description The source's stamp. */
            effective_at: string;
            /** @description Id of the event that states the price. */
            event_id: string;
        };
        /** @description A change of the current price of one key. */
        PriceChangeEvent: {
            /** @description Position in the log, as in every answer. */
            position: string;
            /** @description Id of the event behind it, the same everywhere. */
            event_id: string;
            /**
             * @description Type of that event.
             * @enum {string}
             */
            type: "ObservationVoided" | "PriceCorrected" | "PriceObserved" | "PriceWithdrawn" | "QuarantineReleased";
            recorded_at: string;
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            printing_slug: string;
            condition: components["schemas"]["Condition"] | null;
            grade: {
                qualifier: string | null;
                grade: string;
                grader: string;
            } | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            /** @description What stood before; `null` if the key had no price. */
            from: components["schemas"]["PriceEnd"] | null;
            /** @description What stands now; `null` if nothing that was observed of the key counts. */
            to: components["schemas"]["PriceEnd"] | null;
            /** @description Of the market price; `null` where it is missing at one end. */
            change: components["schemas"]["PriceMove"] | null;
            /** @description From the sandbox marketplace: not a real price. */
            simulated: boolean;
        };
        CardSearchAnswer: {
            cards: components["schemas"]["FoundCard"][];
            /** @description `null` unless asked for. */
            facets: components["schemas"]["Facets"] | null;
            pagination: components["schemas"]["Pagination"];
            /** @description Nothing has the words typed; the cards are those of `did_you_mean`. */
            fuzzy: boolean;
            /** @description What was searched instead of the words typed; `null` if they have results, or nothing has. */
            did_you_mean: string | null;
        };
        /** @enum {string} */
        CardSort: "relevance" | "name" | "number" | "price_asc" | "price_desc" | "released";
        Card: {
            card_id: string;
            tcg_type: components["schemas"]["Game"];
            name: string;
            clean_name: string | null;
            number: string | null;
            /** @description In the source's own words. */
            rarity: string | null;
            /** @description What the card is in the words of its game (docs/search.md); `null` or empty where not stated, or not understood. */
            normalised: components["schemas"]["CardAttributes"];
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
        /**
         * @description Why there is no change over a window. `not_collected`: the source has no snapshot within 12 hours of its start.
         *     `no_start_price`: no market price stood there. `withdrawn`: the source no longer shows the key. `no_end_price`: it shows no
         *     market price now.
         * @enum {string}
         */
        NoChange: "no_end_price" | "no_start_price" | "not_collected" | "withdrawn";
        Extreme: {
            /** Format: double */
            price: number;
            /** @description UTC day of `effective_at`. */
            date: string;
            /** @description The source's stamp of the first such price. */
            effective_at: string;
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
            /** @description A newer row of the source that was set aside; `null` if none is. */
            held: components["schemas"]["HeldPrice"] | null;
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
            /**
             * @description Against the market price that stood at the source's snapshot nearest to a day before the end of the window, at most 12
             *     hours away; `null` for the reason in `no_change`. The next two are the same over 7 and 30 days.
             */
            "1_day_change": components["schemas"]["Change"] | null;
            "7_day_change": components["schemas"]["Change"] | null;
            "30_day_change": components["schemas"]["Change"] | null;
            /** @description Why a change is `null`; `null` for each that is there. */
            no_change: {
                "30_day_change": components["schemas"]["NoChange"] | null;
                "7_day_change": components["schemas"]["NoChange"] | null;
                "1_day_change": components["schemas"]["NoChange"] | null;
            };
            /** @description Greatest market price up to the end of the window. */
            all_time_high: components["schemas"]["Extreme"] | null;
            /** @description Least market price up to the end of the window. */
            all_time_low: components["schemas"]["Extreme"] | null;
            /** @description The stamp from which the ledger has a record of this key: "all time" begins there. */
            first_seen: string;
            /** @description The source no longer shows this key. */
            withdrawn: boolean;
        };
        /** @description A grading company's verdict, e.g. PSA 10. */
        GradeOfPrice: {
            grader: string;
            grade: string;
            qualifier: string | null;
        };
        /** @description A price key with a history, and its extent. */
        RecordedKey: {
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            condition: components["schemas"]["Condition"] | null;
            grade: components["schemas"]["GradeOfPrice"] | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            /** @description From the sandbox marketplace: not a real price. */
            simulated: boolean;
            /** @description The source's stamp of the first record. */
            from: string;
            /** @description The last check of its source; the stamp of the withdrawal if it was withdrawn. */
            to: string;
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
            /** @description End of the windows: the newest snapshot, unless the question names another. */
            as_of: string;
            known_at: string | null;
            /** @description The card's one price (docs/prices.md); `null` if it has no ungraded market price. */
            current_price: components["schemas"]["CurrentPrice"] | null;
            /** @description By printing, the one price of the card first. */
            price_stats: components["schemas"]["PrintingStats"][];
            /** @description Every price key that has a history, graded and asking ones included, and its extent. */
            histories: components["schemas"]["RecordedKey"][];
        };
        /** @description An id that leads to another card now. */
        MergedId: {
            old_card_id: string;
            new_card_id: string;
        };
        CardBatchAnswer: {
            /** @description In the order of the ids; a repeated id is answered once. */
            cards: components["schemas"]["CardAnswer"][];
            /** @description Ids without a card, in their order. */
            not_found: string[];
            /** @description Ids of the request that lead to another card now, which is answered in their place. */
            merged: components["schemas"]["MergedId"][];
        };
        CardBatch: {
            /** @description Card ids, e.g. pokemon-517045 */
            card_ids: string[];
        };
        /** @description A price, what its source states beside it, and how often it is asked for it. */
        CheckedPrice: {
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
            /** @description A newer row of the source that was set aside; `null` if none is. */
            held: components["schemas"]["HeldPrice"] | null;
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
            /** @description The source shows an offer: the key, with at least one number. */
            available: boolean;
            /** @description Id of the event that states these numbers, as in /v1/events; `null` if it is not known yet. */
            event_id: string | null;
            /**
             * Format: int32
             * @description Offers behind the numbers; `null` where the source states no number of them, and for a price that a person stated.
             */
            sample_size: number | null;
            /**
             * Format: double
             * @description What it costs to have the offer at `low_price` sent, which is not part of it; `null` where no such offer states it.
             */
            low_shipping: number | null;
            /**
             * Format: int32
             * @description Hours between two checks by the source, the median of the last seven times: 1 is every hour, 24 every day. `null` before the second
             *     check.
             */
            checked_every_hours: number | null;
        };
        PricesAnswer: {
            card_id: string;
            valid_at: string | null;
            known_at: string | null;
            market: components["schemas"]["CheckedPrice"][];
            asking: components["schemas"]["CheckedPrice"][];
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
        /** @enum {string} */
        PointNumber: "direct_low_price" | "high_price" | "low_price" | "market_price" | "mid_price";
        DataPoint: {
            /** @description The source's stamp; at `1d` and `1w` that of the period's last check. */
            effective_at: string;
            /** @description UTC day, or the Monday of the week; `null` at `raw`. */
            date: string | null;
            /** Format: double */
            market_price: number | null;
            /** Format: double */
            low_price: number | null;
            /** Format: double */
            mid_price: number | null;
            /** Format: double */
            high_price: number | null;
            /** Format: double */
            direct_low_price: number | null;
            /**
             * Format: double
             * @description First market price of the period. This and the next three are there where the market price changed within the period;
             *     elsewhere, and at `raw`, each of them is `market_price`.
             */
            market_open?: number;
            /** Format: double */
            market_high?: number;
            /** Format: double */
            market_low?: number;
            /**
             * Format: double
             * @description Last market price of the period.
             */
            market_close?: number;
            /**
             * @description `changed`: the source showed new numbers, named in `changed`. `unchanged`: a snapshot proves the same numbers.
             *     `carried`: the numbers at the start of the window (raw only). `withdrawn`: the source was checked and did not show the
             *     key. `held`: the source showed a row that was set aside, and the numbers are those of before. Periods without a check
             *     have no point.
             * @enum {string}
             */
            observed: "carried" | "changed" | "held" | "unchanged" | "withdrawn";
            /**
             * @description The numbers that changed, against those before: at `1d` and `1w` all that changed within the period, also back and
             *     forth. Empty unless `observed` is `changed`.
             */
            changed: components["schemas"]["PointNumber"][];
            /** @description The row set aside, also on a point that is `carried`; `null` if nothing was held then. */
            held: components["schemas"]["HeldPrice"] | null;
        };
        /** @description How many points there are, and how many of them are shown. */
        Sampled: {
            /** Format: int32 */
            points_total: number;
            /** Format: int32 */
            points_shown: number;
            /**
             * @description `m4`: the first, last, least and greatest market price of each of equal parts of the window.
             * @enum {string}
             */
            method: "m4";
        };
        /** @description A part of the window, RFC 3339. Time in which a price was confirmed and did not change is no gap. */
        Gap: {
            /** @description The last check before the gap, the stamp of the withdrawal, or the begin of the window. */
            from: string;
            /** @description The next check, the stamp under which the price was back, or the end of what is known. */
            to: string;
            /**
             * @description `not_collected`: the source was not checked for more than 36 hours; the price of before may have changed. `withheld`: it
             *     was checked, and prices that vanished at once were held back. `withdrawn`: the source did not show the key.
             *     `no_market_price`: it showed the key without a market price.
             * @enum {string}
             */
            reason: "no_market_price" | "not_collected" | "withdrawn" | "withheld";
        };
        /** @description A market price and the source's stamp of it. */
        StandingPrice: {
            /** Format: double */
            price: number;
            effective_at: string;
        };
        /**
         * @description Statistics of the market price over the window. They do not depend on the interval. A price stands from its stamp until
         *     the next one; time without a market price counts as nothing.
         */
        HistorySummary: {
            /** @description The market price that stood when the window began; the first within it if none stood. */
            start: components["schemas"]["StandingPrice"] | null;
            /** @description The market price that stands at the end of the window; `null` if none does. */
            end: components["schemas"]["StandingPrice"] | null;
            /**
             * Format: double
             * @description Mean over time.
             */
            avg_price: number | null;
            /**
             * Format: double
             * @description Least market price that stood.
             */
            min: number | null;
            /** @description The source's stamp of the first such price; it may precede the window. */
            min_at: string | null;
            /**
             * Format: double
             * @description Greatest market price that stood.
             */
            max: number | null;
            max_at: string | null;
            /**
             * Format: double
             * @description Standard deviation of the relative changes from day to day, in percent: the price that stood at the end of each UTC day
             *     against that of the day before; a day without a change is a change of 0. `null` unless it stood on two days that follow.
             */
            volatility: number | null;
            /**
             * @description `up` or `down` from 1 percent on; `null` without a start, an end or time between them.
             * @enum {string|null}
             */
            trend: "down" | "flat" | null | "up";
            /**
             * Format: double
             * @description From `start` to `end`, with one decimal; `null` as `trend`.
             */
            change_percentage: number | null;
        };
        HistoryAnswer: {
            card_id: string;
            key: components["schemas"]["HistoryKey"] | null;
            /** @description Other matching keys: select one by source, printing, condition, grade. */
            available: components["schemas"]["HistoryKey"][];
            from: string | null;
            to: string;
            interval: components["schemas"]["HistoryInterval"];
            known_at: string | null;
            data_points: components["schemas"]["DataPoint"][];
            /** @description `null` if every point is shown. */
            sampled: components["schemas"]["Sampled"] | null;
            /** @description Where no market price is known to have stood, and why; the same for every interval. */
            gaps: components["schemas"]["Gap"][];
            summary: components["schemas"]["HistorySummary"];
        };
        PriceChangeRow: {
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            condition: components["schemas"]["Condition"] | null;
            grade: components["schemas"]["GradeOfPrice"] | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            /** @description The last event about this price up to `until`. */
            position: string;
            /** @description `null` if no price stood. */
            from: components["schemas"]["PriceEnd"] | null;
            /** @description `null` if none stands any more. */
            to: components["schemas"]["PriceEnd"] | null;
            /** @description Of the market price; `null` without one at either end. */
            change: components["schemas"]["PriceMove"] | null;
        };
        PriceChangesAnswer: {
            /** @description The position after which changes are counted. */
            after: string;
            /** @description The position up to which they are counted: the next `after`. */
            until: string;
            /** @description In the order of their positions. */
            changes: components["schemas"]["PriceChangeRow"][];
            pagination: {
                has_more: boolean;
                /** Format: int32 */
                limit: number;
            };
        };
        /** @description An id that no longer names a card of its own. */
        IdChange: {
            old_card_id: string;
            /** @description The card it is now: of a card merged twice over, the last one. */
            new_card_id: string;
            /** @description Why the card was merged. */
            reason: string;
            /** @description When the ledger recorded that `old_card_id` leads to `new_card_id`. */
            changed_at: string;
            /** @description Position of the event. */
            position: string;
        };
        IdChangesAnswer: {
            /** @description In the order in which they were recorded. */
            id_changes: components["schemas"]["IdChange"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description The sum of the one prices of all single cards (docs/sets.md). */
        GameValue: {
            /**
             * Format: double
             * @description `null` if no card has a price.
             */
            amount: number | null;
            /** @enum {string} */
            currency: "USD";
            /**
             * Format: int32
             * @description Cards in the sum.
             */
            priced_cards: number;
            /**
             * Format: int32
             * @description Cards among them whose source shows no market price today: their last one counts.
             */
            carried_cards: number;
            /**
             * Format: int32
             * @description Cards without a price: never sold, or no longer shown.
             */
            unpriced_cards: number;
            /**
             * Format: int32
             * @description Cards whose one price is in another currency: not in the sum, and not converted.
             */
            other_currency_cards: number;
        };
        /** @description Single cards whose one price could not be compared, by the first reason that applies. */
        NotComparable: {
            /**
             * Format: int32
             * @description The source has no snapshot within 12 hours of a day before.
             */
            not_collected: number;
            /**
             * Format: int32
             * @description The source no longer shows the price.
             */
            withdrawn: number;
            /**
             * Format: int32
             * @description No market price now.
             */
            no_price: number;
            /**
             * Format: int32
             * @description The same price had no number a day before.
             */
            no_start_price: number;
            /**
             * Format: int32
             * @description The set was not checked in the 36 hours before the newest snapshot.
             */
            stale: number;
        };
        /** @description The one price of each single card against the same price at the snapshot a day before. */
        Breadth: {
            /**
             * Format: int32
             * @description Cards whose price rose.
             */
            advancers: number;
            /**
             * Format: int32
             * @description Cards whose price fell.
             */
            decliners: number;
            /**
             * Format: int32
             * @description Cards with the same price.
             */
            unchanged: number;
            not_comparable: components["schemas"]["NotComparable"];
        };
        GameSummary: {
            tcg_type: components["schemas"]["Game"];
            /**
             * Format: int32
             * @description Sets that the source lists.
             */
            set_count: number;
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
            /**
             * Format: int32
             * @description Products that the source does not show to be either.
             */
            unknown_count: number;
            value: components["schemas"]["GameValue"];
            /** @description Stamp of the newest snapshot of one of its sets; `null` before the first. */
            newest_snapshot: string | null;
            breadth: components["schemas"]["Breadth"];
        };
        GamesAnswer: {
            games: components["schemas"]["GameSummary"][];
        };
        NewExtreme: {
            /** Format: int32 */
            rank: number;
            card_id: string;
            /** @description `null` until the card is listed. */
            name: string | null;
            set: {
                name: string | null;
                set_id: string;
            } | null;
            printing: string;
            source: string;
            currency: components["schemas"]["Currency"];
            /** @description The new high or low, and the stamp at which it was reached. */
            price: components["schemas"]["PriceAt"];
            /** @description The old one, and the first stamp at which it stood. */
            previous: components["schemas"]["PriceAt"];
            change: components["schemas"]["PriceMove"];
        };
        HighsAnswer: {
            /** @description The snapshot at which the window ends; `null` before the first one. */
            as_of: string | null;
            known_at: string | null;
            /** @description Nothing was collected for 36 hours before now, or before the `as_of` or `known_at` that was asked for. */
            stale: boolean;
            period: components["schemas"]["WindowPeriod"] | "all";
            /** @description Prices left out, by reason. */
            excluded: components["schemas"]["Exclusions"];
            highs: components["schemas"]["NewExtreme"][];
        };
        LowsAnswer: {
            /** @description The snapshot at which the window ends; `null` before the first one. */
            as_of: string | null;
            known_at: string | null;
            /** @description Nothing was collected for 36 hours before now, or before the `as_of` or `known_at` that was asked for. */
            stale: boolean;
            period: components["schemas"]["WindowPeriod"] | "all";
            /** @description Prices left out, by reason. */
            excluded: components["schemas"]["Exclusions"];
            lows: components["schemas"]["NewExtreme"][];
        };
        /** @description A file for download. */
        ExportFile: {
            /** @description Its name, and the last part of its path. */
            file: string;
            /** @enum {string} */
            table: "cards" | "history" | "prices";
            /** @enum {string} */
            format: "csv" | "ndjson" | "parquet";
            /** Format: int32 */
            rows: number;
            /** Format: int32 */
            bytes: number;
            /** @description Of the file as it is sent, in hex. */
            sha256: string;
            /** @description Everything up to this position of the log is in the file. */
            position: string;
            /** @description Stamp of the newest snapshot in it. */
            as_of: string;
            built_at: string;
        };
        ExportsAnswer: {
            /** @description Empty until the first collection has been over for some minutes. */
            exports: components["schemas"]["ExportFile"][];
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
            /** @description A newer row of the source that was set aside; `null` if none is. */
            held: components["schemas"]["HeldPrice"] | null;
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
            /** @description The source shows an offer: the key, with at least one number. */
            available: boolean;
            /** @description Id of the event that states these numbers, as in /v1/events; `null` if it is not known yet. */
            event_id: string | null;
        };
        /** @description A snapshot that showed a price unchanged, or changed it. */
        Proof: {
            snapshot: string;
            source_url: string;
            /** @description The source's own stamp, RFC 3339. */
            upstream_stamp: string;
            payload_sha256: string;
            /** Format: double */
            parser_version: number;
            recorded_at: string;
        };
        /** @description Amounts in major units, of the currency of the key. */
        StatedNumbers: {
            /** Format: double */
            market_price: number | null;
            /** Format: double */
            low_price: number | null;
            /** Format: double */
            mid_price: number | null;
            /** Format: double */
            high_price: number | null;
            /** Format: double */
            direct_low_price: number | null;
        };
        Provenance: {
            snapshot: string;
            source_url: string;
            /** @description The source's own stamp, RFC 3339. */
            upstream_stamp: string;
            payload_sha256: string;
            /** Format: double */
            parser_version: number;
        };
        /** @description An event of the price's stream. */
        ExplainedEvent: {
            /** @description As in /v1/events. */
            event_id: string;
            type: string;
            stream: string;
            /** Format: int32 */
            revision: number;
            position: string;
            recorded_at: string;
            /** @description The source's stamp that the event is about. */
            effective_at: string;
            /** @description An opaque id: `collector`, `gate`, or that of a person. */
            actor: string;
            /** @description Why it was recorded; `null` for what a source showed. */
            reason: string | null;
            /** @description The event that this one corrects, voids, releases or rejects; `null` for what a source showed. */
            about: string | null;
            /** @description What it states; `null` if it states no numbers. */
            numbers: components["schemas"]["StatedNumbers"] | null;
            /** @description The file of the source that shows it; `null` for a person's event, and until the collection has recorded its snapshot. */
            provenance: components["schemas"]["Provenance"] | null;
        };
        ExplainAnswer: {
            /** @description The event that states its numbers, and by its provenance the file that shows them. */
            stated_by: components["schemas"]["ExplainedEvent"] | null;
            /** @description Every event about the price's stamp, in the order of recording: what was shown, revised, corrected, voided, set aside. */
            same_stamp: components["schemas"]["ExplainedEvent"][];
            /** @description The corrections of this key in the order of recording, at most the last 100; so the next two. */
            corrections: components["schemas"]["ExplainedEvent"][];
            voids: components["schemas"]["ExplainedEvent"][];
            /** @description Rows of the key that were set aside, and what became of them. */
            quarantine: components["schemas"]["ExplainedEvent"][];
            card_id: string;
            /** @description The key explained; `null` if the card has no prices. */
            key: components["schemas"]["HistoryKey"] | null;
            /** @description Other matching keys: select one by source, printing, condition, grade. */
            available: components["schemas"]["HistoryKey"][];
            valid_at: string | null;
            known_at: string | null;
            /** @description The price explained, as in /prices; `null` if none stood then. */
            price: components["schemas"]["Price"] | null;
            /** @description The newest snapshot since: it proves that the price did not change. `null` if none was taken at its stamp or later. */
            confirmed_by: components["schemas"]["Proof"] | null;
        };
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
            /** Format: double */
            withheld: number;
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
            /**
             * Format: double
             * @description Prices that vanished at once and were not withdrawn: the next snapshot of the set decides.
             */
            withheld: number;
            /** @description Why the set was missed: a file of it could not be had, the source was paused, or the run of the day failed; `null`: not known. */
            reason: string | null;
            last_checked: string | null;
        };
        /** @description Something that a run left out. */
        RunOmission: {
            run_id: string;
            source: string;
            upstream_stamp: string;
            /**
             * @description `file`: missing or unreadable. `row`: a set or card that was not taken. `field`: taken without this field.
             * @enum {string}
             */
            kind: "field" | "file" | "row";
            /** @description Path of the file below the source's URL. */
            file: string;
            set_id: string | null;
            /** @description Place in the file, such as results.3.extendedData.0.value; `null`: the whole file. */
            place: string | null;
            detail: string;
        };
        /**
         * @description What is suspected: that the card's id at the second marketplace is another card's, or that a price is wrong.
         * @enum {string}
         */
        SuspectKind: "mapping" | "price";
        /**
         * @description Why one and not the other. `agreed_before`: the prices agreed at the beginning of the window. `other_printing_agrees`,
         *     `no_printing_agrees`: another printing of the card was compared. `ranks_differ`, `ranks_agree`: the card's ranks among the prices of
         *     its set, the dearest first. `too_few_to_rank`: the set has too few prices for ranks.
         * @enum {string}
         */
        SuspectEvidence: "agreed_before" | "no_printing_agrees" | "other_printing_agrees" | "ranks_agree" | "ranks_differ" | "too_few_to_rank";
        /** @description One of two prices that disagree. */
        SuspectPrice: {
            source: string;
            printing: string;
            currency: components["schemas"]["Currency"];
            /** Format: double */
            market_price: number;
            effective_at: string;
            /**
             * Format: int32
             * @description Place among the prices of the set that both marketplaces state, the dearest first; those up to 0.50 share the last. `null` in a set with
             *     fewer than ten.
             */
            rank: number | null;
            /** @description Whether this may be the wrong one. */
            suspect: boolean;
        };
        /** @description Two market prices that do not belong to one card. */
        SuspectRow: {
            /** @description `mapping`: the id at the second marketplace may be that of another card. `price`: a price may be wrong. */
            suspect: components["schemas"]["SuspectKind"];
            /**
             * @description `agreed_before`: the two agreed at the beginning of the last 30 days, or of what there is of them. `other_printing_agrees`,
             *     `no_printing_agrees`: of the card. `ranks_differ`, `ranks_agree`: the ranks of the card in its set. `too_few_to_rank`: fewer than ten cards.
             */
            evidence: components["schemas"]["SuspectEvidence"];
            /** @description The same in words, with the figures. */
            reason: string;
            card_id: string;
            name: string | null;
            set: {
                name: string | null;
                set_id: string;
            };
            /** @description Id of the card at the second marketplace. */
            external_id: string | null;
            /**
             * Format: double
             * @description The first price by the second, nothing converted; each counts as 0.50 at least. With three digits.
             */
            ratio: number;
            /**
             * Format: double
             * @description The median of the ratios that it is compared with.
             */
            median_ratio: number;
            /**
             * Format: double
             * @description How far from the median is ordinary, as a factor.
             */
            factor: number;
            /**
             * @description Whether these are the ratios of the set, or of the game where the set has fewer than ten.
             * @enum {string}
             */
            compared_with: "game" | "set";
            /**
             * Format: int32
             * @description How many they are.
             */
            pairs: number;
            first: components["schemas"]["SuspectPrice"];
            second: components["schemas"]["SuspectPrice"];
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
            /** @description What the runs of these days left out, the newest 100: missing files, rows and fields that could not be read. */
            omissions: components["schemas"]["RunOmission"][];
            /** @description Prices that now disagree with those of another marketplace, the 100 furthest: /v1/coverage/suspects has all. */
            suspects: components["schemas"]["SuspectRow"][];
            /** @description The newest collection runs. */
            runs: components["schemas"]["Run"][];
        };
        /** @description The days of a set. */
        SetCalendar: {
            source: string;
            set_id: string;
            /** @description `null` until the set itself is listed. */
            name: string | null;
            /**
             * @description One letter for each day from `from` to `to`: `C` collected, and a price changed or was withdrawn; `U` collected, and all was as before;
             *     `M` expected and not collected; `-` not expected: before the first snapshot, or after the source withdrew the set.
             */
            days: string;
            /**
             * Format: int32
             * @description Days with `M`.
             */
            missed: number;
        };
        CalendarAnswer: {
            newest_snapshot: string | null;
            /** @description UTC day of the first letter of each set. */
            from: string;
            to: string;
            /** @description By name. */
            sets: components["schemas"]["SetCalendar"][];
        };
        SuspectsAnswer: {
            /** @description The newest snapshot, or the newest one up to `as_of`, at which the prices are compared; `null` before the first one. */
            as_of: string | null;
            known_at: string | null;
            /** @description Those furthest from the others of their set first. */
            suspects: components["schemas"]["SuspectRow"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description A source, over all its sets. */
        SourceAudit: {
            /**
             * Format: int32
             * @description Singles that the catalog lists.
             */
            cards: number;
            /**
             * Format: int32
             * @description Of these, singles without a price that stands.
             */
            cards_without_price: number;
            /**
             * Format: int32
             * @description Prices that stand.
             */
            prices: number;
            /**
             * Format: int32
             * @description Of these, prices whose card is not listed, or no longer.
             */
            prices_without_card: number;
            /**
             * Format: int32
             * @description Of these, prices of sets that were not checked for 36 hours.
             */
            stale_prices: number;
            /**
             * Format: int32
             * @description Prices of which a row is set aside now.
             */
            held: number;
            /**
             * Format: int32
             * @description Prices in doubt, as another marketplace's is far from them.
             */
            suspects: number;
            /**
             * Format: int32
             * @description Days of the window on which a set was expected and not collected.
             */
            days_missed: number;
            /**
             * Format: int32
             * @description Rows of the window's snapshots.
             */
            rows: number;
            /**
             * Format: int32
             * @description Of these, rows that were set aside.
             */
            quarantined: number;
            source: string;
            /** Format: int32 */
            sets: number;
            /** @description The newest check of a set. */
            last_checked: string | null;
            /** @description Whether that is more than 36 hours ago. */
            stale: boolean;
            /**
             * Format: double
             * @description Set-aside rows of all rows, in percent with two decimals; `null` without rows.
             */
            quarantined_percent: number | null;
            /**
             * Format: int32
             * @description Products or listings of the last finished run that no card is known for.
             */
            unmatched: number;
        };
        /** @description A set at a source. */
        SetAudit: {
            /**
             * Format: int32
             * @description Singles that the catalog lists.
             */
            cards: number;
            /**
             * Format: int32
             * @description Of these, singles without a price that stands.
             */
            cards_without_price: number;
            /**
             * Format: int32
             * @description Prices that stand.
             */
            prices: number;
            /**
             * Format: int32
             * @description Of these, prices whose card is not listed, or no longer.
             */
            prices_without_card: number;
            /**
             * Format: int32
             * @description Of these, prices of sets that were not checked for 36 hours.
             */
            stale_prices: number;
            /**
             * Format: int32
             * @description Prices of which a row is set aside now.
             */
            held: number;
            /**
             * Format: int32
             * @description Prices in doubt, as another marketplace's is far from them.
             */
            suspects: number;
            /**
             * Format: int32
             * @description Days of the window on which a set was expected and not collected.
             */
            days_missed: number;
            /**
             * Format: int32
             * @description Rows of the window's snapshots.
             */
            rows: number;
            /**
             * Format: int32
             * @description Of these, rows that were set aside.
             */
            quarantined: number;
            source: string;
            /** @description `null`: prices of which neither the catalog nor a snapshot names a set. */
            set_id: string | null;
            name: string | null;
            last_checked: string | null;
        };
        AuditAnswer: {
            newest_snapshot: string | null;
            from: string;
            to: string;
            sources: components["schemas"]["SourceAudit"][];
            /** @description Sets with something to look at, the worst first. */
            sets: components["schemas"]["SetAudit"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @enum {string} */
        ChannelKind: "discord" | "email" | "ntfy" | "telegram" | "webhook";
        /** @enum {string} */
        NotificationState: "cancelled" | "delivered" | "failed" | "waiting";
        AttemptShown: {
            /** Format: double */
            number: number;
            at: string;
            /**
             * Format: double
             * @description `null` while it is under way, and if it was interrupted.
             */
            duration_ms: number | null;
            /**
             * @description `started`: it is under way. `interrupted`: its sender ended before it; whether it arrived is not known, and it is sent again.
             *     `retry`: it failed, and another try can succeed.
             * @enum {string}
             */
            outcome: "delivered" | "failed" | "interrupted" | "retry" | "started";
            /**
             * Format: double
             * @description Status of HTTP, or reply code of SMTP; `null` if there was no answer.
             */
            status: number | null;
            reason: string | null;
        };
        NotificationShown: {
            notification_id: string;
            /** @description `alert.triggered`, `channel.disabled` or `channel.test` */
            type: string;
            /** @description The same on every try and replay, and for a firing the id of its event: `webhook-id` of a webhook. */
            event_id: string;
            alert_id: string | null;
            channel_id: string;
            channel_kind: components["schemas"]["ChannelKind"];
            /** @description What it says. */
            title: string;
            state: components["schemas"]["NotificationState"];
            /** @description Why it was not delivered, or not yet. */
            reason: string | null;
            /** @description When it is sent, or was to be sent. */
            due_at: string;
            created_at: string;
            finished_at: string | null;
            /** @description The oldest first. Kept for 90 days, unless the operator has it otherwise. */
            attempts: components["schemas"]["AttemptShown"][];
        };
        NotificationsAnswer: {
            /** @description The newest first. */
            notifications: components["schemas"]["NotificationShown"][];
            pagination: components["schemas"]["Pagination"];
        };
        Replayed: {
            /**
             * Format: double
             * @description At most 1000: ask again for the rest.
             */
            queued: number;
        };
        ReplayTerms: {
            /** @description Those queued at or after this time, or on this day */
            from: string;
            /** @description Those queued at or before this time, or on this day */
            to: string;
            /** @description Default: all channels that are on */
            channel_id?: string;
            /** @description Also those that were delivered; their receivers recognise them by their ids. Default: false */
            include_delivered?: boolean;
        };
        /** @enum {string} */
        UserRole: "admin" | "user";
        /** @description A user's own account. */
        Profile: {
            user_id: string;
            email: string;
            /** @description Whether the link in a mail to the address was used: only then notifications go there. */
            email_verified: boolean;
            role: components["schemas"]["UserRole"];
            display_name: string | null;
            /** @description IANA name of the time zone in which mails state times. */
            time_zone: string;
            /** @description No notification is sent while true. */
            notifications_paused: boolean;
            created_at: string;
        };
        /** @description What is left out stays as it is. */
        ProfileBody: {
            /** @description null removes it */
            display_name?: string | null;
            /** @description IANA name, such as Europe/Berlin */
            time_zone?: string;
            /** @description true: no notification is sent, through no channel */
            notifications_paused?: boolean;
        };
        PasswordBody: {
            /** @description The password up to now */
            password: string;
            /** @description 8 to 128 characters, none of the 3,000 commonest passwords */
            new_password: string;
        };
        EmailBody: {
            /** @description The password of the account */
            password: string;
            /** @description The new address */
            email: string;
        };
        /** @description A login that has not ended. */
        SessionData: {
            id: string;
            created_at: string;
            expires_at: string;
        };
        /**
         * @description What a key is: for programs, or for the addresses of spreadsheets.
         * @enum {string}
         */
        ApiKeyKind: "api" | "sheet";
        /** @enum {string} */
        Scope: "account" | "admin" | "alerts" | "read";
        /** @description An API key or sheet token, without its text. */
        ApiKey: {
            id: string;
            kind: components["schemas"]["ApiKeyKind"];
            name: string;
            /** @description The last characters of the key, by which its owner recognises it. */
            hint: string;
            scopes: components["schemas"]["Scope"][];
            created_at: string;
            /** @description Null if it never expires. */
            expires_at: string | null;
            /** @description To the minute; null if it never was. */
            last_used_at: string | null;
        };
        /** @description The personal data of a user. Of passwords, tokens and keys only hashes are held: they are left out. */
        AccountExport: {
            account: components["schemas"]["Profile"];
            sessions: components["schemas"]["SessionData"][];
            api_keys: components["schemas"]["ApiKey"][];
            /** @description What other parts hold, by name. */
            further: {
                [key: string]: {
                    [key: string]: unknown;
                }[];
            };
        };
        FeedShown: {
            feed_id: string;
            /** @enum {string} */
            of: "alert" | "movers" | "watchlist";
            alert_id: string | null;
            watchlist_id: string | null;
            /** @enum {string|null} */
            tcg_type: null | "onepiece" | "pokemon";
            name: string;
            created_at: string;
        };
        FeedsAnswer: {
            /** @description The oldest first. */
            feeds: components["schemas"]["FeedShown"][];
        };
        FeedCreated: {
            feed: components["schemas"]["FeedShown"];
            /** @description Anybody with the address reads the feed; shown this once: `null` in the answer to an Idempotency-Key that comes again. */
            atom_url: string | null;
            json_url: string | null;
        };
        NewFeed: {
            /**
             * @description The firings of an alert, the changes of prices of a watchlist, or the prices that moved most within a day
             * @enum {string}
             */
            of: "alert" | "movers" | "watchlist";
            /** @description The alert, of the user */
            alert_id?: string;
            /** @description The watchlist, of the user */
            watchlist_id?: string;
            /**
             * @description Movers of this game only
             * @enum {string}
             */
            tcg_type?: "pokemon" | "onepiece";
            name?: string;
        };
        /** @description Hours of the night, say, in which nothing is sent; it is sent at their end. */
        QuietHoursTerms: {
            /** @description Time of day, HH:MM */
            from: string;
            /** @description Time of day, HH:MM */
            to: string;
            /** @description IANA name, e.g. Europe/Berlin */
            time_zone: string;
        };
        /** @description Notifications are gathered and sent together once a day. */
        DigestTerms: {
            /** @description Time of day, HH:MM */
            at: string;
            /** @description IANA name, e.g. Europe/Berlin */
            time_zone: string;
        };
        ChannelShown: {
            channel_id: string;
            /** @enum {string} */
            kind: "discord" | "email" | "ntfy" | "telegram" | "webhook";
            name: string;
            /** @description Where it leads; without what would let others use it. */
            destination: string;
            enabled: boolean;
            /** @description Why the service switched it off; `null` if it did not. */
            disabled_reason: string | null;
            /** @description First failure since the last success; `null` if the last try succeeded. */
            failing_since: string | null;
            quiet_hours: components["schemas"]["QuietHoursTerms"] | null;
            digest: components["schemas"]["DigestTerms"] | null;
            created_at: string;
        };
        ChannelsAnswer: {
            /** @description The oldest first. */
            channels: components["schemas"]["ChannelShown"][];
        };
        ChannelCreated: {
            channel: components["schemas"]["ChannelShown"];
            /**
             * @description `whsec_…`, by which a webhook is verified; shown this once. `null` for other kinds, and in the answer to an Idempotency-Key
             *     that comes again.
             */
            signing_secret: string | null;
        };
        NewChannel: {
            /** @enum {string} */
            kind: "discord" | "email" | "ntfy" | "telegram" | "webhook";
            /** @description Default: the kind */
            name?: string;
            /** @description Of the webhook, the topic of ntfy, the webhook of Discord, or another Bot API server of Telegram; https only */
            url?: string;
            /** @description Access token of ntfy, or the token of Telegram's bot */
            token?: string;
            /** @description Chat of Telegram */
            chat_id?: string;
            quiet_hours?: components["schemas"]["QuietHoursTerms"] | null;
            /** @description Not for webhooks */
            digest?: components["schemas"]["DigestTerms"] | null;
        };
        ChannelChanges: {
            name?: string;
            url?: string;
            token?: string;
            chat_id?: string;
            quiet_hours?: components["schemas"]["QuietHoursTerms"] | null;
            digest?: components["schemas"]["DigestTerms"] | null;
            enabled?: boolean;
        };
        TestQueued: {
            /** @description How it goes is at GET /v1/notifications. */
            notification_id: string;
        };
        SecretRotated: {
            /** @description Shown this once. */
            signing_secret: string;
            /** @description Until then the former secret signs too. */
            previous_valid_until: string | null;
        };
        /** @description An e-mail address and a password. */
        Registration: {
            email: string;
            /** @description 8 to 128 characters, none of the 3,000 commonest passwords */
            password: string;
        };
        /** @description The tokens of a session. */
        TokenAnswer: {
            access_token: string;
            /** @enum {string} */
            token_type: "Bearer";
            /**
             * Format: int32
             * @description Seconds that the access token holds
             */
            expires_in: number;
            /** @description Good for one refresh, within 30 days; null if it came as a cookie. */
            refresh_token: string | null;
        };
        Login: {
            email: string;
            password: string;
            /** @description true: the refresh token comes as an HttpOnly cookie instead, for web pages */
            cookie?: boolean;
        };
        RefreshRequest: {
            /** @description Without it, that of the cookie */
            refresh_token?: string;
        };
        LinkToken: {
            /** @description The end of the link in the mail */
            token: string;
        };
        EmailRequest: {
            email: string;
        };
        PasswordReset: {
            /** @description The end of the link in the mail */
            token: string;
            /** @description The new password */
            password: string;
        };
        /** @description A new key, with its text: it is shown this once. */
        NewApiKey: {
            id: string;
            kind: components["schemas"]["ApiKeyKind"];
            name: string;
            /** @description The last characters of the key, by which its owner recognises it. */
            hint: string;
            scopes: components["schemas"]["Scope"][];
            created_at: string;
            /** @description Null if it never expires. */
            expires_at: string | null;
            /** @description To the minute; null if it never was. */
            last_used_at: string | null;
            key: string;
        };
        ApiKeyBody: {
            /** @description 1 to 100 characters */
            name: string;
            /** @description sheet: a token for the addresses of spreadsheets, which reads prices only */
            kind?: components["schemas"]["ApiKeyKind"];
            /** @description Some of your own; default: read, alerts */
            scopes?: components["schemas"]["Scope"][];
            /** @description A day (its end) or a time; default: it does not expire */
            expires_at?: string;
        };
        /** @description The keys of a user. */
        ApiKeyList: {
            api_keys: components["schemas"]["ApiKey"][];
        };
        /** @enum {string} */
        AlertType: "availability" | "change" | "new_high" | "new_low" | "price_drop" | "price_increase" | "threshold";
        /**
         * @description `done`: fired, and was to fire once.
         * @enum {string}
         */
        AlertStatus: "active" | "done" | "expired" | "paused";
        /** @description What has to happen before the alert can fire on the price again. */
        RearmAnswer: {
            /** @description The cooldown ends then, by the time of the prices; `null` if there is none, or it did not fire yet. */
            not_before: string | null;
            /**
             * Format: double
             * @description The price must be above this amount; `null` where another thing is asked for.
             */
            above: number | null;
            /**
             * Format: double
             * @description The price must be below this amount.
             */
            below: number | null;
        };
        /** @enum {string} */
        AlertMetric: "direct_low" | "low" | "market" | "mid";
        /** @description An event of the log that a decision was made from. */
        Cause: {
            event_id: string;
            position: string;
        };
        /** @description The price before. */
        PreviousPrice: {
            event_id: string;
            position: string;
            /** Format: double */
            price: number | null;
            effective_at: string;
        };
        /** @description What a price was compared with. */
        PriceReference: {
            /** Format: double */
            amount: number;
            /** @description Since when this price held; `null` for a threshold. */
            since: string | null;
        };
        /** @description A firing in the log. */
        FiringAnswer: {
            /** Format: int32 */
            rule_version: number;
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            printing_slug: string;
            condition: string | null;
            grade: string | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            metric: components["schemas"]["AlertMetric"];
            /**
             * Format: double
             * @description `null` if the source shows no such number, which only availability fires on.
             */
            price: number | null;
            effective_at: string;
            /** @description The event of the price. */
            triggering: components["schemas"]["Cause"];
            /**
             * @description Of a firing: `crossing`, a price made the condition hold; `on_create`, it held when the alert was made or changed.
             * @enum {string|null}
             */
            occasion: "crossing" | null | "on_create";
            previous: components["schemas"]["PreviousPrice"] | null;
            /** @description `null` if nothing was compared (availability), and of a re-arming. */
            reference: components["schemas"]["PriceReference"] | null;
            /** @description From when on prices were compared. */
            measured_from: string | null;
            event_id: string;
            position: string;
            recorded_at: string;
        };
        /** @description How an alert stands on one price of its card. */
        WatchAnswer: {
            source: string;
            printing: string;
            printing_slug: string;
            condition: string | null;
            grade: string | null;
            language: string | null;
            currency: string;
            /**
             * @description armed: fires when its condition comes to hold. fired: it holds since, or the price has not left the band. cooling: only the
             *     cooldown keeps it from being armed. `null` while the alert is paused, done or expired.
             * @enum {string|null}
             */
            state: "armed" | "cooling" | "fired" | null;
            /** @description `null` while it is armed. */
            rearm: components["schemas"]["RearmAnswer"] | null;
            last_firing: components["schemas"]["FiringAnswer"] | null;
        };
        /** @description A condition as an object; which fields it takes depends on its type. */
        AlertCondition: {
            /** @enum {string} */
            type: "availability" | "change" | "new_high" | "new_low" | "threshold";
            /**
             * @description Of a threshold.
             * @enum {string}
             */
            comparison?: "<" | "<=" | "=" | ">" | ">=";
            /**
             * Format: double
             * @description Of a threshold, or of a change; in major units of the rule's currency.
             */
            amount?: number | null;
            /**
             * @description Of a change.
             * @enum {string}
             */
            direction?: "down" | "either" | "up";
            /**
             * Format: int32
             * @description Of a change: hundredths of a percent. With an amount, both must be reached.
             */
            basis_points?: number | null;
            /**
             * Format: int32
             * @description Of a new high or low, or of a change: days looked back.
             */
            window_days?: number | null;
            /**
             * @description Of availability.
             * @enum {string}
             */
            becomes?: "available" | "withdrawn";
        };
        /** @description How far a price must go back before the alert is armed again: one of the two. */
        AlertHysteresis: {
            /**
             * Format: int32
             * @description Hundredths of a percent.
             */
            basis_points?: number;
            /**
             * Format: double
             * @description In major units of the rule's currency.
             */
            amount?: number;
        };
        AlertAnswer: {
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            /** @description The slug of the printing; * for each of them. */
            printing: string;
            condition: string | null;
            grade: string | null;
            language: string | null;
            currency: string;
            metric: components["schemas"]["AlertMetric"];
            when: components["schemas"]["AlertCondition"];
            hysteresis: components["schemas"]["AlertHysteresis"] | null;
            /** Format: int32 */
            cooldown_seconds: number;
            /** @enum {string} */
            repeat: "always" | "once";
            /** @enum {string} */
            on_create: "fire" | "skip";
            alert_id: string;
            alert_type: components["schemas"]["AlertType"];
            /**
             * Format: double
             * @description Of a threshold, in major units.
             */
            price_threshold: number | null;
            /** @enum {string|null} */
            comparison_operator: "<" | "<=" | "=" | ">" | ">=" | null;
            status: components["schemas"]["AlertStatus"];
            /** @description Ids of channels; none: all channels of the owner. */
            channels: string[];
            expires_at: string | null;
            /** Format: int32 */
            rule_version: number;
            created_at: string;
            /** @description When it was made, or changed last. */
            changed_at: string;
            /** Format: int32 */
            firings: number;
            /** @description When the last firing was recorded. */
            last_fired_at: string | null;
            /** @description Prices on which it is not armed, or has fired before. On all others it is armed. */
            watches: components["schemas"]["WatchAnswer"][];
        };
        NewAlert: {
            /** @description A source, or * for each of them; default: that of the card's one price */
            source?: string;
            kind?: components["schemas"]["PriceKind"];
            /** @description A printing in any spelling, or * for each of them; default: the card's one printing */
            printing?: string;
            /**
             * @description A condition, * for any; null (default): prices without one
             * @enum {string|null}
             */
            condition?: "*" | "DMG" | "HP" | "LP" | "MP" | "NM" | "S" | null;
            /** @description A grade such as PSA 10, * for any; null (default): ungraded cards */
            grade?: string | null;
            /** @description A language, * for any; null (default): prices without one */
            language?: string | null;
            /**
             * @description Default: that of the condition, else USD
             * @enum {string}
             */
            currency?: "*" | "EUR" | "GBP" | "JPY" | "USD";
            /** @enum {string} */
            metric?: "direct_low" | "low" | "market" | "mid";
            /** @description How far the price must go back before the alert is armed again: as an object, or as text such as 5% or 0.50 */
            hysteresis?: string | components["schemas"]["AlertHysteresis"] | null;
            /**
             * Format: int32
             * @description Time after a firing within which the same price does not fire again
             */
            cooldown_seconds?: number;
            /** @enum {string} */
            repeat?: "always" | "once";
            /** @enum {string} */
            on_create?: "fire" | "skip";
            /** @description As text such as `<= 10 USD` or `down 10% in 7d`, or as an object; or in short by alert_type and price_threshold */
            when?: string | components["schemas"]["AlertCondition"];
            /** @description price_drop: the price is at or below the threshold. price_increase: at or above it. availability: an offer is there (again) */
            alert_type?: components["schemas"]["AlertType"];
            /**
             * Format: double
             * @description In major units of the currency
             */
            price_threshold?: number | null;
            /**
             * @description Default: <= of price_drop, >= of price_increase; one that contradicts the type is an error
             * @enum {string|null}
             */
            comparison_operator?: "<" | "<=" | "=" | ">" | ">=" | null;
            /** @description Ids of channels; none (default): all channels of the account */
            channels?: string[];
            /** @description A time, or a day, which means its end; null (default): never */
            expires_at?: string | null;
            /** @description The card, e.g. pokemon-517045 */
            card_id: string;
        };
        AlertsAnswer: {
            /** @description Made last first. */
            alerts: components["schemas"]["AlertAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description What is left out stays as it is. */
        AlertChange: {
            /** @description A source, or * for each of them; default: that of the card's one price */
            source?: string;
            kind?: components["schemas"]["PriceKind"];
            /** @description A printing in any spelling, or * for each of them; default: the card's one printing */
            printing?: string;
            /**
             * @description A condition, * for any; null (default): prices without one
             * @enum {string|null}
             */
            condition?: "*" | "DMG" | "HP" | "LP" | "MP" | "NM" | "S" | null;
            /** @description A grade such as PSA 10, * for any; null (default): ungraded cards */
            grade?: string | null;
            /** @description A language, * for any; null (default): prices without one */
            language?: string | null;
            /**
             * @description Default: that of the condition, else USD
             * @enum {string}
             */
            currency?: "*" | "EUR" | "GBP" | "JPY" | "USD";
            /** @enum {string} */
            metric?: "direct_low" | "low" | "market" | "mid";
            /** @description How far the price must go back before the alert is armed again: as an object, or as text such as 5% or 0.50 */
            hysteresis?: string | components["schemas"]["AlertHysteresis"] | null;
            /**
             * Format: int32
             * @description Time after a firing within which the same price does not fire again
             */
            cooldown_seconds?: number;
            /** @enum {string} */
            repeat?: "always" | "once";
            /** @enum {string} */
            on_create?: "fire" | "skip";
            /** @description As text such as `<= 10 USD` or `down 10% in 7d`, or as an object; or in short by alert_type and price_threshold */
            when?: string | components["schemas"]["AlertCondition"];
            /** @description price_drop: the price is at or below the threshold. price_increase: at or above it. availability: an offer is there (again) */
            alert_type?: components["schemas"]["AlertType"];
            /**
             * Format: double
             * @description In major units of the currency
             */
            price_threshold?: number | null;
            /**
             * @description Default: <= of price_drop, >= of price_increase; one that contradicts the type is an error
             * @enum {string|null}
             */
            comparison_operator?: "<" | "<=" | "=" | ">" | ">=" | null;
            /** @description Ids of channels; none (default): all channels of the account */
            channels?: string[];
            /** @description A time, or a day, which means its end; null (default): never */
            expires_at?: string | null;
        };
        /** @description A price at which an alert fired, or was armed again, with the explanation. */
        DecisionAnswer: {
            /** Format: int32 */
            rule_version: number;
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            printing_slug: string;
            condition: string | null;
            grade: string | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            metric: components["schemas"]["AlertMetric"];
            /**
             * Format: double
             * @description `null` if the source shows no such number, which only availability fires on.
             */
            price: number | null;
            effective_at: string;
            /** @description The event of the price. */
            triggering: components["schemas"]["Cause"];
            /**
             * @description Of a firing: `crossing`, a price made the condition hold; `on_create`, it held when the alert was made or changed.
             * @enum {string|null}
             */
            occasion: "crossing" | null | "on_create";
            previous: components["schemas"]["PreviousPrice"] | null;
            /** @description `null` if nothing was compared (availability), and of a re-arming. */
            reference: components["schemas"]["PriceReference"] | null;
            /** @description From when on prices were compared. */
            measured_from: string | null;
        };
        /** @description A rule as it is answered: every field is there. */
        AlertRuleAnswer: {
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            /** @description The slug of the printing; * for each of them. */
            printing: string;
            condition: string | null;
            grade: string | null;
            language: string | null;
            currency: string;
            metric: components["schemas"]["AlertMetric"];
            when: components["schemas"]["AlertCondition"];
            hysteresis: components["schemas"]["AlertHysteresis"] | null;
            /** Format: int32 */
            cooldown_seconds: number;
            /** @enum {string} */
            repeat: "always" | "once";
            /** @enum {string} */
            on_create: "fire" | "skip";
        };
        /** @description Something that happened to an alert. */
        HistoryEntry: {
            event_id: string;
            /** @enum {string} */
            type: "AlertChanged" | "AlertCreated" | "AlertExpired" | "AlertPaused" | "AlertRearmed" | "AlertResumed" | "AlertTriggered";
            position: string;
            recorded_at: string;
            /** @description Of a firing or a re-arming: the price, and what it was decided from. */
            decision: components["schemas"]["DecisionAnswer"] | null;
            /** @description The rule as it was made or changed. */
            rule: components["schemas"]["AlertRuleAnswer"] | null;
            /** @description When the alert ends, as it was made or changed, or ended. */
            expires_at: string | null;
        };
        AlertHistoryAnswer: {
            alert_id: string;
            /** @description The newest first. */
            history: components["schemas"]["HistoryEntry"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description Notifications of a test. */
        AlertTestAnswer: {
            notification_ids: string[];
        };
        WatchedCardAnswer: {
            card_id: string;
            /** @description `null` until the card is listed. */
            name: string | null;
            added_at: string;
            /** @description The alert of the list's rule on the card; `null` without a rule, or where it makes none. */
            alert_id: string | null;
            /** @description Why the rule makes no alert on the card. */
            problem: string | null;
        };
        /** @description A rule for each card of a list, as of an alert without its card. */
        ListRule: {
            /** @description A source, or * for each of them; default: that of the card's one price */
            source?: string;
            kind?: components["schemas"]["PriceKind"];
            /** @description A printing in any spelling, or * for each of them; default: the card's one printing */
            printing?: string;
            /**
             * @description A condition, * for any; null (default): prices without one
             * @enum {string|null}
             */
            condition?: "*" | "DMG" | "HP" | "LP" | "MP" | "NM" | "S" | null;
            /** @description A grade such as PSA 10, * for any; null (default): ungraded cards */
            grade?: string | null;
            /** @description A language, * for any; null (default): prices without one */
            language?: string | null;
            /**
             * @description Default: that of the condition, else USD
             * @enum {string}
             */
            currency?: "*" | "EUR" | "GBP" | "JPY" | "USD";
            /** @enum {string} */
            metric?: "direct_low" | "low" | "market" | "mid";
            /** @description How far the price must go back before the alert is armed again: as an object, or as text such as 5% or 0.50 */
            hysteresis?: string | components["schemas"]["AlertHysteresis"] | null;
            /**
             * Format: int32
             * @description Time after a firing within which the same price does not fire again
             */
            cooldown_seconds?: number;
            /** @enum {string} */
            repeat?: "always" | "once";
            /** @enum {string} */
            on_create?: "fire" | "skip";
            /** @description As text such as `<= 10 USD` or `down 10% in 7d`, or as an object; or in short by alert_type and price_threshold */
            when?: string | components["schemas"]["AlertCondition"];
            /** @description price_drop: the price is at or below the threshold. price_increase: at or above it. availability: an offer is there (again) */
            alert_type?: components["schemas"]["AlertType"];
            /**
             * Format: double
             * @description In major units of the currency
             */
            price_threshold?: number | null;
            /**
             * @description Default: <= of price_drop, >= of price_increase; one that contradicts the type is an error
             * @enum {string|null}
             */
            comparison_operator?: "<" | "<=" | "=" | ">" | ">=" | null;
            /** @description Ids of channels; none (default): all channels of the account */
            channels?: string[];
        };
        WatchlistAnswer: {
            watchlist_id: string;
            name: string;
            cards: components["schemas"]["WatchedCardAnswer"][];
            rule: components["schemas"]["ListRule"] | null;
            created_at: string;
            updated_at: string;
        };
        NewWatchlist: {
            /** @description For its owner alone */
            name: string;
            /** @description Card ids, in the order in which they are shown */
            cards?: string[];
            /** @description Makes one alert on each card, also on those that enter later */
            rule?: components["schemas"]["ListRule"] | null;
        };
        WatchlistsAnswer: {
            /** @description Made last first. */
            watchlists: components["schemas"]["WatchlistAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description What is left out stays as it is. */
        WatchlistChange: {
            name?: string;
            /** @description All cards, in their order; not beside add and remove */
            cards?: string[];
            /** @description Cards that enter, at the end */
            add?: string[];
            /** @description Cards that leave; their alerts are deleted */
            remove?: string[];
            /** @description Another rule for each card; null: none, and the alerts are deleted */
            rule?: components["schemas"]["ListRule"] | null;
        };
        BacktestDecisionAnswer: {
            /** @enum {string} */
            type: "AlertRearmed" | "AlertTriggered";
            data: components["schemas"]["DecisionAnswer"];
        };
        BacktestAnswer: {
            rule: components["schemas"]["AlertRuleAnswer"];
            /**
             * Format: int32
             * @description Price events of the card within the period, of any of its prices.
             */
            observations: number;
            /** Format: int32 */
            firings: number;
            /** @description In the order of the log. */
            decisions: components["schemas"]["BacktestDecisionAnswer"][];
            /** @description Whether a limit ended the test: later firings are left out. */
            truncated: boolean;
        };
        BacktestTerms: {
            /** @description A source, or * for each of them; default: that of the card's one price */
            source?: string;
            kind?: components["schemas"]["PriceKind"];
            /** @description A printing in any spelling, or * for each of them; default: the card's one printing */
            printing?: string;
            /**
             * @description A condition, * for any; null (default): prices without one
             * @enum {string|null}
             */
            condition?: "*" | "DMG" | "HP" | "LP" | "MP" | "NM" | "S" | null;
            /** @description A grade such as PSA 10, * for any; null (default): ungraded cards */
            grade?: string | null;
            /** @description A language, * for any; null (default): prices without one */
            language?: string | null;
            /**
             * @description Default: that of the condition, else USD
             * @enum {string}
             */
            currency?: "*" | "EUR" | "GBP" | "JPY" | "USD";
            /** @enum {string} */
            metric?: "direct_low" | "low" | "market" | "mid";
            /** @description How far the price must go back before the alert is armed again: as an object, or as text such as 5% or 0.50 */
            hysteresis?: string | components["schemas"]["AlertHysteresis"] | null;
            /**
             * Format: int32
             * @description Time after a firing within which the same price does not fire again
             */
            cooldown_seconds?: number;
            /** @enum {string} */
            repeat?: "always" | "once";
            /** @enum {string} */
            on_create?: "fire" | "skip";
            /** @description The card, e.g. pokemon-517045 */
            card_id: string;
            /** @description As text such as `<= 10 USD` or `down 10% in 7d`, or as an object */
            when: string | components["schemas"]["AlertCondition"];
            /** @description The alert is created at this time, or at the begin of this day: only prices from then on fire; default: the first price */
            from?: string;
            /** @description Prices at or after this time, or after this day, are ignored; default: none are */
            to?: string;
        };
        /** @enum {string} */
        TaskKind: "collection" | "rebuild" | "retry";
        /** @description Make all properties in T readonly */
        "Readonly_Record_string.unknown__": {
            [key: string]: unknown;
        };
        /** @description Work that the process with the role for it does. */
        TaskAnswer: {
            task_id: string;
            kind: components["schemas"]["TaskKind"];
            /**
             * @description waiting: no process has begun it. running: one has.
             * @enum {string}
             */
            state: "done" | "failed" | "running" | "waiting";
            /** @description What it is about. */
            subject: components["schemas"]["Readonly_Record_string.unknown__"];
            requested_at: string;
            started_at: string | null;
            finished_at: string | null;
            /** @description What came of it; of a failure its code and reason. */
            result: components["schemas"]["Readonly_Record_string.unknown__"] | null;
        };
        CollectionOrder: {
            /** @description One of the sources that the ledger collects, e.g. tcgcsv */
            source: string;
            /** @description Only these sets: ids, codes or names */
            sets?: string[];
        };
        /** @description A subscriber of the log: a read model, the alerter, a topic. */
        SubscriberAnswer: {
            subscriber: string;
            /** Format: int32 */
            version: number;
            state: string;
            position: string;
            /** @description Whether it has processed everything that the log held. */
            up_to_date: boolean;
            /**
             * Format: int32
             * @description Events processed.
             */
            events: number;
            /** Format: int32 */
            dead_letters: number;
            /** @description Who runs it now; `null` if nobody does. */
            holder: string | null;
            /** @description Why it is stopped. */
            error: string | null;
            updated_at: string;
        };
        SubscribersAnswer: {
            /** @description Position of the last event of the log. */
            head: string;
            projections: components["schemas"]["SubscriberAnswer"][];
        };
        RebuildOrder: {
            /** @description Read models, rebuilt beside the live ones in one pass over the log, and then switched to */
            rebuild: string[];
        };
        /** @description An event that a subscriber could not process. */
        ParkedAnswer: {
            event_id: string;
            subscriber: string;
            position: string;
            type: string;
            stream: string;
            reason: string;
            /** Format: int32 */
            attempts: number;
            parked_at: string;
            tried_at: string;
        };
        ParkedEventsAnswer: {
            parked: components["schemas"]["ParkedAnswer"][];
        };
        /** @description What was recorded, and what holds now. */
        ControlAnswer: {
            /**
             * @description `already_recorded`: the same order was given before, and nothing was appended.
             * @enum {string}
             */
            outcome: "already_recorded" | "appended";
            event_id: string;
            type: string;
            stream: string;
            position: string;
            source: string;
            paused: components["schemas"]["SourcePause"] | null;
            limits: components["schemas"]["SourceLimits"] | null;
        };
        ControlOrder: {
            /** @description Why; it stands in the log for ever, and /v1/sources shows it */
            reason: string;
        };
        LimitsOrder: {
            /** @description Why; it stands in the log for ever, and /v1/sources shows it */
            reason: string;
            /**
             * Format: int32
             * @description Requests in any 24 hours, at most what is configured; null: as configured. What is left out stays as it is
             */
            requests_a_day?: number | null;
            /**
             * Format: int32
             * @description Milliseconds between two requests, at least what is configured; null: as configured. What is left out stays as it is
             */
            pause_ms?: number | null;
        };
        /** @description Numbers in major units. */
        NumbersAnswer: {
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
        };
        CorrectionAnswer: {
            /**
             * @description `already_recorded`: the same order was given before, and nothing was appended.
             * @enum {string}
             */
            outcome: "already_recorded" | "appended";
            event_id: string;
            type: string;
            stream: string;
            position: string;
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            condition: string | null;
            grade: string | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            /** @description The observation that is corrected. */
            observation_id: string;
            effective_at: string;
            before: components["schemas"]["NumbersAnswer"];
            after: components["schemas"]["NumbersAnswer"];
        };
        /** @description Numbers in major units; null: the source has none. What is left out stays as it is. */
        CorrectedNumbers: {
            /** Format: double */
            market?: number | null;
            /** Format: double */
            low?: number | null;
            /** Format: double */
            mid?: number | null;
            /** Format: double */
            high?: number | null;
            /** Format: double */
            direct_low?: number | null;
        };
        CorrectionOrder: {
            /** @description Why; it stands in the log for ever */
            reason: string;
            /** @description The card, e.g. pokemon-517045 */
            card_id: string;
            /** @description In any spelling */
            printing?: string;
            source?: string;
            /** @enum {string} */
            kind?: "market" | "asking";
            /** @description none: a price without one */
            condition?: string;
            /** @description Such as PSA 10; none: an ungraded card */
            grade?: string;
            /** @description none: a price without one */
            language?: string;
            /** @enum {string} */
            currency?: "USD" | "EUR" | "GBP" | "JPY";
            /** @description The stamp of the observation, or its day. Of a correction the newest by default; a void needs it, or observation_id */
            at?: string;
            /** @description Id of an observation, or of a correction or withdrawal, as /v1/events has it */
            observation_id?: string;
            numbers: components["schemas"]["CorrectedNumbers"];
        };
        StandingAnswer: {
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
            /** @description The source did not show the price then. */
            withdrawn: boolean;
            effective_at: string;
        };
        VoidAnswer: {
            /**
             * @description `already_recorded`: the same order was given before, and nothing was appended.
             * @enum {string}
             */
            outcome: "already_recorded" | "appended";
            event_id: string;
            type: string;
            stream: string;
            position: string;
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            condition: string | null;
            grade: string | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            observation_id: string;
            effective_at: string;
            before: components["schemas"]["NumbersAnswer"];
            /** @description What stands without it; null if no price does. */
            standing: components["schemas"]["StandingAnswer"] | null;
        };
        /** @description Names a price: what the card has one of need not be named. */
        PriceNamed: {
            /** @description Why; it stands in the log for ever */
            reason: string;
            /** @description The card, e.g. pokemon-517045 */
            card_id: string;
            /** @description In any spelling */
            printing?: string;
            source?: string;
            /** @enum {string} */
            kind?: "market" | "asking";
            /** @description none: a price without one */
            condition?: string;
            /** @description Such as PSA 10; none: an ungraded card */
            grade?: string;
            /** @description none: a price without one */
            language?: string;
            /** @enum {string} */
            currency?: "USD" | "EUR" | "GBP" | "JPY";
            /** @description The stamp of the observation, or its day. Of a correction the newest by default; a void needs it, or observation_id */
            at?: string;
            /** @description Id of an observation, or of a correction or withdrawal, as /v1/events has it */
            observation_id?: string;
        };
        /** @description By `at` an observation with its corrections, by `observation_id` also a correction or withdrawal alone. */
        VoidOrder: components["schemas"]["PriceNamed"];
        MappingAnswer: {
            /**
             * @description `already_recorded`: the same order was given before, and nothing was appended.
             * @enum {string}
             */
            outcome: "already_recorded" | "appended";
            event_id: string;
            type: string;
            stream: string;
            position: string;
            card_id: string;
            system: string;
            external_id: string;
            replaces: string | null;
        };
        MappingOrder: {
            /** @description Why; it stands in the log for ever */
            reason: string;
            /** @description The card, e.g. pokemon-517045 */
            card_id: string;
            /** @description The other system, such as cardmarket or tcgdex */
            system: string;
            /** @description The id of the card there; it replaces one that the card had */
            external_id: string;
            /** @description What proves it, such as a URL */
            evidence?: string | null;
        };
        MergeAnswer: {
            /**
             * @description `already_recorded`: the same order was given before, and nothing was appended.
             * @enum {string}
             */
            outcome: "already_recorded" | "appended";
            event_id: string;
            type: string;
            stream: string;
            position: string;
            card_id: string;
            merged_into: string;
        };
        MergeOrder: {
            /** @description Why; it stands in the log for ever */
            reason: string;
            /** @description The card whose id goes out of use */
            card_id: string;
            /** @description The card that it is; alerts follow */
            into: string;
        };
        /** @description A row that was set aside. */
        HeldAnswer: {
            quarantine_id: string;
            source: string;
            reason: string;
            detail: string;
            card_id: string | null;
            card_name: string | null;
            printing: string | null;
            condition: string | null;
            currency: components["schemas"]["Currency"] | null;
            /** @description `null` if the numbers could not be read. */
            offered: components["schemas"]["NumbersAnswer"] | null;
            /** @description What stands instead. */
            standing: components["schemas"]["StandingAnswer"] | null;
            effective_at: string;
            recorded_at: string;
            /** @description The row as the source sent it. */
            row: string;
            releasable: boolean;
            rejectable: boolean;
        };
        QuarantineAnswer: {
            /** @description The newest first. */
            held: components["schemas"]["HeldAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        SettledAnswer: {
            /**
             * @description `already_recorded`: the same order was given before, and nothing was appended.
             * @enum {string}
             */
            outcome: "already_recorded" | "appended";
            event_id: string;
            type: string;
            stream: string;
            position: string;
            card_id: string;
            source: string;
            kind: components["schemas"]["PriceKind"];
            printing: string;
            condition: string | null;
            grade: string | null;
            language: string | null;
            currency: components["schemas"]["Currency"];
            quarantine_id: string;
            effective_at: string;
            offered: components["schemas"]["NumbersAnswer"] | null;
            /** @description A later price stands: a released row is history only. */
            is_late: boolean;
        };
        SettlingOrder: {
            /** @description Why; it stands in the log for ever */
            reason: string;
        };
        /**
         * @description Why a product waits.
         * @enum {string}
         */
        ReviewReason: "ambiguous" | "card_taken" | "same_card" | "unsure";
        /** @description A card that a product may be. */
        ProductCandidate: {
            card_id: string;
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
            reasons: string[];
        };
        /** @description A product of another marketplace that waits for a person. */
        WaitingAnswer: {
            system: string;
            external_id: string;
            game: components["schemas"]["Game"];
            /** @description As its marketplace writes it. */
            name: string;
            /**
             * @description `ambiguous`: several cards fit. `unsure`: too little speaks for the one that does. `card_taken`: the card has another id
             *     there. `same_card`: two products are the same card.
             */
            reason: components["schemas"]["ReviewReason"];
            /** @description The likeliest first. */
            candidates: components["schemas"]["ProductCandidate"][];
            first_seen_at: string;
            last_seen_at: string;
        };
        MatchingAnswer: {
            /** @description Those first that wait longest. */
            waiting: components["schemas"]["WaitingAnswer"][];
            /** @description Products that are mapped, to another card by their prices: the 100 furthest. A rejection ends such a mapping. */
            suspects: components["schemas"]["SuspectRow"][];
            pagination: components["schemas"]["Pagination"];
        };
        MatchOrder: {
            /** @description The card; it may be left out where the product has one candidate */
            card_id?: string;
            /** @description Why; it stands in the log for ever */
            reason: string;
        };
        RejectedIdAnswer: {
            /**
             * @description `already_recorded`: the same order was given before, and nothing was appended.
             * @enum {string}
             */
            outcome: "already_recorded" | "appended";
            event_id: string;
            type: string;
            stream: string;
            position: string;
            card_id: string;
            system: string;
            external_id: string;
        };
        RejectionAnswer: {
            /** @description One for each card. */
            rejected: components["schemas"]["RejectedIdAnswer"][];
        };
        RejectOrder: {
            /** @description The card that the product is not; left out: the one that it is mapped to, else none of its candidates */
            card_id?: string;
            /** @description Why; it stands in the log for ever */
            reason: string;
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
    getTrending: {
        parameters: {
            query?: {
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description Only this source; without it the printings of every source, each with its own prices */
                source?: string;
                /** @description Prices in this currency only: amounts of several currencies have no order */
                currency?: components["schemas"]["Currency"];
                /** @description Least market price at the start of the window, in major units */
                min_price?: number;
                /**
                 * @description Least number of market prices, each different from the one before, in the 30 days before the end of the window; without it
                 *     5, or half the number of the snapshots in these days if that is less
                 */
                min_observations?: number;
                /** @description End of the window instead of the newest snapshot: the newest snapshot up to this day or time */
                as_of?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description What is ranked */
                trend_type?: components["schemas"]["TrendType"];
                /** @description Length of the window */
                period?: components["schemas"]["WindowPeriod"];
                /** @description What the order is by */
                by?: "amount" | "percent";
                /** @description Only moves that another number confirms: the lowest and the middle offer, or the market price of another source */
                reliable?: boolean;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows */
                limit?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ranking */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrendingAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listSources: {
        parameters: {
            query?: {
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sources */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourcesAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listSets: {
        parameters: {
            query?: {
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description Words of the name or the code, each of which may be unfinished */
                q?: string;
                /**
                 * @description Only sets updated after this position, or after this day or time: by an event of the set (listed, revised, withdrawn), or of a card in it or that
                 *     card's prices. A check that found all as it was is none
                 */
                updated_after?: string;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
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
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The set: an id such as pokemon-604, a code or a name in any spelling */
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getSetValue: {
        parameters: {
            query?: {
                /** @description How far back; not beside from and to */
                period?: components["schemas"]["HistoryPeriod"];
                /** @description Start of the window; a day or a time */
                from?: string;
                /** @description End of the window; a day or a time */
                to?: string;
                /** @description End of the window: the history as of then */
                valid_at?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description One point a day (the default) or week */
                interval?: components["schemas"]["ValueInterval"];
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The set: an id such as pokemon-604, a code or a name in any spelling */
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value over time */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetValueAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listSetCards: {
        parameters: {
            query?: {
                /** @description Single cards, sealed products, or products that the source does not show to be either */
                kind?: components["schemas"]["ProductType"];
                /** @description Same as kind */
                product_type?: components["schemas"]["ProductType"];
                /** @description Rarity in any spelling (`double-rare`, `Double Rare`, `RR`); several between commas. docs/search.md lists those of each game */
                rarity?: string;
                /** @description Colour of One Piece or energy type of Pokémon; several between commas */
                colour?: string;
                /** @description Same as colour */
                color?: string;
                /** @description pokemon, trainer or energy; leader, character, event, stage or don; several between commas */
                card_type?: string;
                /** @description Mechanics of a Pokémon (ex, GX, VMAX, tag-team), kind of Trainer or Energy (supporter, basic-energy), or a type of One Piece (straw-hat-crew); several between commas. `EX` is another than `ex` */
                subtype?: string;
                /** @description Stage of a Pokémon (basic, stage-1, vmax); several between commas */
                stage?: string;
                /** @description How a One Piece card attacks: slash, strike, ranged, special or wisdom; several between commas */
                attribute?: string;
                /** @description Least HP */
                hp_min?: number;
                /** @description Greatest HP */
                hp_max?: number;
                /** @description Least cost */
                cost_min?: number;
                /** @description Greatest cost */
                cost_max?: number;
                /** @description Least power */
                power_min?: number;
                /** @description Greatest power */
                power_max?: number;
                /** @description Least counter */
                counter_min?: number;
                /** @description Greatest counter */
                counter_max?: number;
                /** @description Least life */
                life_min?: number;
                /** @description Greatest life */
                life_max?: number;
                /** @description Least current market price, in USD */
                min_price?: number;
                /** @description Greatest current market price, in USD */
                max_price?: number;
                /**
                 * @description Only cards updated after this position, or after this day or time: by an event of the card (listed, revised, mapped) or of its prices (observed, withdrawn,
                 *     corrected, held). A check that found all as it was is none, nor is a renamed set. Take the `Ledger-Position` of a walk's first page for the next walk
                 */
                updated_after?: string;
                /**
                 * @description Continue from a `Link: rel="next"`, with the same q, filters and sort. The walk returns every card once, also while prices change; ordered or bounded by
                 *     price it returns once those whose price stays.
                 */
                cursor?: string;
                /** @description Count what the cards found are: `all`, or some of rarity, colour, card_type, subtype, stage, attribute, hp, cost, power, counter, life between commas. Each is counted under all filters but its own */
                facets?: string;
                /** @description Show the change of each current price over this time, with the windows of one card's answer */
                change?: components["schemas"]["WindowPeriod"];
                /** @description Order; `number` is the default, in natural order: 4/102 before 10/102 */
                sort?: components["schemas"]["Exclude_CardSort.relevance_"];
                /** @description The cards that were in the set at this time, each with its price then. A day is its end */
                valid_at?: string;
                /** @description Use only what the ledger had recorded by this day or time, of listings and of prices */
                known_at?: string;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The set: an id such as pokemon-604, a code or a name in any spelling */
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cards */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardList"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    resolveCards: {
        parameters: {
            query?: {
                /** @description Waits until this position is reflected */
                min_position?: string;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveBody"];
            };
        };
        responses: {
            /** @description The cards */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResolveAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    streamPrices: {
        parameters: {
            query?: {
                /** @description Changes after this position; without it from now on. The header Last-Event-ID goes before it */
                after?: string;
                /** @description Only these cards (repeatable) */
                card_id?: string[];
                /** @description Only cards that are in this set now: its id, code or name */
                set_identifier?: string;
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description Only this source */
                source?: string;
            };
            header?: {
                /** @description The id of the last event received: the changes after it are sent */
                "Last-Event-ID"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes of prices, until the client or the server ends the stream */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card, set or source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The position is too old to be resumed from */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
                /** @description Single cards, sealed products, or products that the source does not show to be either */
                kind?: components["schemas"]["ProductType"];
                /** @description Same as kind */
                product_type?: components["schemas"]["ProductType"];
                /** @description Rarity in any spelling (`double-rare`, `Double Rare`, `RR`); several between commas. docs/search.md lists those of each game */
                rarity?: string;
                /** @description Colour of One Piece or energy type of Pokémon; several between commas */
                colour?: string;
                /** @description Same as colour */
                color?: string;
                /** @description pokemon, trainer or energy; leader, character, event, stage or don; several between commas */
                card_type?: string;
                /** @description Mechanics of a Pokémon (ex, GX, VMAX, tag-team), kind of Trainer or Energy (supporter, basic-energy), or a type of One Piece (straw-hat-crew); several between commas. `EX` is another than `ex` */
                subtype?: string;
                /** @description Stage of a Pokémon (basic, stage-1, vmax); several between commas */
                stage?: string;
                /** @description How a One Piece card attacks: slash, strike, ranged, special or wisdom; several between commas */
                attribute?: string;
                /** @description Least HP */
                hp_min?: number;
                /** @description Greatest HP */
                hp_max?: number;
                /** @description Least cost */
                cost_min?: number;
                /** @description Greatest cost */
                cost_max?: number;
                /** @description Least power */
                power_min?: number;
                /** @description Greatest power */
                power_max?: number;
                /** @description Least counter */
                counter_min?: number;
                /** @description Greatest counter */
                counter_max?: number;
                /** @description Least life */
                life_min?: number;
                /** @description Greatest life */
                life_max?: number;
                /** @description Least current market price, in USD */
                min_price?: number;
                /** @description Greatest current market price, in USD */
                max_price?: number;
                /**
                 * @description Only cards updated after this position, or after this day or time: by an event of the card (listed, revised, mapped) or of its prices (observed, withdrawn,
                 *     corrected, held). A check that found all as it was is none, nor is a renamed set. Take the `Ledger-Position` of a walk's first page for the next walk
                 */
                updated_after?: string;
                /**
                 * @description Continue from a `Link: rel="next"`, with the same q, filters and sort. The walk returns every card once, also while prices change; ordered or bounded by
                 *     price it returns once those whose price stays.
                 */
                cursor?: string;
                /** @description Count what the cards found are: `all`, or some of rarity, colour, card_type, subtype, stage, attribute, hp, cost, power, counter, life between commas. Each is counted under all filters but its own */
                facets?: string;
                /** @description Show the change of each current price over this time, with the windows of one card's answer */
                change?: components["schemas"]["WindowPeriod"];
                /** @description Words of the name, number, set or rarity, each of which may be unfinished; numbers padded or not (`charizard 4/102`, `OBF 125`) */
                q?: string;
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description A set by its id (pokemon-604), code (OP-01) or name in any spelling (Silver Tempest); one that fits several sets is an error that names them */
                set_identifier?: string;
                /** @description Order; `relevance` needs q and is the default with it, `name` without */
                sort?: components["schemas"]["CardSort"];
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
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
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
                /** @description Another name of as_of, the one that prices use; not beside it */
                valid_at?: string;
                /** @description Use only what the ledger had recorded by this day or time; card and set are as they are now */
                known_at?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
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
            /** @description Merged into another card */
            308: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
                /** @description Another name of as_of, the one that prices use; not beside it */
                valid_at?: string;
                /** @description Use only what the ledger had recorded by this day or time; card and set are as they are now */
                known_at?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesAnswer"];
                    "text/csv": string;
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Merged into another card */
            308: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
                /** @description End of the window: the history as of then */
                valid_at?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description Only this source */
                source?: string;
                /** @description Only this printing: the source's word, its slug, or another spelling of it such as reverseHolofoil */
                printing?: string;
                /** @description Only this condition */
                condition?: components["schemas"]["Condition"];
                /** @description Only this grade, e.g. PSA 10; `none` for ungraded cards */
                grade?: string;
                /** @description Only market or only asking prices */
                kind?: components["schemas"]["PriceKind"];
                /** @description Each change (`raw`, the default), or one point a day or week */
                interval?: components["schemas"]["HistoryInterval"];
                /** @description Data points at most: of more, those are shown that draw the same line, and `sampled` says so */
                max_points?: number;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryAnswer"];
                    "text/csv": string;
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Merged into another card */
            308: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getPriceChanges: {
        parameters: {
            query: {
                /** @description Changes after this position, or after what had been recorded by this day or time */
                after: string;
                /** @description Changes up to this position, or to what had been recorded by this day or time; without it up to now */
                until?: string;
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description A set by its id, code or name in any spelling */
                set_identifier?: string;
                /** @description Only this card */
                card_id?: string;
                /** @description Only this source */
                source?: string;
                /** @description Continue from a `Link: rel="next"`, with the same filters */
                cursor?: string;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceChangesAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Set or source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listIdChanges: {
        parameters: {
            query?: {
                /** @description Only changes recorded after this position, or after this day or time */
                updated_after?: string;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changed ids */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdChangesAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listGames: {
        parameters: {
            query?: {
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Games */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GamesAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getGame: {
        parameters: {
            query?: {
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The game */
                game: components["schemas"]["Game"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The game */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GameSummary"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getHighs: {
        parameters: {
            query?: {
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description Only this source; without it the printings of every source, each with its own prices */
                source?: string;
                /** @description Prices in this currency only: amounts of several currencies have no order */
                currency?: components["schemas"]["Currency"];
                /** @description Least market price at the start of the window, in major units */
                min_price?: number;
                /**
                 * @description Least number of market prices, each different from the one before, in the 30 days before the end of the window; without it
                 *     5, or half the number of the snapshots in these days if that is less
                 */
                min_observations?: number;
                /** @description End of the window instead of the newest snapshot: the newest snapshot up to this day or time */
                as_of?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description Length of the window; `all`: beyond every price recorded, reached within the last 30 days */
                period?: unknown;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows */
                limit?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ranking */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HighsAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getLows: {
        parameters: {
            query?: {
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description Only this source; without it the printings of every source, each with its own prices */
                source?: string;
                /** @description Prices in this currency only: amounts of several currencies have no order */
                currency?: components["schemas"]["Currency"];
                /** @description Least market price at the start of the window, in major units */
                min_price?: number;
                /**
                 * @description Least number of market prices, each different from the one before, in the 30 days before the end of the window; without it
                 *     5, or half the number of the snapshots in these days if that is less
                 */
                min_observations?: number;
                /** @description End of the window instead of the newest snapshot: the newest snapshot up to this day or time */
                as_of?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description Length of the window; `all`: beyond every price recorded, reached within the last 30 days */
                period?: unknown;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows */
                limit?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ranking */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LowsAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listExports: {
        parameters: {
            query?: {
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportsAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getExport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description Its name in the list, e.g. prices.parquet */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            /** @description The range asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such file */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The file has no such range */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    explainPrice: {
        parameters: {
            query?: {
                /** @description The source; default: that of the card's one price */
                source?: string;
                /** @description The printing: the source's word, its slug, or another spelling of it such as reverseHolofoil */
                printing?: string;
                /** @description The condition */
                condition?: components["schemas"]["Condition"];
                /** @description The grade, e.g. PSA 10; `none` for ungraded cards */
                grade?: string;
                /** @description A market or an asking price */
                kind?: components["schemas"]["PriceKind"];
                /** @description The price as of this day or time */
                valid_at?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The card, e.g. pokemon-517045 */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The explanation */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainAnswer"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Merged into another card */
            308: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card not found, or no price with this source, printing, condition, grade or kind */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
                /** @description Events after this position, alone or as `position@Ledger-Id`; without it from the beginning */
                after?: string;
                /** @description Only these event types (repeatable) */
                type?: string[];
                /** @description Only this stream, e.g. price-pokemon-517045 */
                stream?: string;
                /** @description Only the events of this card and its prices */
                card_id?: string;
                /** @description Recorded at or after; a day or a time. The log before is not read */
                from?: string;
                /** @description Recorded before; a day (its end) or a time */
                to?: string;
                /** @description The source's stamp at or after; a day or a time. Events without a stamp are left out */
                effective_from?: string;
                /** @description The source's stamp before; a day (its end) or a time */
                effective_to?: string;
                /** @description `provenance`: each event also has the snapshot behind it, or null, as `provenance` */
                expand?: "provenance";
                /** @description Events per page */
                limit?: number;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card or stream not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
                /** @description Only this set: its id, code or name */
                set_id?: string;
                /** @description First day */
                from?: string;
                /** @description Last day */
                to?: string;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
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
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
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
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source or set not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getCoverageCalendar: {
        parameters: {
            query?: {
                /** @description Only this source */
                source?: string;
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description First day */
                from?: string;
                /** @description Last day */
                to?: string;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sets by day */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getCoverageSuspects: {
        parameters: {
            query?: {
                /** @description Only pairs with a price of this source */
                source?: string;
                /** @description Only this set: its id, code or name */
                set_id?: string;
                /** @description Only this game */
                tcg_type?: components["schemas"]["Game"];
                /** @description Only suspect mappings, or only suspect prices */
                suspect?: components["schemas"]["SuspectKind"];
                /** @description As the prices stood on this day or at this time */
                as_of?: string;
                /** @description Use only what the ledger had recorded by this day or time */
                known_at?: string;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pairs of prices */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuspectsAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source or set not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getCoverageAudit: {
        parameters: {
            query?: {
                /** @description Only this source */
                source?: string;
                /** @description First day of the window, of which missed days and rows set aside are counted */
                from?: string;
                /** @description Last day */
                to?: string;
                /** @description A sheet token (tcgl_sheet_…), with format=csv, where reads need a key: spreadsheets send no headers */
                token?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
                /** @description csv: one header row, then a row for each entry of the list, for spreadsheets */
                format?: components["schemas"]["AnswerFormat"];
            };
            header?: {
                /** @description The ETag of the answer the client has: 304 if it is still the answer */
                "If-None-Match"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts by source and set */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description Weak; changes with the answer */
                    ETag: string;
                    /** @description How long a shared cache may keep the answer; no-store with credentials */
                    "Cache-Control": string;
                    /** @description rel="next"; only if more follows */
                    Link?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditAnswer"];
                    "text/csv": string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listNotifications: {
        parameters: {
            query?: {
                /** @description Only those of this channel */
                channel_id?: string;
                /** @description Only those of this alert */
                alert_id?: string;
                /** @description Only those in this state */
                state?: "cancelled" | "delivered" | "failed" | "waiting";
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Notifications */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationsAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    replayNotifications: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayTerms"];
            };
        };
        responses: {
            /** @description Queued */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Channel not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    deleteMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    changeMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileBody"];
            };
        };
        responses: {
            /** @description Account */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    setPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordBody"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    setEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailBody"];
            };
        };
        responses: {
            /** @description A mail to the new address follows */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    exportMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Personal data */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountExport"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listFeeds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feeds */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedsAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    createFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFeed"];
            };
        };
        responses: {
            /** @description Feed made */
            201: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedCreated"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Alert or watchlist not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    readFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The secret of its address with .atom or .json */
                feed: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                    "application/feed+json": string;
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
            /** @description Feed not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    deleteFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The feed's id */
                feed: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Feed not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listChannels: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Channels */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelsAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    createChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannel"];
            };
        };
        responses: {
            /** @description Channel added */
            201: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelCreated"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    deleteChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The channel */
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Channel not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    changeChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The channel */
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelChanges"];
            };
        };
        responses: {
            /** @description The channel as it is now */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelShown"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Channel not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    testChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The channel */
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Queued */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestQueued"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Channel not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    rotateChannelSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The channel */
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret */
            201: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretRotated"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Channel not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    registerUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description A mail follows */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    logInUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Tokens of the session */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
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
            /** @description E-mail address or password is wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    refreshTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Tokens of the session */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
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
            /** @description The refresh token is unknown, used or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    logOutUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description There is no such session any more */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    confirmEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkToken"];
            };
        };
        responses: {
            /** @description Confirmed */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    forgotPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailRequest"];
            };
        };
        responses: {
            /** @description A mail follows if there is an account */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    setNewPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    showVerifyPage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The token of the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    showResetPage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The token of the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    makeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyBody"];
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The id of the key, not its text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description API key not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listAlerts: {
        parameters: {
            query?: {
                /** @description Only alerts with this status */
                status?: components["schemas"]["AlertStatus"];
                /** @description Only alerts on this card */
                card_id?: string;
                /** @description Only alerts with an event after this position, or after this day or time: a command, a firing, a re-arming */
                updated_after?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alerts */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    createAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAlert"];
            };
        };
        responses: {
            /** @description The alert; Location has its path */
            201: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card not found, or no price with this source, printing, condition, grade or currency */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getAlert: {
        parameters: {
            query?: {
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The alert */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alert */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Alert not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    deleteAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the alert that is meant: 412 if it was changed since */
                "If-Match"?: string;
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The alert */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Alert not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The alert was changed since */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    changeAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the alert that the change is about: 412 if it was changed since */
                "If-Match"?: string;
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The alert */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertChange"];
            };
        };
        responses: {
            /** @description The alert */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Alert not found, or no price with this source, printing, condition, grade or currency */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The alert was changed since */
            412: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getAlertHistory: {
        parameters: {
            query?: {
                /** @description Only what happened in this way, such as AlertTriggered */
                type?: "AlertChanged" | "AlertCreated" | "AlertExpired" | "AlertPaused" | "AlertRearmed" | "AlertResumed" | "AlertTriggered";
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The alert */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertHistoryAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Alert not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    pauseAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The alert */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alert */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Alert not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    resumeAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The alert */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alert */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Alert not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    testAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The alert */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The samples are queued */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertTestAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Alert not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listWatchlists: {
        parameters: {
            query?: {
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Watchlists */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistsAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    createWatchlist: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWatchlist"];
            };
        };
        responses: {
            /** @description The watchlist; Location has its path */
            201: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getWatchlist: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The watchlist */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The watchlist */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Watchlist not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    deleteWatchlist: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The watchlist */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Watchlist not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    changeWatchlist: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the watchlist that the change is about: 412 if it was changed since */
                "If-Match"?: string;
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The watchlist */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchlistChange"];
            };
        };
        responses: {
            /** @description The watchlist */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Watchlist or card not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The watchlist was changed since */
            412: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    backtestRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestTerms"];
            };
        };
        responses: {
            /** @description What the rule would have done */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position": string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card not found, or no price with this source, printing, condition, grade or currency */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    collectNow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionOrder"];
            };
        };
        responses: {
            /** @description The task; Location has its path */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listProjections: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Subscribers */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscribersAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    rebuildProjections: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RebuildOrder"];
            };
        };
        responses: {
            /** @description The task; Location has its path */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Read model not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listParked: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Parked events */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedEventsAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    retryParked: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The event */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task; Location has its path */
            202: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such parked event */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    getTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The task */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Task not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    pauseSource: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description One of the sources that the ledger collects, e.g. tcgcsv */
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ControlOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    resumeSource: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description One of the sources that the ledger collects, e.g. tcgcsv */
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ControlOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    limitSource: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description One of the sources that the ledger collects, e.g. tcgcsv */
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitsOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Source not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    correctPrice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorrectionAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card or observation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    voidObservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoidOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoidAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Card or observation not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    mapExternalId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    mergeCards: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
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
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listQuarantine: {
        parameters: {
            query?: {
                /** @description Only rows of this card */
                card_id?: string;
                /** @description Only rows of this source */
                source?: string;
                /** @description Only rows set aside for this reason, such as jump */
                reason?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    releaseQuarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The row */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettlingOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettledAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such row */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    rejectQuarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The row */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettlingOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettledAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such row */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    listMatching: {
        parameters: {
            query?: {
                /** @description Only products of this marketplace, such as cardmarket */
                system?: string;
                /** @description Rows per page */
                limit?: number;
                /** @description Rows to skip */
                offset?: number;
                /** @description Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
                min_position?: string;
            };
            header?: {
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Products */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchingAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    acceptMatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The marketplace, e.g. cardmarket */
                system: string;
                /** @description Its id of the product */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatchOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such product waits */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
    rejectMatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of one command: given again with it within 24 hours, it is done once and answered the same */
                "Idempotency-Key"?: string;
                /** @description The Ledger-Id that the positions of the request came with: 409 if it is not that of this ledger */
                "Ledger-Id"?: string;
            };
            path: {
                /** @description The marketplace, e.g. cardmarket */
                system: string;
                /** @description Its id of the product */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectOrder"];
            };
        };
        responses: {
            /** @description What was recorded */
            200: {
                headers: {
                    /** @description The log position the answer reflects */
                    "Ledger-Position"?: string;
                    /** @description Id of the log that positions belong to; missing while the log does not answer */
                    "Ledger-Id"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
                    /** @description The request's own, or a new one */
                    "X-Request-Id": string;
                    /** @description true if the ledger holds simulated prices */
                    "X-Simulated"?: string;
                    /** @description true if it is the answer of an earlier request */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectionAnswer"];
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
            /** @description The credentials are missing, wrong or expired */
            401: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The credentials lack a scope */
            403: {
                headers: {
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such product waits or is mapped */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Ledger-Id, or a position, is of another ledger */
            409: {
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
            /** @description The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quota of requests is spent */
            429: {
                headers: {
                    /** @description Seconds after which a try can succeed; with a retryable code */
                    "Retry-After"?: string;
                    /** @description What a client may ask: `"burst";q=100;w=60, "hour";q=1000;w=3600` */
                    "RateLimit-Policy"?: string;
                    /** @description What is left of it, and the seconds until it is whole again: `"burst";r=50;t=30, …` */
                    RateLimit?: string;
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
