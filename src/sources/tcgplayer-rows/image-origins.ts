/** Where TCGplayer has the pictures that the files of tcgcsv link to. */
export const imageOrigins: readonly string[] = ['https://tcgplayer-cdn.tcgplayer.com'];
