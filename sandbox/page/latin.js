// Serbian Cyrillic in Latin letters, for names inside English captions.

const CYRILLIC = [..."абвгдђежзијклљмнњопрстћуфхцчџш"];
const LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(" ");
const LETTERS = new Map(CYRILLIC.map((letter, place) => [letter, LATIN[place]]));

/** Letter by letter; what is not Cyrillic stays as it is. */
export function latin(text) {
  return text.replace(/\p{Script=Cyrillic}/gu, (letter) => {
    const small = letter.toLowerCase();
    const written = LETTERS.get(small) ?? letter;
    return letter === small ? written : written[0].toUpperCase() + written.slice(1);
  });
}
